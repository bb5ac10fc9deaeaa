package dev.profilekeep.portal.myprofile.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.FakeOwnLocks;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MyProfileRequestsTest extends MyProfileCase {
    private static final Actor HELGE = new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), "");
    private final Words words = Words.in(Locale.UK, java.time.ZoneOffset.UTC);

    @Test
    void under_cloud_cache_nothing_is_offered_that_would_fail_and_it_is_said_why() {
        backedUp();
        kept().mayReplace = new MayReplace.CloudCache("pool");
        MyProfileView view = open(People.anna());
        assertThat(words(view))
                .contains("Newest backup: last night 01:14.")
                .contains("As a whole your profile is not put back here")
                .doesNotContain("cloudCacheChanges");
        assertThat(_find(view, Button.class, spec -> spec.withText("Something is missing or broken")))
                .isEmpty();
        assertThat(_find(view, Button.class, spec -> spec.withText("My profile is broken")))
                .isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void what_is_missing_is_asked_for_in_words_and_comes_back_and_can_be_wrong() {
        backedUp();
        MyProfileView view = open(People.anna());
        assertThat(words(view))
                .contains("Newest backup: last night 01:14.")
                .contains("Both moments")
                .contains("yesterday 13:02")
                .doesNotContainPattern("You asked");
        _click(_get(view, Button.class, spec -> spec.withText("Something is missing or broken")));
        Dialog dialog = _get(Dialog.class);
        Button send = _get(dialog, Button.class, spec -> spec.withText("Send request"));
        assertThat(send.isEnabled()).isFalse();
        RadioButtonGroup<RestoreMoment> moments = _get(dialog, RadioButtonGroup.class);
        Timeline line = _get(dialog, Timeline.class);
        assertThat(line.moments())
                .extracting(Timeline.Moment::label)
                .as("each moment once")
                .containsExactly("last night 01:14", "yesterday 13:02");
        String yesterday = line.moments().get(1).id();
        ComponentUtil.fireEvent(line, new Timeline.Pressed(line, true, yesterday));
        assertThat(moments.getValue().id()).as("the list follows the picture").isEqualTo(yesterday);
        moments.setValue(moments.getListDataView().getItem(0));
        assertThat(line.selected()).as("and the picture the list").isNotEqualTo(yesterday);
        moments.setValue(moments.getListDataView().getItem(1));
        assertThat(words(dialog)).contains("What you changed since yesterday 13:02 is put aside for you");
        _get(dialog, TextArea.class).setValue("my pictures\nare gone\n");
        _click(send);
        assertThat(words(view)).contains("Asked").contains("The helpdesk looks at it");
        assertThat(requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 1)
                        .get(0)
                        .reason())
                .isEqualTo("my pictures are gone");
        assertThat(_find(view, Button.class, spec -> spec.withText("Something is missing or broken")))
                .isEmpty();
        assertThat(UI.getCurrent().getPollInterval())
                .as("it follows what happens")
                .isPositive();

        long id = requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 1)
                .get(0)
                .id();
        Actor helge = new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), "");
        try {
            requests.approve(id, helge, "");
        } catch (RequestRefusedException e) {
            throw new AssertionError(e);
        }
        requests.holder = Optional.of(Note.plain("she is signed in at AVD-12"));
        requests.tick();
        view.woke();
        assertThat(words(view))
                .contains("Waits for sign-off")
                .contains("Please sign off from your desktop: it begins by itself then")
                .doesNotContain("AVD-12");
        requests.holder = Optional.empty();
        clock.forward(Duration.ofMinutes(3));
        requests.tick();
        view.woke();
        assertThat(words(view)).contains("What was there before is kept for you");
        assertThat(words(view)).contains("you can go back to how it was before, until 9 Mar 2026 at least");
        _click(_get(view, Button.class, spec -> spec.withText("That was wrong")));
        _click(_get(Button.class, spec -> spec.withText("Go back")));
        assertThat(words(view)).contains("We go back to how it was before");
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_backup_that_is_dated_ahead_is_not_told_as_the_newest_and_is_marked_where_one_chooses() {
        backups.backedUp(1, Instant.parse("2026-04-01T01:14:00Z"), "main");
        backedUp();
        MyProfileView view = open(People.anna());
        assertThat(words(view)).contains("Newest backup: last night 01:14.", " · dated ahead: a clock was wrong");
        _click(_get(view, Button.class, spec -> spec.withText("Something is missing or broken")));
        RadioButtonGroup<RestoreMoment> moments = _get(_get(Dialog.class), RadioButtonGroup.class);
        assertThat(moments.getListDataView().getItems().map(moments.getItemLabelGenerator()::apply))
                .containsExactly(
                        "Wed 1 Apr 2026, 01:14 · dated ahead: a clock was wrong",
                        "last night 01:14",
                        "yesterday 13:02");
    }

    @Test
    void the_headline_follows_what_was_asked_for_and_never_says_that_nothing_is_to_do() throws Exception {
        backedUp();
        RequestsService service = new RequestsService(kept(), backups, new FakeLockDesk(), estate, currentUser);
        People.signIn(People.anna());
        var point = backups.points(estate.containers.get(0).row()).get(0);
        long id = service.ask(1, point.repositoryId(), point.snapshot(), point.place(), "all is gone", Locale.UK)
                .request()
                .id();
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("The helpdesk looks at what was asked for you.");
        Actor helge = new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), "");
        kept().askBack(id, helge, "which folder?");
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("The helpdesk has a question for you.");
        assertThat(words(view)).doesNotContain("You need not do anything");
        service.answer(id, "all of them");
        kept().approve(id, helge, "");
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Please sign off from your desktop.");
        kept().holder = Optional.of(Note.plain("she is signed in"));
        kept().tick();
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Please sign off from your desktop.");
        assertThat(words(view))
                .contains("It waits for that until 16 Mar 2026")
                .doesNotContain("You need not do anything")
                .doesNotContain("You can sign in");
        clock.forward(Duration.ofMinutes(2));
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        view.lookAgain();
        assertThat(words(view)).contains("You are signed in at").contains("AVD-12");
    }

    private RequestsService service() {
        return new RequestsService(kept(), backups, new FakeLockDesk(), estate, currentUser);
    }

    private long askedForAll() {
        backedUp();
        People.signIn(People.anna());
        var point = backups.points(estate.containers.get(0).row()).get(0);
        return service()
                .ask(1, point.repositoryId(), point.snapshot(), point.place(), "all is gone", Locale.UK)
                .request()
                .id();
    }

    @ParameterizedTest
    @EnumSource(
            value = FindingCode.class,
            names = {
                "MUCH_CHANGED",
                "FULL",
                "NEARLY_FULL",
                "EXPOSED",
                "SEVERAL_DISKS",
                "UNREADABLE",
                "DAMAGED",
                "NO_BACKUP"
            })
    void while_others_look_at_what_was_asked_for_a_warning_keeps_its_place(FindingCode code) {
        askedForAll();
        found(code);
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isNotEqualTo("The helpdesk looks at what was asked for you.");
        assertThat(words(view))
                .contains(words.get("my.situation." + code + ".meaning"))
                .doesNotContain("You need not do anything");
    }

    @ParameterizedTest
    @EnumSource(
            value = FindingCode.class,
            names = {"GONE", "DAMAGED", "ONLY_AT_SECONDARY", "MUCH_CHANGED", "FULL"})
    void a_request_that_waits_for_her_does_not_take_a_warning_away(FindingCode code) throws Exception {
        long id = askedForAll();
        kept().askBack(id, HELGE, "which folder?");
        found(code);
        String meaning = words.get("my.situation." + code + ".meaning");
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("The helpdesk has a question for you.");
        assertThat(words(view)).contains(meaning);
        service().answer(id, "all of them");
        kept().approve(id, HELGE, "");
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Please sign off from your desktop.");
        assertThat(words(view)).contains(meaning);
        kept().holder = Optional.of(Note.plain("she is signed in"));
        kept().tick();
        view.woke();
        assertThat(words(view)).contains("Waits for sign-off", meaning);
    }

    @Test
    void to_whoever_is_to_stay_signed_off_for_a_restore_nobody_says_to_sign_in() throws Exception {
        long id = askedForAll();
        kept().approve(id, HELGE, "");
        found(FindingCode.PUT_ASIDE);
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Please sign off from your desktop.");
        assertThat(words(view)).doesNotContain("Sign in: a new one is made.");
    }

    @Test
    void what_became_free_is_not_told_to_whoever_is_asked_to_stay_signed_off() throws Exception {
        locks.reachesPeople = false;
        locks.verdicts.put(1L, FakeOwnLocks.live(clock.instant()));
        long id = askedForAll();
        MyProfileView view = open(People.anna());
        _click(_get(view, Button.class, spec -> spec.withText("Tell me here when it is free")));
        kept().approve(id, HELGE, "");
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        poll();
        poll();
        assertThat(words(view)).doesNotContain("It is free now: you can sign in.");
        assertThat(heard(view)).doesNotContain("It is free now: you can sign in.");
        assertThat(UI.getCurrent().getPollInterval())
                .as("nobody watches for it any more")
                .isNotEqualTo(60_000);
    }

    @Test
    void that_a_request_is_over_is_heard() throws Exception {
        long id = askedForAll();
        kept().approve(id, HELGE, "");
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Please sign off from your desktop.");
        kept().tick();
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");
        assertThat(heard(view)).isEqualTo("Your profile is fine.");
    }

    @Test
    void of_first_aid_that_is_done_the_end_is_heard_as_it_is_shown() throws Exception {
        backedUp();
        People.signIn(People.anna());
        long id = service()
                .askFirstAid(1, RequestKind.RESET, "nothing starts", Locale.UK)
                .request()
                .id();
        kept().approve(id, HELGE, "");
        MyProfileView view = open(People.anna());
        kept().tick();
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", FindingCode.GONE),
                        List.of(Samples.copy(1, "fra", CopyDetail.Presence.GONE))));
        view.woke();
        assertThat(heard(view)).isEqualTo(_get(view, H1.class).getText());
    }

    @Test
    void of_two_containers_the_page_is_about_the_request_that_wants_something() throws Exception {
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        backedUp();
        kept().kinds.add(RequestKind.FILES);
        People.signIn(People.anna());
        Wish wish = Wish.files(
                backups.points(estate.containers.get(0).row()).get(0), List.of("plans"), new Wish.Amount(2, 0, 2048));
        long files = service().askFiles(1, wish, "deleted", Locale.UK).request().id();
        kept().approve(files, HELGE, "");
        long office = service()
                .askFirstAid(3, RequestKind.REBUILD_OFFICE, "it is slow", Locale.UK)
                .request()
                .id();
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText())
                .as("nobody has to do anything for the files")
                .isEqualTo("The helpdesk looks at what was asked for you.");
        kept().askBack(office, HELGE, "since when?");
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("The helpdesk has a question for you.");
    }

    @Test
    void what_is_taken_back_comes_before_a_question() throws Exception {
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        long whole = askedForAll();
        kept().approve(whole, HELGE, "");
        kept().tick();
        service().undo(whole, "the wrong day");
        long office = service()
                .askFirstAid(3, RequestKind.REBUILD_OFFICE, "it is slow", Locale.UK)
                .request()
                .id();
        kept().askBack(office, HELGE, "since when?");
        assertThat(_get(open(People.anna()), H1.class).getText()).isEqualTo("Please stay signed off.");
    }

    @Test
    @SuppressWarnings("unchecked")
    void who_has_no_backup_yet_asks_for_what_the_file_server_kept() {
        backups.repository("");
        Instant kept = Instant.parse("2026-03-01T05:00:00Z");
        backups.previous.add(new StoragePoint(kept, kept, 1 << 20));
        MyProfileView view = open(People.anna());
        assertThat(words(view))
                .contains("There is no backup of your profile yet.")
                .contains("The file server may have kept earlier moments by itself.");
        _click(_get(view, Button.class, spec -> spec.withText("Something is missing or broken")));
        Dialog dialog = _get(Dialog.class);
        assertThat(_find(dialog, RadioButtonGroup.class))
                .as("nothing to choose yet")
                .isEmpty();
        _click(_get(dialog, Button.class, spec -> spec.withText("Look for more moments")));
        MockVaadin.clientRoundtrip();
        RadioButtonGroup<RestoreMoment> moments = _get(dialog, RadioButtonGroup.class);
        moments.setValue(moments.getListDataView().getItem(0));
        _get(dialog, TextArea.class).setValue("all is gone");
        _click(_get(dialog, Button.class, spec -> spec.withText("Send request")));
        Request asked =
                requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 1).get(0);
        assertThat(asked.wish().serverLocation()).isNotEmpty();
        assertThat(asked.wish().moment()).isEqualTo(kept);
        assertThat(words(view)).contains("Asked").doesNotContain("There is no backup of your profile yet.");
    }

    @Test
    void who_had_nothing_left_is_not_told_that_something_is_kept() throws Exception {
        backedUp();
        MyProfileView view = open(People.anna());
        requests.result = new Restorer.Result.Done("act-1", Note.of("anew", "FRA"));
        _click(_get(view, Button.class, spec -> spec.withText("Something is missing or broken")));
        Dialog dialog = _get(Dialog.class);
        RadioButtonGroup<RestoreMoment> moments = _get(dialog, RadioButtonGroup.class);
        moments.setValue(moments.getListDataView().getItem(0));
        _get(dialog, TextArea.class).setValue("it is gone");
        _click(_get(dialog, Button.class, spec -> spec.withText("Send request")));
        long id = requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 1)
                .get(0)
                .id();
        requests.approve(id, new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), ""), "");
        requests.tick();
        view.woke();
        assertThat(words(view))
                .contains("Your profile is there again")
                .doesNotContain("is kept for you", "go back to how it was");
        assertThat(_find(view, Button.class, spec -> spec.withText("That was wrong")))
                .isEmpty();
    }

    @Test
    void files_she_asked_for_are_told_from_asking_to_where_they_lie_and_nobody_has_to_sign_off() throws Exception {
        backedUp();
        kept().kinds.add(RequestKind.FILES);
        RequestsService service = new RequestsService(kept(), backups, new FakeLockDesk(), estate, currentUser);
        People.signIn(People.anna());
        Wish wish = Wish.files(
                backups.points(estate.containers.get(0).row()).get(0), List.of("plans"), new Wish.Amount(2, 0, 2048));
        long id = service.askFiles(1, wish, "deleted", Locale.UK).request().id();
        MyProfileView view = open(People.anna());
        assertThat(words(view)).contains("You asked for 2 files (2 KB) as of last night 01:14.");
        kept().approve(id, new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), ""), "");
        view.woke();
        assertThat(words(view)).contains("You need not sign off.");
        kept().result = new Restorer.Result.Done("", Note.NONE, "\\\\files\\restored\\anna-1104\\today");
        kept().tick();
        view.woke();
        assertThat(words(view)).contains("are ready, in a folder of yours that is closed to others");
        assertThat(_find(view, CopyableText.class))
                .anySatisfy(text -> assertThat(text.getElement().getOuterHTML()).contains("anna-1104"));
        assertThat(_find(view, Button.class, spec -> spec.withText("That was wrong")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "en-GB, The helpdesk hands them over, Copy what you need",
        "de-DE, Der Helpdesk gibt sie heraus, Kopieren Sie"
    })
    void of_files_that_our_account_alone_can_open_nobody_is_told_to_copy_them(
            String language, String handed, String copied) throws Exception {
        backedUp();
        kept().kinds.add(RequestKind.FILES);
        kept().handsOver = true;
        People.signIn(People.anna());
        Wish wish = Wish.files(
                backups.points(estate.containers.get(0).row()).get(0), List.of("plans"), new Wish.Amount(2, 0, 2048));
        long id = service().askFiles(1, wish, "deleted", Locale.UK).request().id();
        kept().approve(id, HELGE, "");
        UI.getCurrent().setLocale(Locale.forLanguageTag(language));
        MyProfileView view = open(People.anna());
        assertThat(words(view)).as("nothing is there yet").doesNotContain(handed);
        kept().result = new Restorer.Result.Done("", Note.NONE, "anna-1104/today");
        kept().tick();
        view.woke();
        assertThat(words(view)).contains(handed).doesNotContain(copied);
        assertThat(_find(view, CopyableText.class))
                .as("whoever hands them over has to find them")
                .anySatisfy(text -> assertThat(text.getElement().getOuterHTML()).contains("anna-1104"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void what_is_broken_is_helped_the_safest_way_first_and_nothing_is_lost() {
        backedUp();
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        MyProfileView view = open(People.anna());
        _click(_get(view, Button.class, spec -> spec.withText("My profile is broken")));
        Dialog dialog = _get(Dialog.class);
        RadioButtonGroup<Object> ways = _get(dialog, RadioButtonGroup.class);
        List<Object> all = ways.getListDataView().getItems().toList();
        assertThat(all.stream().map(ways.getItemLabelGenerator()::apply))
                .containsExactly(
                        "Make the data of Outlook and Office new (safest first)",
                        "Bring back a backup",
                        "Start with a fresh profile");
        ways.setValue(all.get(1));
        _get(dialog, Button.class, spec -> spec.withText("Choose the moment"));
        ways.setValue(all.get(2));
        assertThat(words(dialog))
                .contains("a new, empty profile")
                .contains("5 GB at 2 sites, is put aside, whole, and kept until you use the new one, 7 days at least")
                .contains("The helpdesk agrees first");
        Button send = _get(dialog, Button.class, spec -> spec.withText("Send request"));
        assertThat(send.isEnabled()).isFalse();
        _get(dialog, TextArea.class).setValue("nothing\nstarts");
        _click(send);
        assertThat(words(view)).contains("You asked for a fresh profile.");

        _click(_get(view, Button.class, spec -> spec.withText("My profile is broken")));
        assertThat(words(_get(Dialog.class)))
                .as("of the profile, something is asked for already")
                .contains("Your documents and settings stay as they are")
                .doesNotContain("fresh profile");
    }

    @Test
    void who_was_given_a_fresh_profile_is_told_to_sign_in_and_not_that_it_is_gone() throws Exception {
        backedUp();
        RequestsService service = new RequestsService(kept(), backups, new FakeLockDesk(), estate, currentUser);
        People.signIn(People.anna());
        long id = service.askFirstAid(1, RequestKind.RESET, "nothing starts", Locale.UK)
                .request()
                .id();
        kept().approve(id, new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), ""), "");
        kept().tick();
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", FindingCode.GONE),
                        List.of(Samples.copy(1, "fra", CopyDetail.Presence.GONE))));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("You can sign in: a new profile is made.");
        assertThat(words(view)).contains("Your old profile is put aside and kept for you.");
        _click(_get(view, Button.class, spec -> spec.withText("That was wrong")));
        _click(_get(Button.class, spec -> spec.withText("Go back")));
        assertThat(_get(view, H1.class).getText()).isEqualTo("The old one comes back. Please stay signed off.");
        clock.forward(Duration.ofMinutes(3));
        kept().tick();
        view.woke();
        assertThat(_get(view, H1.class).getText()).isEqualTo("The old one is back. You can sign in.");
    }
}
