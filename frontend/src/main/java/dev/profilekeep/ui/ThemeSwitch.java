package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/**
 * System, light or dark: {@code <pk-theme-switch>}. The choice is kept in the browser; {@link Appearance} applies it
 * before the first paint of the next visit.
 */
@Tag("pk-theme-switch")
@JsModule("./profilekeep/pk-theme-switch.ts")
public final class ThemeSwitch extends LocalizedComponent {
    public ThemeSwitch() {
        super("theme-switch");
    }
}
