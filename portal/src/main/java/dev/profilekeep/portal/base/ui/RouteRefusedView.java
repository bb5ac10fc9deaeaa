package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.router.AccessDeniedException;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import dev.profilekeep.ui.Symbol;

/** A page that the person's roles do not open: it looks as if there were none. */
@ParentLayout(MainLayout.class)
public class RouteRefusedView extends ErrorView implements HasErrorParameter<AccessDeniedException> {
    private static final long serialVersionUID = 1L;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<AccessDeniedException> parameter) {
        say(Symbol.SEARCH, "error.notFound.title", Words.current().get("error.notFound.text"));
        return HttpStatusCode.NOT_FOUND.getCode();
    }
}
