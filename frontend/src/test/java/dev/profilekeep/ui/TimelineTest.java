package dev.profilekeep.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.ComponentUtil;
import elemental.json.JsonArray;
import elemental.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private static Timeline.Moment moment(String id, Timeline.Kind kind, Timeline.Mark... marks) {
        return new Timeline.Moment(id, NOW.minusSeconds(3600), kind, "last night", "in London", Set.of(marks));
    }

    private static JsonObject json(Timeline timeline, int index) {
        return ((JsonArray) timeline.getElement().getPropertyRaw("moments")).getObject(index);
    }

    private static void press(Timeline timeline, String id) {
        ComponentUtil.fireEvent(timeline, new Timeline.Pressed(timeline, true, id));
    }

    @Test
    void moments_go_over_with_their_shape_and_marks() {
        var timeline = new Timeline(
                "Moments",
                List.of(
                        moment("a", Timeline.Kind.BACKUP, Timeline.Mark.SECOND_SITE, Timeline.Mark.PINNED),
                        moment("b", Timeline.Kind.SERVER)),
                NOW);
        JsonObject first = json(timeline, 0);
        assertThat(first.getNumber("at")).isEqualTo(NOW.toEpochMilli() - 3_600_000d);
        assertThat(first.getString("kind")).isEqualTo("backup");
        assertThat(first.getString("label")).isEqualTo("last night");
        assertThat(first.getString("note")).isEqualTo("in London");
        assertThat(first.getBoolean("second")).isTrue();
        assertThat(first.getBoolean("pinned")).isTrue();
        assertThat(json(timeline, 1).getString("kind")).isEqualTo("server");
        assertThat(json(timeline, 1).getBoolean("pinned")).isFalse();
        assertThat(timeline.getElement().getProperty("now", 0d)).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void a_choice_is_told_once_and_remembered() {
        var timeline = new Timeline("Moments", List.of(moment("a", Timeline.Kind.BACKUP)), NOW);
        List<String> told = new ArrayList<>();
        timeline.addChoiceListener(told::add);
        press(timeline, "a");
        assertThat(told).containsExactly("a");
        assertThat(timeline.selected()).isEqualTo("a");
    }

    @Test
    void an_id_that_a_browser_made_up_chooses_nothing() {
        var timeline = new Timeline("Moments", List.of(moment("a", Timeline.Kind.BACKUP)), NOW);
        List<String> told = new ArrayList<>();
        timeline.addChoiceListener(told::add);
        press(timeline, "somebody else's");
        assertThat(told).isEmpty();
        assertThat(timeline.selected()).isEmpty();
    }

    @Test
    void selecting_shows_and_does_not_tell() {
        var timeline = new Timeline("Moments", List.of(moment("a", Timeline.Kind.BACKUP)), NOW);
        List<String> told = new ArrayList<>();
        timeline.addChoiceListener(told::add);
        timeline.select("a");
        assertThat(timeline.getElement().getProperty("selected")).isEqualTo("a");
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> timeline.select("b")).hasMessageContaining("b");
    }

    @Test
    void what_was_chosen_stays_while_it_is_among_the_moments() {
        var timeline = new Timeline("Moments", List.of(moment("a", Timeline.Kind.BACKUP)), NOW);
        timeline.select("a");
        timeline.setMoments(List.of(moment("b", Timeline.Kind.SERVER), moment("a", Timeline.Kind.BACKUP)));
        assertThat(timeline.selected()).isEqualTo("a");
        timeline.setMoments(List.of(moment("b", Timeline.Kind.SERVER)));
        assertThat(timeline.selected()).isEmpty();
        assertThat(timeline.getElement().getProperty("selected")).isEmpty();
    }

    @Test
    void two_moments_of_one_id_are_refused() {
        var twice = List.of(moment("a", Timeline.Kind.BACKUP), moment("a", Timeline.Kind.SERVER));
        assertThatThrownBy(() -> new Timeline("Moments", twice, NOW)).hasMessageContaining("the id a");
    }
}
