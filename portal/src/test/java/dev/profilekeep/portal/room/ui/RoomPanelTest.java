package dev.profilekeep.portal.room.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.room.RoomService;
import dev.profilekeep.portal.support.FakeRoomDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.Person;
import dev.profilekeep.space.Category;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.SpaceUse.CategoryUse;
import dev.profilekeep.space.estate.SpaceLook;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomPanelTest extends ViewTest {
    private final FakeRoomDesk desk = new FakeRoomDesk();
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private RoomService service(Workers workers) {
        return new RoomService(desk, estate, currentUser, workers);
    }

    private ContainerRow annas() {
        return estate.containers.get(0).row();
    }

    private RoomPanel open(Person person, Workers workers) {
        People.signIn(person);
        return show(new RoomPanel(Words.current(), service(workers), annas()));
    }

    private RoomPanel open(Person person) {
        return open(person, new Workers(Runnable::run));
    }

    private static Button button(RoomPanel panel, String text) {
        return _get(panel, Button.class, spec -> spec.withText(text));
    }

    private static void press(RoomPanel panel, String text) {
        _click(button(panel, text));
        MockVaadin.clientRoundtrip();
    }

    @Test
    void nothing_is_read_before_somebody_asks_and_then_categories_are_told_with_words_and_numbers() {
        RoomPanel panel = open(People.anna());
        assertThat(desk.looks).isZero();
        assertThat(words(panel)).contains("No file is named.");
        press(panel, "See what takes the room");
        assertThat(desk.looks).isEqualTo(1);
        assertThat(words(panel))
                .contains("10 GB of 30 GB are in use, as of")
                .containsSubsequence(
                        "Downloads", "5 GB · 50", "12 files", "Edge cache", "one file", "File system", "2 GB · 20");
        assertThat(words(panel)).as("for administrators").doesNotContain("redirections.xml");
        assertThat(_find(panel, ProgressBar.class)).noneMatch(ProgressBar::isVisible);
        press(panel, "Look again");
        assertThat(desk.looks).isEqualTo(2);
        assertThat(words(panel)).containsOnlyOnce("Downloads");
    }

    @Test
    void administrators_get_the_lines_with_what_they_save_and_what_is_lost() {
        RoomPanel panel = open(People.ada());
        press(panel, "See what takes the room");
        assertThat(words(panel))
                .contains("These caches take 3 GB.")
                .contains("<Exclude Copy=\"0\">AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache</Exclude>")
                .contains("Edge cache · 3 GB. The browser makes it anew.")
                .contains("Each line can slow a sign-in or break a program.");
        assertThat(button(panel, "Copy redirections.xml").isEnabled()).isTrue();

        desk.use = new SpaceUse(1, 1, List.of(), desk.use.exclusions(), 0, 0, 1);
        press(panel, "Look again");
        assertThat(words(panel))
                .contains("Nothing is proposed, as not everything could be read")
                .doesNotContain("Copy redirections.xml", "No cache here takes");

        desk.use = new SpaceUse(1, 1, List.of(), List.of(), 0, 0, 0);
        press(panel, "Look again");
        assertThat(words(panel)).contains("No cache here takes 16").doesNotContain("Copy redirections.xml");
        People.signIn(People.helge());
        RoomPanel helges = open(People.helge());
        press(helges, "See what takes the room");
        assertThat(words(helges)).doesNotContain("redirections.xml");
    }

    @Test
    void how_far_it_is_is_shown_and_it_can_be_cancelled() {
        RoomPanel panel = open(People.helge(), new Workers(waiting::add));
        press(panel, "See what takes the room");
        assertThat(words(panel)).contains("The list of files is being read.");
        assertThat(button(panel, "See what takes the room").isEnabled()).isFalse();
        assertThat(_get(panel, ProgressBar.class).isIndeterminate()).isTrue();
        desk.meanwhile = () -> {
            MockVaadin.clientRoundtrip();
            assertThat(_get(panel, ProgressBar.class).getValue()).isEqualTo(0.5);
            _click(button(panel, "Cancel"));
        };
        waiting.remove().run();
        MockVaadin.clientRoundtrip();
        assertThat(words(panel)).contains("Cancelled. Nothing was changed.").doesNotContain("Downloads");
        assertThat(button(panel, "See what takes the room").isEnabled()).isTrue();
    }

    @Test
    void a_look_that_was_cancelled_before_its_turn_reads_nothing() {
        RoomPanel panel = open(People.helge(), new Workers(waiting::add));
        press(panel, "See what takes the room");
        press(panel, "Cancel");
        waiting.remove().run();
        assertThat(desk.looks).isZero();
    }

    @Test
    void nobody_reads_on_for_a_page_that_was_left() {
        RoomPanel panel = open(People.helge(), new Workers(waiting::add));
        press(panel, "See what takes the room");
        UI.getCurrent().remove(panel);
        MockVaadin.clientRoundtrip();
        waiting.remove().run();
        assertThat(desk.looks).isZero();
    }

    @Test
    void nobody_reads_on_for_a_window_that_was_closed() {
        RoomPanel panel = open(People.helge(), new Workers(waiting::add));
        press(panel, "See what takes the room");
        UI.getCurrent().close();
        UI.getCurrent().remove(panel);
        waiting.remove().run();
        assertThat(desk.looks).isZero();
    }

    @Test
    void a_page_that_is_drawn_anew_goes_on_reading() {
        RoomPanel panel = open(People.helge(), new Workers(waiting::add));
        press(panel, "See what takes the room");
        UI.getCurrent().removeAll();
        UI.getCurrent().add(panel);
        MockVaadin.clientRoundtrip();
        waiting.remove().run();
        MockVaadin.clientRoundtrip();
        assertThat(words(panel)).contains("Downloads").doesNotContain("Cancelled");
    }

    @Test
    void what_nobody_thought_of_ends_the_reading_too() {
        desk.broken = new StackOverflowError("deep");
        RoomPanel panel = open(People.helge());
        press(panel, "See what takes the room");
        assertThat(words(panel)).doesNotContain("is being read", "deep");
        assertThat(button(panel, "See what takes the room").isEnabled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = SpaceLook.State.class, mode = EnumSource.Mode.EXCLUDE, names = "READ")
    void what_could_not_be_read_says_why(SpaceLook.State state) {
        desk.state = state;
        RoomPanel panel = open(People.helge());
        press(panel, "See what takes the room");
        assertThat(words(panel))
                .contains(Words.current().get("room.state." + state.name()))
                .doesNotContain("Downloads");
        desk.state = SpaceLook.State.READ;
        press(panel, "See what takes the room");
        assertThat(words(panel))
                .contains("Downloads")
                .doesNotContain(Words.current().get("room.state." + state.name()));
    }

    @Test
    void a_server_that_is_away_and_too_many_who_ask_are_said_in_words() {
        desk.away = true;
        RoomPanel panel = open(People.helge());
        press(panel, "See what takes the room");
        assertThat(words(panel)).contains("The server of the files does not answer.");
        RoomPanel full = open(People.helge(), new Workers(task -> {
            throw new RejectedExecutionException("full");
        }));
        press(full, "See what takes the room");
        assertThat(words(full)).contains("Many people look at once.");
    }

    @Test
    void who_may_not_look_sees_nothing_and_is_refused() {
        RoomPanel panel = open(People.otto());
        assertThat(panel.isVisible()).isFalse();
        People.signIn(People.anna());
        long bens = estate.containers.stream()
                .map(one -> one.row())
                .filter(row -> row.sid().equals(People.BENS_SID))
                .findFirst()
                .orElseThrow()
                .id();
        assertThatThrownBy(() -> service(new Workers(Runnable::run)).look(bens)).isInstanceOf(NotFoundException.class);
        assertThat(desk.looks).isZero();
    }

    @Test
    void every_category_has_a_name_in_both_languages_and_many_are_folded() {
        desk.use = new SpaceUse(
                Category.values().length * Samples.GB,
                0,
                Arrays.stream(Category.values())
                        .map(category -> new CategoryUse(category, 2, Samples.GB))
                        .toList(),
                List.of(),
                3,
                7 * Samples.GB,
                1);
        RoomPanel panel = open(People.helge());
        press(panel, "See what takes the room");
        assertThat(words(panel))
                .contains(
                        (Category.values().length - 10) + " smaller kinds",
                        "3 files are placeholders: 7 GB",
                        "Used by nobody")
                .contains("Not everything could be read")
                .doesNotContain("room.category");
        UI.getCurrent().setLocale(Locale.GERMANY);
        RoomPanel german = open(People.helge());
        _click(_get(german, Button.class, spec -> spec.withText("Ansehen, was den Platz braucht")));
        MockVaadin.clientRoundtrip();
        assertThat(words(german)).contains("Papierkorb", "Dateisystem").doesNotContain("room.category");
    }
}
