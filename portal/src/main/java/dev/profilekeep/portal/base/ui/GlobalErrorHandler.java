package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ErrorHandler;

/** What nobody caught while somebody clicked: said once, plainly, with an id that stands in the log. */
public class GlobalErrorHandler implements ErrorHandler {
    private static final long serialVersionUID = 1L;

    @Override
    public void error(ErrorEvent event) {
        ErrorMessages.Message message = ErrorMessages.of(event.getThrowable());
        UI ui = UI.getCurrent();
        if (ui != null) {
            ui.access(() -> Notices.error(message.in(Words.current())));
        }
    }
}
