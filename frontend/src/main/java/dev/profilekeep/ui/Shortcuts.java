package dev.profilekeep.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.server.Command;
import elemental.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keyboard of the whole page: {@code <pk-shortcuts>}, once per layout. {@code /} goes to the search field, and from
 * there, or where there is none, to the search of everything ({@link #searchAll}); {@code ?} lists the shortcuts, Esc closes the list. Nothing fires while somebody types; a person can turn the single keys off
 * (WCAG 2.1.4), which the browser remembers.
 */
@Tag("pk-shortcuts")
@JsModule("./profilekeep/pk-shortcuts.ts")
public final class Shortcuts extends LocalizedComponent {
    private static final String SLASH = "/";

    private final Map<String, Shortcut> shortcuts = new LinkedHashMap<>();

    private @Nullable Shortcut searchAll;

    public Shortcuts() {
        super("shortcuts");
        addListener(Pressed.class, pressed -> {
            var shortcut = pressed.keys.equals(SLASH) ? searchAll : shortcuts.get(pressed.keys);
            if (shortcut != null) {
                shortcut.act.execute();
            }
        });
    }

    /** Marks the field that {@code /} goes to: the first one visible wins. */
    public static void markSearch(Component field) {
        field.getElement().setAttribute("data-search", true);
    }

    /** Marks the field that searches everything: {@code /} goes to it, and types nothing into it while it is empty. */
    public static void markSearchOfAll(Component field) {
        field.getElement().setAttribute("data-search", "all");
    }

    /**
     * Where {@code /} goes if the page has no search field, or if it is pressed again in one that is empty.
     *
     * @param description what it does, already translated
     */
    public void searchAll(String description, Command act) {
        searchAll = new Shortcut(description, act);
        getElement().setProperty("searchAll", description);
    }

    /**
     * Adds a shortcut; one with the same keys is replaced.
     *
     * @param keys one key ({@code n}) or several one after the other, separated by spaces ({@code g p})
     * @param description what it does, already translated
     */
    public void add(String keys, String description, Command act) {
        if (keys.isBlank()) {
            throw new IllegalArgumentException("keys must not be blank");
        }
        shortcuts.put(keys, new Shortcut(description, act));
        show();
    }

    /** Removes the shortcut of {@code keys}, if there is one. */
    public void remove(String keys) {
        shortcuts.remove(keys);
        show();
    }

    /** Opens the list, as {@code ?} does. */
    public void openList() {
        getElement().callJsFunction("open");
    }

    private void show() {
        var list = Json.createArray();
        shortcuts.forEach((keys, shortcut) -> {
            var entry = Json.createObject();
            entry.put("keys", keys);
            entry.put("description", shortcut.description);
            list.set(list.length(), entry);
        });
        getElement().setPropertyJson("shortcuts", list);
    }

    private record Shortcut(String description, Command act) {}

    /** Sent by the browser when the keys of a shortcut were pressed. Public for Vaadin, which makes it by reflection. */
    @DomEvent("pk-shortcut")
    public static final class Pressed extends ComponentEvent<Shortcuts> {
        private final String keys;

        /** Called by Vaadin. */
        public Pressed(Shortcuts source, boolean fromClient, @EventData("event.detail.keys") String keys) {
            super(source, fromClient);
            this.keys = keys;
        }
    }
}
