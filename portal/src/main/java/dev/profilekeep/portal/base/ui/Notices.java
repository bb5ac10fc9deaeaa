package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;

/** Short words on how something went. Screen readers hear them; what went wrong stays until it is closed. */
public final class Notices {
    private static final int MILLIS = 5_000;

    private Notices() {}

    public static void done(String text) {
        Notification notice = new Notification(text, MILLIS, Notification.Position.BOTTOM_START);
        notice.addThemeVariants(NotificationVariant.LUMO_SUCCESS);
        notice.open();
    }

    /** It is done, and can be undone as long as this stands there. */
    public static void done(String text, String undo, Runnable undoing) {
        Notification notice = new Notification();
        notice.setDuration(2 * MILLIS);
        notice.setPosition(Notification.Position.BOTTOM_START);
        Button back = new Button(undo, new SymbolIcon(Symbol.UNDO), click -> {
            notice.close();
            undoing.run();
        });
        back.addThemeNames("tertiary");
        Div line = new Div(new SymbolIcon(Symbol.CHECK), new Span(text), back);
        line.addClassName("notice");
        notice.add(line);
        notice.open();
    }

    public static void error(String text) {
        Notification notice = new Notification();
        notice.setDuration(0);
        notice.setPosition(Notification.Position.BOTTOM_START);
        notice.addThemeVariants(NotificationVariant.LUMO_ERROR);
        notice.setAssertive(true);
        Button close = new Button(new SymbolIcon(Symbol.CLOSE), click -> notice.close());
        close.addThemeNames("icon", "tertiary");
        close.setAriaLabel(Words.current().get("action.close"));
        Div line = new Div(new SymbolIcon(Symbol.ERROR), new Span(text), close);
        line.addClassName("notice");
        notice.add(line);
        notice.open();
    }
}
