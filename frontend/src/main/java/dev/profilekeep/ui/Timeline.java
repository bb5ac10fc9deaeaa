package dev.profilekeep.ui;

import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import elemental.json.Json;
import elemental.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The moments one can go back to, along a line of time: {@code <pk-timeline>}. Where they lie close they are drawn as one, and pressing that shows them apart. Arrow keys go from
 * moment to moment, Enter chooses. It is a picture beside a list that says the same: whoever uses it offers that list too.
 */
@Tag("pk-timeline")
@JsModule("./profilekeep/pk-timeline.ts")
public final class Timeline extends LocalizedComponent implements HasSize {
    private List<Moment> moments = List.of();
    private String selected = "";

    /**
     * @param label its name for screen readers, already translated
     * @param now where the line ends, unless a moment lies beyond
     */
    public Timeline(String label, List<Moment> moments, Instant now) {
        super("timeline");
        getElement().setProperty("label", label);
        getElement().setProperty("now", (double) now.toEpochMilli());
        setMoments(moments);
        addListener(Pressed.class, pressed -> {
            if (knows(pressed.id)) {
                selected = pressed.id;
            }
        });
    }

    /** Where a moment comes from; drawn as different shapes. */
    public enum Kind {
        BACKUP,
        /** The file server keeps it by itself. */
        SERVER
    }

    /** What else is drawn at a moment. */
    public enum Mark {
        /** It lies at a second site too. */
        SECOND_SITE,
        /** Somebody wants it to stay. */
        PINNED
    }

    /**
     * @param id tells it from all others
     * @param label the moment in words, already translated
     * @param note what else there is to say, such as where it lies; already translated, may be empty
     */
    public record Moment(String id, Instant at, Kind kind, String label, String note, Set<Mark> marks) {
        public Moment {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("a moment needs an id: " + label);
            }
            marks = Set.copyOf(marks);
        }

        private JsonObject json() {
            var json = Json.createObject();
            json.put("id", id);
            json.put("at", (double) at.toEpochMilli());
            json.put("kind", kind == Kind.SERVER ? "server" : "backup");
            json.put("label", label);
            json.put("note", note);
            json.put("second", marks.contains(Mark.SECOND_SITE));
            json.put("pinned", marks.contains(Mark.PINNED));
            return json;
        }
    }

    /**
     * Shows others; what was selected stays so if it is among them.
     *
     * @param shown in any order
     * @throws IllegalArgumentException if two have the same id
     */
    public void setMoments(List<Moment> shown) {
        Set<String> ids = new HashSet<>();
        var array = Json.createArray();
        for (Moment moment : shown) {
            if (!ids.add(moment.id())) {
                throw new IllegalArgumentException("two moments have the id " + moment.id());
            }
            array.set(array.length(), moment.json());
        }
        moments = List.copyOf(shown);
        getElement().setPropertyJson("moments", array);
        if (!ids.contains(selected)) {
            select(null);
        }
    }

    public List<Moment> moments() {
        return moments;
    }

    /**
     * Draws that there was no backup from then on until now.
     *
     * @param why in words, already translated
     */
    public void setGap(Instant from, String why) {
        var json = Json.createObject();
        json.put("from", (double) from.toEpochMilli());
        json.put("label", why);
        getElement().setPropertyJson("gap", json);
    }

    /**
     * Marks a moment as chosen, without telling listeners; null for none.
     *
     * @throws IllegalArgumentException if there is none of that id
     */
    public void select(@Nullable String id) {
        if (id != null && !knows(id)) {
            throw new IllegalArgumentException("there is no moment of the id " + id);
        }
        selected = id == null ? "" : id;
        getElement().setProperty("selected", selected);
    }

    /** The id of what is chosen; empty if nothing is. */
    public String selected() {
        return selected;
    }

    /** Called with the id of a moment that a person chose. What is no moment of this line is not passed on. */
    public Registration addChoiceListener(Consumer<String> listener) {
        return addListener(Pressed.class, pressed -> {
            if (knows(pressed.id)) {
                listener.accept(pressed.id);
            }
        });
    }

    private boolean knows(String id) {
        return moments.stream().anyMatch(moment -> moment.id().equals(id));
    }

    /** Sent by the browser when a moment was chosen. Public for Vaadin, which makes it by reflection. */
    @DomEvent("pk-moment")
    public static final class Pressed extends ComponentEvent<Timeline> {
        private final String id;

        /** Called by Vaadin. */
        public Pressed(Timeline source, boolean fromClient, @EventData("event.detail.id") String id) {
            super(source, fromClient);
            this.id = id;
        }
    }
}
