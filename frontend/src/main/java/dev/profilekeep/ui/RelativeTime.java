package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import java.time.Instant;

/**
 * "3 hours ago", kept up to date in the browser, with the exact time on hover and focus: {@code <pk-relative-time>}.
 *
 * <p>In a grid use {@link Renderers#relativeTime}.
 */
@Tag("pk-relative-time")
@JsModule("./profilekeep/pk-relative-time.ts")
public final class RelativeTime extends LocalizedComponent {
    public RelativeTime(Instant at) {
        super("relative-time");
        setInstant(at);
    }

    public void setInstant(Instant at) {
        getElement().setAttribute("at", at.toString());
    }
}
