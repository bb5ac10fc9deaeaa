package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/**
 * Says that the connection is lost, and when it is back: {@code <pk-connection>}, once per layout. Whoever presses a button
 * meanwhile is told that it is sent then. Takes the place of Vaadin's own bar, which the theme hides.
 */
@Tag("pk-connection")
@JsModule("./profilekeep/pk-connection.ts")
public final class ConnectionNotice extends LocalizedComponent {
    public ConnectionNotice() {
        super("connection");
    }
}
