package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import dev.profilekeep.ui.Symbol;

/** A page that could not be built. */
@ParentLayout(MainLayout.class)
public class UnexpectedErrorView extends ErrorView implements HasErrorParameter<Exception> {
    private static final long serialVersionUID = 1L;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        say(
                Symbol.ERROR,
                "error.unexpected.title",
                ErrorMessages.of(parameter.getCaughtException()).in(Words.current()));
        return HttpStatusCode.INTERNAL_SERVER_ERROR.getCode();
    }
}
