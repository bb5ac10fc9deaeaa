package dev.profilekeep.portal.myprofile.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.OrderedList;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.helpcode.HelpCode;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.helpcode.HelpCodes;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.support.FakeOwnLocks;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.security.Person;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MyProfileLockTest extends MyProfileCase {
    private static final String JARGON = "(?i)\\b(vhdx?|sid|ntfs|smb|lock ?file|container|guid|stale|unproved)\\b";

    @Test
    void what_became_free_and_is_damaged_is_not_told_as_free() {
        locks.reachesPeople = false;
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        found(FindingCode.DAMAGED);
        MyProfileView view = open(People.anna());
        view.watch();
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        poll();
        poll();
        assertThat(words(view))
                .contains("Please call your helpdesk before you sign in")
                .doesNotContain("It is free now: you can sign in.");
    }

    @Test
    void what_is_left_over_is_one_sentence_and_one_button_and_then_sign_in_now() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText())
                .isEqualTo("Your profile is marked as in use, but nobody works with it.");

        _click(_get(view, Button.class, spec -> spec.withText("Free my profile")));

        assertThat(locks.clears).hasSize(1);
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is free. Sign in to your desktop now.");
        assertThat(_find(view, Button.class, spec -> spec.withText("Free my profile")))
                .isEmpty();
        assertThat(words(view)).contains("Not in use.");
        assertThat(UI.getCurrent().getPollInterval())
                .as("it follows what happens")
                .isPositive();

        locks.workedAt = clock.instant().plusSeconds(40);
        clock.forward(Duration.ofMinutes(1));
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("You are in.");
        assertThat(_find(view, Button.class, spec -> spec.withText("Look again")))
                .as("who is not in after all")
                .hasSize(1);
        assertThat(UI.getCurrent().getPollInterval())
                .as("nothing goes on any more")
                .isEqualTo(-1);
    }

    @Test
    void who_was_fine_and_comes_back_locked_out_gets_the_button_without_a_reload() {
        Deque<Runnable> looks = new ArrayDeque<>();
        MyProfileView view = open(People.anna(), looks::add);
        looks.remove().run();
        poll();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");

        clock.forward(Duration.ofHours(2));
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("One moment, we are looking.");
        assertThat(UI.getCurrent().getPollInterval()).isPositive();
        looks.remove().run();
        poll();
        assertThat(_find(view, Button.class, spec -> spec.withText("Free my profile")))
                .hasSize(1);
        assertThat(UI.getCurrent().getPollInterval())
                .as("whoever else frees it")
                .isEqualTo(20_000);
    }

    @Test
    void focus_goes_along_with_what_was_pressed_so_its_outcome_is_not_read_twice() {
        Deque<Runnable> work = new ArrayDeque<>();
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        MyProfileView view = open(People.anna(), work::add);
        work.remove().run();
        poll();
        assertThat(heard(view)).as("it came by itself").startsWith("Your profile is marked as in use");
        _click(_get(view, Button.class, spec -> spec.withText("Free my profile")));
        work.remove().run();
        poll();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is free. Sign in to your desktop now.");
        assertThat(_get(view, H1.class).getElement().getAttribute("tabindex")).isEqualTo("-1");
        assertThat(heard(view)).as("the sentence that has the focus is read").doesNotContain("Sign in");
    }

    @Test
    void what_is_shown_stays_as_it_is_while_a_newer_look_goes_on() {
        Deque<Runnable> looks = new ArrayDeque<>();
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        MyProfileView view = open(People.anna(), looks::add);
        looks.remove().run();
        poll();
        H1 headline = _get(view, H1.class);
        clock.forward(Duration.ofMinutes(1));
        poll();
        assertThat(_get(view, H1.class)).as("focus and screen readers").isSameAs(headline);
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(1_500);
        looks.remove().run();
        poll();
        assertThat(_get(view, H1.class)).isSameAs(headline);
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(20_000);
    }

    @Test
    void what_is_in_use_says_where_since_when_and_how_to_come_back_and_has_no_button_to_free_it() {
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is in use.");
        assertThat(words(view)).contains("The desktop AVD-12 has been working with it since", "you come back to where");
        assertThat(_find(view, Button.class, spec -> spec.withText("Free my profile")))
                .isEmpty();

        _click(_get(view, Button.class, spec -> spec.withText("Tell me when it is free")));
        assertThat(words(view)).contains("write to anna@example.com as soon as it is free");
    }

    @Test
    void who_waits_looks_on_for_a_while_and_not_for_ever() {
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(20_000);
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");

        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        clock.forward(Duration.ofMinutes(1));
        view.woke();
        for (int i = 0; i < 30; i++) {
            ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        }
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(-1);
        view.woke();
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(20_000);
    }

    @Test
    void of_a_site_that_cannot_be_asked_nothing_is_claimed() {
        locks.silentSites = Set.of("lon");
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine in Frankfurt.");
        assertThat(words(view))
                .contains("London cannot be asked right now")
                .contains("Kept in Frankfurt. What is kept in London cannot be reached right now.")
                .contains("Not in use in Frankfurt. Of London nobody can say right now.", "In London: cannot be asked")
                .doesNotContain("Not in use.", "Frankfurt and London", "In London: 5 GB");

        locks.silentSites = Set.of();
        clock.forward(Duration.ofMinutes(3));
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");
        assertThat(words(view)).contains("Not in use.", "Kept in Frankfurt and London.");
    }

    @Test
    void what_cannot_be_told_of_one_of_hers_is_told_of_the_other_all_the_same() {
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        locks.silentOf.put(3L, Set.of("lon"));
        MyProfileView view = open(People.anna());
        assertThat(words(view))
                .contains("Kept in Frankfurt and London.", "Not in use.", "Not in use in Frankfurt. Of London")
                .containsOnlyOnce("In London: cannot be asked right now");
    }

    @Test
    void where_nobody_can_say_whether_it_is_in_use_it_is_kept_all_the_same() {
        locks.silentOf.put(1L, Set.of("lon"));
        locks.unseen.put(1L, Set.of());
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");
        assertThat(words(view))
                .contains("Kept in Frankfurt and London.")
                .contains("Not in use in Frankfurt. Of London nobody can say right now.", "In London: 5")
                .doesNotContain("cannot be asked", "cannot be reached");
    }

    @Test
    void of_a_site_that_is_cut_off_nothing_is_claimed_to_whoever_is_in_either() {
        locks.cutOff = java.util.Set.of("lon");
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(words(view)).contains("In London: cannot be asked right now").doesNotContain("In London: 5");
        _get(view, H1.class);
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        clock.forward(Duration.ofMinutes(1));
        view.woke();
        poll();
        _click(_get(view, Button.class, spec -> spec.withText("Free my profile")));
        assertThat(words(view))
                .contains("Your profile is free.", "In London: cannot be asked right now")
                .doesNotContain("In London: 5");
    }

    @Test
    void letters_that_ended_do_not_stay_while_the_page_waits_there_are_new_ones() {
        locks.verdicts.put(1L, FakeOwnLocks.unproved(clock.instant()));
        MyProfileView view = open(People.anna());
        String first = letters(view);
        clock.forward(Duration.ofMinutes(14));
        poll();
        assertThat(letters(view)).as("as long as they are good").isEqualTo(first);
        clock.forward(Duration.ofMinutes(1));
        poll();
        assertThat(letters(view)).hasSize(5).isNotEqualTo(first);
    }

    @Test
    void letters_that_ended_where_nothing_goes_on_are_taken_away_and_new_ones_offered() {
        for (Person person : List.of(People.anna(), People.otto())) {
            MyProfileView view = open(person);
            assertThat(UI.getCurrent().getPollInterval()).isEqualTo(-1);
            _click(_get(view, Button.class, spec -> spec.withText("Show my letters")));
            String first = letters(view);
            assertThat(UI.getCurrent().getPollInterval())
                    .as("it follows their end")
                    .isPositive();
            clock.forward(Duration.ofMinutes(15));
            poll();
            assertThat(_find(view, OrderedList.class)).isEmpty();
            assertThat(words(view)).contains("These letters have ended.").doesNotContain("Good until");
            assertThat(UI.getCurrent().getPollInterval())
                    .as("a page left open asks for nothing")
                    .isEqualTo(-1);
            _click(_get(view, Button.class, spec -> spec.withText("New letters")));
            assertThat(letters(view)).isNotEqualTo(first);
            UI.getCurrent().remove(view);
        }
    }

    private static String letters(MyProfileView view) {
        return _get(view, OrderedList.class).getElement().getAttribute("data-code");
    }

    @Test
    void where_only_the_helpdesk_can_go_on_the_letters_are_there_with_a_word_for_each() {
        locks.verdicts.put(1L, FakeOwnLocks.unproved(clock.instant()));
        MyProfileView view = open(People.anna());
        String letters = _get(view, OrderedList.class).getElement().getAttribute("data-code");
        assertThat(letters).hasSize(5);
        People.signIn(People.helge());
        assertThat(new HelpCodeService(new HelpCodes(tables, clock), estate, currentUser).find(letters))
                .hasValueSatisfying(caller -> assertThat(caller.sid()).isEqualTo(People.ANNAS_SID));
        assertThat(_get(view, OrderedList.class).getChildren()).hasSize(5);
    }

    @Test
    void who_cannot_be_written_to_is_told_on_the_page_when_it_is_free() {
        locks.reachesPeople = false;
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(_find(view, Button.class, spec -> spec.withText("Tell me when it is free")))
                .isEmpty();
        _click(_get(view, Button.class, spec -> spec.withText("Tell me here when it is free")));
        assertThat(words(view)).contains("Leave this page open");
        for (int i = 0; i < 40; i++) {
            clock.forward(Duration.ofMinutes(1));
            ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        }
        assertThat(UI.getCurrent().getPollInterval())
                .as("it looks on, and seldom")
                .isEqualTo(60_000);

        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        assertThat(words(view)).contains("It is free now: you can sign in.");
        assertThat(heard(view)).isEqualTo("It is free now: you can sign in.");
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(-1);
    }

    @Test
    void what_became_free_by_itself_is_heard_and_not_only_seen() {
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        MyProfileView view = open(People.anna());
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        view.woke();
        assertThat(heard(view)).isEqualTo("Your profile is fine.");
    }

    @Test
    void who_was_shown_a_lock_that_another_cleared_is_told_to_sign_in_now() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(heard(view) + words(view)).contains("marked as in use");
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        poll();
        poll();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is free. Sign in to your desktop now.");
        assertThat(heard(view)).isEqualTo("Your profile is free. Sign in to your desktop now.");
        assertThat(words(view)).contains("Open your desktop as you always do.").doesNotContain("You need not do");
        clock.forward(Duration.ofMinutes(3));
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        view.woke();
        poll();
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(3));
        view.woke();
        poll();
        assertThat(_get(view, H1.class).getText()).as("they were in since").isEqualTo("Your profile is fine.");
    }

    @Test
    void what_was_heard_before_does_not_stay_once_a_press_changed_it() {
        Deque<Runnable> work = new ArrayDeque<>();
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        MyProfileView view = open(People.anna(), work::add);
        work.remove().run();
        poll();
        assertThat(heard(view)).startsWith("Your profile is marked as in use");
        _click(_get(view, Button.class, spec -> spec.withText("Free my profile")));
        work.remove().run();
        poll();
        assertThat(heard(view)).isEmpty();
    }

    @Test
    void what_the_night_saw_locked_is_nowhere_said_of_what_is_free_or_used_now() {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", ContainerKind.PROFILE, true, FindingCode.LOCKED)));
        estate.containers.add(
                Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, true, FindingCode.LOCKED)));
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        MyProfileView view = open(People.anna());
        _click(_get(view, Button.class, spec -> spec.withText("Free my profile")));
        assertThat(words(view)).contains("Your profile is free.", "Not in use.").doesNotContain("when we last looked");
        locks.workedAt = clock.instant().plusSeconds(40);
        clock.forward(Duration.ofMinutes(1));
        view.woke();
        assertThat(words(view)).contains("You are in.", "In use right now").doesNotContain("when we last looked");
    }

    @Test
    void a_damaged_profile_comes_before_getting_in() {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", ContainerKind.PROFILE, true, FindingCode.DAMAGED),
                        Samples.finding(FindingCode.DAMAGED, java.util.Map.of("rule", "a rule"))));
        locks.verdicts.put(1L, FakeOwnLocks.stale(clock.instant()));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).startsWith("Your profile seems to be damaged");
        assertThat(_find(view, Button.class, spec -> spec.withText("Free my profile")))
                .isEmpty();
    }

    @Test
    void what_was_locked_at_night_and_is_free_now_is_fine() {
        estate.containers.set(0, Samples.detail(Samples.row(1, People.ANNAS_SID, "anna", ContainerKind.PROFILE, true)));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");
        assertThat(words(view)).contains("Not in use.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "fe80::1", "[2001:db8::7]"})
    void an_address_is_not_called_a_desktop(String address) {
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant(), address));
        assertThat(words(open(People.anna())).replaceAll("[\u2068\u2069]", ""))
                .contains("The computer " + address + " has been working with it since");
    }

    @Test
    void every_step_is_told_in_both_languages_without_jargon() {
        for (Locale locale : List.of(Locale.UK, Locale.GERMANY)) {
            Words words = Words.in(locale, java.time.ZoneOffset.UTC);
            for (MyHelp.Step step : MyHelp.Step.values()) {
                if (step != MyHelp.Step.FREE) {
                    HelpAnswer answer = new HelpAnswer(
                            words,
                            new MyHelp(step, "AVD-12", clock.instant(), true, true, false),
                            "anna@example.com",
                            true,
                            acts());
                    assertThat(words(answer))
                            .as(locale + " " + step)
                            .doesNotContain("{", "!")
                            .doesNotContainPattern(JARGON);
                }
            }
            List<String> alphabet = List.of(words.get("my.code.alphabet").split(", "));
            assertThat(alphabet).hasSize(HelpCode.ALPHABET.length());
            for (int i = 0; i < alphabet.size(); i++) {
                assertThat(alphabet.get(i)).startsWith(HelpCode.ALPHABET.substring(i, i + 1));
            }
        }
    }

    private static HelpAnswer.Acts acts() {
        return new HelpAnswer.Acts() {
            @Override
            public void free() {}

            @Override
            public void tellMe() {}

            @Override
            public void lookAgain() {}

            @Override
            public void watch() {}
        };
    }
}
