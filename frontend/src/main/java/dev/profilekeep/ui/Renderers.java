package dev.profilekeep.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.data.renderer.LitRenderer;
import elemental.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/**
 * The elements of this package in the cells of a grid, drawn in the browser: no component per row. They word and format
 * in the locale of the UI that asks for the rows; after a change of locale refresh the grid's items.
 */
@JsModule("./profilekeep/pk-status.ts")
@JsModule("./profilekeep/pk-relative-time.ts")
@JsModule("./profilekeep/pk-capacity-bar.ts")
public final class Renderers {
    private Renderers() {}

    /** A plain {@link StatusBadge}. @param word already translated */
    public static <T> LitRenderer<T> status(Function<T, Status> status, Function<T, String> word) {
        return LitRenderer.<T>of("<pk-status plain status=${item.status} word=${item.word}></pk-status>")
                .withProperty("status", row -> status.apply(row).attribute())
                .withProperty("word", row -> word.apply(row));
    }

    /** A plain {@link StatusBadge} with the status' own word. */
    public static <T> LitRenderer<T> status(Function<T, Status> status) {
        return status(status, row -> Texts.in(locale())
                .get("status." + status.apply(row).attribute()));
    }

    /** A {@link RelativeTime}. */
    public static <T> LitRenderer<T> relativeTime(Function<T, Instant> at) {
        return LitRenderer.<T>of("<pk-relative-time at=${item.at} locale=${item.locale}></pk-relative-time>")
                .withProperty("at", row -> at.apply(row).toString())
                .withProperty("locale", row -> locale().toLanguageTag());
    }

    /** A {@link CapacityBar} without its legend; the sentence is there for screen readers and on hover. */
    public static <T> LitRenderer<T> capacity(Function<T, CapacityBar.Capacity> capacity) {
        return LitRenderer.<T>of("<pk-capacity-bar no-legend locale=${item.locale} .texts=${item.texts}"
                        + " .capacity=${item.capacity}></pk-capacity-bar>")
                .withProperty("capacity", row -> capacity.apply(row).json())
                .withProperty("texts", row -> sentences())
                .withProperty("locale", row -> locale().toLanguageTag());
    }

    private static JsonObject sentences() {
        var texts = Texts.in(locale()).under("capacity");
        for (var key : texts.keys()) {
            if (!key.startsWith("sentence")) {
                texts.remove(key);
            }
        }
        return texts;
    }

    private static Locale locale() {
        var ui = UI.getCurrent();
        return ui == null ? Locale.ENGLISH : ui.getLocale();
    }
}
