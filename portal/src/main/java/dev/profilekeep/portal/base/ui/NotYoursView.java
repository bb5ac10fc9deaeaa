package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.ui.Symbol;

/** No such thing, or somebody else's: the same page as for no such page. */
@ParentLayout(MainLayout.class)
public class NotYoursView extends ErrorView implements HasErrorParameter<NotFoundException> {
    private static final long serialVersionUID = 1L;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        say(Symbol.SEARCH, "error.notFound.title", Words.current().get("error.notFound.text"));
        return HttpStatusCode.NOT_FOUND.getCode();
    }
}
