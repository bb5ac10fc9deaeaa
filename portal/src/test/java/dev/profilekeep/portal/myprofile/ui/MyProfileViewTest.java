package dev.profilekeep.portal.myprofile.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.helpcode.HelpCode;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.helpcode.HelpCodes;
import dev.profilekeep.portal.myprofile.HelpCases;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.myprofile.MyHelpService;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.portal.myprofile.OwnHelpWorkers;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.FakeOwnLocks;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.ui.CapacityBar;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.GrowthChart;
import dev.profilekeep.ui.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MyProfileViewTest extends ViewTest {
    private static final String JARGON = "(?i)\\b(vhdx?|sid|ntfs|smb|lock ?file|container|guid|stale|unproved)\\b";

    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock();
    private final FakeBackupDesk backups = new FakeBackupDesk(estate);
    private KeptRequests requests;
    private final FakeOwnLocks locks = new FakeOwnLocks(clock);
    private final Words words = Words.in(Locale.UK, java.time.ZoneOffset.UTC);
    private final DataSource tables = PortalTables.empty();

    @AfterEach
    void closeRequests() {
        if (requests != null) {
            requests.close();
        }
    }

    private void backedUp() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-01T13:02:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-01T13:02:00Z"), "copy");
    }

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

    private static final Actor HELGE = new Actor("S-1-5-21-1-2-3-1131", "helge", List.of(), "");

    private void found(FindingCode code) {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", code), Samples.finding(code, java.util.Map.of())));
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

    @Test
    void while_the_first_backup_is_made_the_page_says_so_until_it_is_there() {
        backups.repository("");
        MyProfileView view = open(People.anna());
        assertThat(words(view))
                .contains("There is no backup of your profile yet.")
                .doesNotContain("coming night");
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.UNDER_WAY, 0, ""));
        view.woke();
        assertThat(words(view)).contains("The first one is being made right now.");
        assertThat(UI.getCurrent().getPollInterval()).isPositive();
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.STORED, 5, ""));
        backups.backedUp(1, Instant.parse("2026-03-02T05:59:00Z"), "main");
        view.woke();
        assertThat(words(view)).contains("Newest backup: last night 05:59.").doesNotContain("There is no backup");
    }

    @Test
    void without_a_place_for_backups_the_page_says_nothing_of_them() {
        assertThat(words(open(People.anna()))).doesNotContain("ackup");
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

    private static String heard(MyProfileView view) {
        return _get(
                        view,
                        com.vaadin.flow.component.html.Div.class,
                        spec -> spec.withPredicate(part -> part.hasClassName("my-heard")))
                .getText();
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

    @Test
    void anna_reads_one_sentence_first_and_sees_her_room_and_its_growth() {
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");
        assertThat(words(view))
                .containsOnlyOnce("Kept in Frankfurt and London.")
                .contains("In Frankfurt: ", "In London: ", "Not in use.", "Grown by 2 GB since");
        assertThat(_find(view, CapacityBar.class)).hasSize(1);
        assertThat(_find(view, GrowthChart.class)).hasSize(1);
    }

    @Test
    void nobody_elses_container_is_there_and_no_place_on_a_share() {
        String words = words(open(People.anna()));
        assertThat(words).doesNotContain("ben", People.BENS_SID, "fra-profiles", "filer");
    }

    @Test
    void of_several_containers_the_worst_is_said_first() {
        estate.containers.add(Samples.detail(
                Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false, FindingCode.DAMAGED),
                Samples.finding(FindingCode.DAMAGED, java.util.Map.of("rule", "a rule"))));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).startsWith("Your Office cache seems to be damaged");
        assertThat(_find(view, CapacityBar.class)).hasSize(2);
    }

    @Test
    void who_has_no_container_is_told_what_to_do() {
        MyProfileView view = open(People.person("new", "S-1-5-21-9-9-9-9", Role.USER));
        assertThat(_get(view, H1.class).getText()).isEqualTo("We know of no profile for your account");
        assertThat(words(view)).contains("give your helpdesk the details", "If you call the helpdesk");
    }

    @Test
    void who_signed_in_while_given_sids_could_not_be_looked_up_is_not_told_of_having_none() {
        for (String computed : new String[] {null, "S-1-12-1-1-2-3-4"}) {
            MyProfileView view = open(new dev.profilekeep.security.Person(
                    "new",
                    "new",
                    computed,
                    null,
                    java.util.Set.of(Role.USER),
                    "entra",
                    java.util.Map.of(),
                    false,
                    true));
            assertThat(_get(view, H1.class).getText()).isEqualTo("We could not look up your Windows account");
            assertThat(words(view)).contains("sign out and in again in a minute");
        }
    }

    @Test
    void before_the_first_inventory_nothing_is_claimed() {
        estate.lastInventory = null;
        assertThat(_get(open(People.person("new", "S-1-5-21-9-9-9-9", Role.USER)), H1.class)
                        .getText())
                .isEqualTo("We have not looked yet");
    }

    @Test
    void a_sign_in_without_sid_is_said_and_nothing_is_guessed_by_name() {
        MyProfileView view = open(People.person("anna", null, Role.USER));
        assertThat(_get(view, H1.class).getText()).isEqualTo("We cannot tell which profile is yours");
        assertThat(words(view)).doesNotContain("Profile_anna");
    }

    @Test
    void she_reads_who_looked_into_her_backups_when_and_why() {
        FakeFilesDesk desk = new FakeFilesDesk(clock);
        assertThat(words(open(People.anna()))).doesNotContain("Who looked into your backups");
        People.signIn(People.helge());
        VisitsService visits = new VisitsService(desk, backups, estate, currentUser);
        long asked = visits.ask(1, "her thesis is gone").id();
        People.signIn(People.ada());
        visits.approve(asked, "");
        People.signIn(People.helge());
        visits.begin(1);
        files = desk;
        assertThat(words(open(People.anna())))
                .contains("Who looked into your backups")
                .contains("helge, ")
                .contains("her thesis is gone")
                .contains("(ada agreed)")
                .contains("Nothing was opened; no file was looked at");
        assertThat(words(open(People.person("ben", People.BENS_SID, Role.USER))))
                .doesNotContain("thesis");
    }

    @Test
    void she_can_read_all_who_looked_however_many_they_were() {
        FakeFilesDesk desk = new FakeFilesDesk(clock);
        VisitsService visits = new VisitsService(desk, backups, estate, currentUser);
        for (int i = 1; i <= 12; i++) {
            People.signIn(People.helge());
            long asked = visits.ask(1, "look number " + i + " of many").id();
            People.signIn(People.ada());
            visits.approve(asked, "");
            People.signIn(People.helge());
            visits.begin(1);
            visits.end(1);
        }
        files = desk;
        MyProfileView view = open(People.anna());
        assertThat(words(view)).contains("number 12 of").contains("number 3 of").doesNotContain("number 2 of");
        _click(_get(view, Button.class, spec -> spec.withText("Show older ones")));
        assertThat(words(view)).contains("number 12 of").contains("number 2 of").contains("number 1 of");
        assertThat(_find(view, Button.class, spec -> spec.withText("Show older ones")))
                .isEmpty();
    }

    @Test
    void it_speaks_german() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        assertThat(_get(open(People.anna()), H1.class).getText()).isEqualTo("Ihr Profil ist in Ordnung.");
    }

    private static void poll() {
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
    }

    private FakeFilesDesk files;

    private KeptRequests kept() {
        if (requests == null) {
            requests = new KeptRequests(folder, estate, clock);
        }
        return requests;
    }

    private MyProfileView open(Person person) {
        return open(person, Runnable::run);
    }

    private MyProfileView open(Person person, Executor executor) {
        People.signIn(person);
        MyHelpService help = new MyHelpService(
                estate, locks, new HelpCases(tables), currentUser, clock, OwnHelpWorkers.of(executor));
        HelpCodeService codes = new HelpCodeService(new HelpCodes(tables, clock), estate, currentUser);
        if (files == null) {
            files = new FakeFilesDesk(clock);
        }
        return show(new MyProfileView(
                new MyProfileService(estate, currentUser),
                help,
                codes,
                new BackupsService(backups, estate, currentUser, clock),
                new RequestsService(kept(), backups, new FakeLockDesk(), estate, currentUser),
                new FilesService(files, backups, estate, currentUser, new Workers(Runnable::run)),
                new VisitsService(files, backups, estate, currentUser),
                clock));
    }
}
