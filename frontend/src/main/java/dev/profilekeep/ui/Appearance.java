package dev.profilekeep.ui;

import com.vaadin.flow.component.page.Inline;
import com.vaadin.flow.server.AppShellSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Light or dark, comfortable or dense, as the person chose, from the first paint on. To be called once by the
 * application shell:
 *
 * <pre>{@code
 * @Theme("profilekeep")
 * public class AppShell implements AppShellConfigurator {
 *     @Override
 *     public void configurePage(AppShellSettings settings) {
 *         Appearance.configure(settings);
 *     }
 * }
 * }</pre>
 */
public final class Appearance {
    private static final String SCRIPT = "appearance.js";

    private Appearance() {}

    /** Puts {@link #script()} at the beginning of the page's head, with the viewport and colour scheme the theme expects. */
    public static void configure(AppShellSettings settings) {
        settings.addMetaTag("color-scheme", "light dark");
        settings.setViewport("width=device-width, initial-scale=1, viewport-fit=cover");
        settings.addInlineWithContents(Inline.Position.PREPEND, script(), Inline.Wrapping.JAVASCRIPT);
    }

    /**
     * The script that applies the kept choices, for pages outside Vaadin (sign-in, signed out, error): put it in a
     * {@code script} element in the head, before any style sheet. It reads local storage and sets attributes, no more.
     */
    public static String script() {
        try (var in = Appearance.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is missing beside " + Appearance.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + SCRIPT, e);
        }
    }
}
