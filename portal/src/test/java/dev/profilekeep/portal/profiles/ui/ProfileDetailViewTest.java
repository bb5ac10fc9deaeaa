package dev.profilekeep.portal.profiles.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.dom.Element;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.MayBackUp;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.backup.points.Unreached;
import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.BlocksBefore;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RepositorySeen;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.room.RoomService;
import dev.profilekeep.portal.room.ui.BlockChangePicture;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeCompactionDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.FakeReadinessDesk;
import dev.profilekeep.portal.support.FakeRoomDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.security.Person;
import dev.profilekeep.ui.BlockMap;
import dev.profilekeep.ui.GrowthChart;
import dev.profilekeep.ui.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileDetailViewTest extends ViewTest {
    private final FakeReadinessDesk readiness = FakeReadinessDesk.standard();

    @TempDir
    Path folder;

    private final FakeCompactionDesk compactions = new FakeCompactionDesk(estate);
    private final MovedClock clock = new MovedClock();
    private final FakeBackupDesk backups = new FakeBackupDesk(estate);
    private final VisitsService visits = new VisitsService(new FakeFilesDesk(clock), backups, estate, currentUser);
    private final FakeRoomDesk rooms = new FakeRoomDesk();
    private KeptRequests requests;

    private KeptRequests requests() {
        if (requests == null) {
            requests = new KeptRequests(folder, estate, clock);
        }
        return requests;
    }

    @AfterEach
    void closeRequests() {
        if (requests != null) {
            requests.close();
        }
    }

    @Test
    void what_it_can_go_back_to_is_said_and_asked_for_by_those_who_may() {
        backups.repository("");
        assertThat(words(open(People.helge(), "2"))).contains("There is no backup of this container yet.");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        assertThat(words(open(People.otto(), "1")))
                .contains("Newest backup: last night 01:14.")
                .doesNotContain("Bring a backup back");
        ProfileDetailView view = open(People.helge(), "1");
        _click(_get(view, Button.class, spec -> spec.withText("Bring a backup back")));
        assertThat(words(_get(Dialog.class))).contains("Another person has to agree");
    }

    @Test
    void a_backup_that_is_dated_ahead_is_not_told_as_the_newest() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-04-01T01:14:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        assertThat(words(open(People.helge(), "1")))
                .contains("Newest backup: last night 01:14.", " · dated ahead: a clock was wrong");
    }

    @Test
    void those_who_help_have_it_backed_up_now_and_see_how_far_it_is_and_how_it_ended() {
        backups.repository("");
        assertThat(words(open(People.anna(), "1"))).doesNotContain("Back up now");
        assertThat(words(open(People.otto(), "1"))).doesNotContain("Back up now");
        ProfileDetailView view = open(People.helge(), "1");
        UI.getCurrent().add(view);
        _click(_get(view, Button.class, spec -> spec.withText("Back up now")));
        assertThat(words(view)).contains("Asked for by helge; how far it is is not known yet.");
        assertThat(_get(view, Button.class, spec -> spec.withText("Back up now"))
                        .isEnabled())
                .isFalse();
        backups.goOn(FakeBackupDesk.asked(1, AskedBackup.State.UNDER_WAY, Samples.GB, ""));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("asked for by helge: 1 GB of 4 GB are read.");
        H1 head = _get(view, H1.class);
        backups.backedUp(1, Samples.NOW, "main");
        backups.goOn(FakeBackupDesk.asked(1, AskedBackup.State.STORED, 4 * Samples.GB, ""));
        MockVaadin.clientRoundtrip();
        assertThat(words(view))
                .contains("asked for by helge.")
                .contains("Newest backup")
                .doesNotContain("are read");
        assertThat(_get(view, Button.class, spec -> spec.withText("Back up now"))
                        .isEnabled())
                .isTrue();
        assertThat(_get(view, H1.class)).as("the rest of the page stays").isSameAs(head);
        assertThat(backups.followers()).isEqualTo(1);
        UI.getCurrent().remove(view);
        assertThat(backups.followers()).as("nobody looks any more").isZero();
    }

    @Test
    void whoever_presses_while_another_has_it_backed_up_is_told_so() {
        backups.repository("");
        ProfileDetailView view = open(People.helge(), "1");
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.UNDER_WAY, Samples.GB, ""));
        _click(_get(view, Button.class, spec -> spec.withText("Back up now")));
        assertThat(words(view))
                .contains("Somebody has it backed up already.")
                .contains("asked for by helge: 1 GB of 4 GB are read.");
    }

    @Test
    void one_that_another_node_reads_is_asked_for_until_it_ended() {
        backups.repository("");
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.UNDER_WAY, 0, ""));
        ProfileDetailView view = open(People.helge(), "1");
        UI.getCurrent().add(view);
        assertThat(words(view)).contains("Asked for by helge; how far it is is not known yet.");
        assertThat(UI.getCurrent().getPollInterval()).isPositive();
        Button act = _get(view, Button.class, spec -> spec.withText("Back up now"));
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.IN_USE, 0, "busy"));
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        assertThat(words(view)).contains("somebody works with it.").doesNotContain("not known yet");
        assertThat(act.isEnabled()).isTrue();
        assertThat(_get(view, Button.class, spec -> spec.withText("Back up now")))
                .as("there is no moment more")
                .isSameAs(act);
        assertThat(UI.getCurrent().getPollInterval()).isNegative();
    }

    @Test
    void one_in_use_says_who_has_it_since_when_and_a_failure_why() {
        backups.repository("");
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.IN_USE, 0, "busy"));
        assertThat(words(open(People.helge(), "1")))
                .contains("somebody works with it. It has been in use at every try since")
                .contains("Signed in at AVD-12 (since")
                .contains("and AVD-13.")
                .contains("Try again when they have signed off.");
        backups.asked.put(
                1L, FakeBackupDesk.asked(1, AskedBackup.State.FAILED, 0, "no answer from smb://lon-fs/backups"));
        assertThat(words(open(People.helge(), "1")))
                .contains("Could not be backed up")
                .doesNotContain("lon-fs")
                .contains("an administrator sees why");
        assertThat(words(open(People.ada(), "1"))).contains("no answer from smb://lon-fs/backups");
    }

    @Test
    void where_nothing_of_the_set_is_backed_up_it_says_so_in_the_place_of_the_button() {
        backups.repository("");
        backups.mayBackUp = MayBackUp.NO_REPOSITORY;
        assertThat(words(open(People.helge(), "1")))
                .contains("the configuration names no place for the backups of its set")
                .doesNotContain("Back up now");
        backups.mayBackUp = MayBackUp.NOT_THERE;
        assertThat(words(open(People.helge(), "1")))
                .contains("there is no copy of it")
                .doesNotContain("Back up now");
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.STORED, 4 * Samples.GB, ""));
        assertThat(words(open(People.helge(), "1")))
                .as("how the last one ended says nothing of why there is no button")
                .contains("Backed up")
                .contains("there is no copy of it");
    }

    @Test
    void an_administrator_holds_and_releases_with_a_reason_and_nobody_else() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        assertThat(words(open(People.helge(), "1"))).doesNotContain("Put its backups on hold");
        assertThat(words(open(People.anna(), "1"))).doesNotContain("Put its backups on hold");
        ProfileDetailView view = open(People.ada(), "1");
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Its backups go by the rules.");
        decide(view, "Put its backups on hold", "a court wants it");
        assertThat(words(view))
                .contains("On hold since")
                .contains("by ada: “a court wants it”. None of its backups is deleted.");
        decide(view, "Release the hold", "the court is done");
        assertThat(words(view)).contains("Its backups go by the rules.");
        assertThat(backups.decided).containsExactly("Hold 1 ada: a court wants it", "Release 1 ada: the court is done");
    }

    @Test
    void a_hold_in_one_repository_alone_is_said_to_be_none_in_the_other_and_can_be_set_there_too() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.holds.add(new Decision(
                new UUID(1, 1), Samples.NOW, Samples.NOW, "corp:otto", "a court wants it", new Decision.Hold("key")));
        backups.notHeld.add("main");
        ProfileDetailView view = open(People.ada(), "1");
        MockVaadin.clientRoundtrip();
        assertThat(words(view))
                .contains("But not in Backups London: there its backups still go by the rules.")
                .contains("Release the hold")
                .doesNotContain("None of its backups is deleted");
        decide(view, "Hold them in Backups London too", "the court wants all of it");
        assertThat(words(view)).contains("None of its backups is deleted").doesNotContain("Hold them in", "But not in");
        assertThat(backups.decided).containsExactly("Hold 1 ada: the court wants all of it");
    }

    @Test
    void a_hold_comes_before_the_first_backup_if_it_must() {
        backups.repository("");
        ProfileDetailView view = open(People.ada(), "2");
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("There is no backup of this container yet.");
        decide(view, "Put its backups on hold", "a court wants it");
        assertThat(backups.decided).containsExactly("Hold 2 ada: a court wants it");
    }

    @Test
    void what_is_kept_beside_the_rules_is_counted_where_nothing_is_on_hold() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-01T01:14:00Z"), "main");
        Instant kept = Instant.parse("2026-03-02T01:14:00Z");
        backups.pinned.add(kept);
        backups.backedUp(1, kept, "main");
        ProfileDetailView view = open(People.ada(), "1");
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Its backups go by the rules. One moment is kept besides");
    }

    @Test
    void a_chosen_backup_is_kept_on_purpose() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        ProfileDetailView view = open(People.ada(), "1");
        Timeline line = _get(view, Timeline.class);
        ComponentUtil.fireEvent(
                line, new Timeline.Pressed(line, true, line.moments().get(0).id()));
        decide(view, "Keep the backup: last night 01:14", "the last before the move");
        assertThat(backups.decided).containsExactly("Pin 1 ada: the last before the move");
    }

    @Test
    void a_repository_that_does_not_answer_says_that_holds_are_not_known() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.serverAway = true;
        ProfileDetailView view = open(People.ada(), "1");
        MockVaadin.clientRoundtrip();
        assertThat(words(view))
                .contains("It is not known what is on hold in Backups London (no answer).")
                .doesNotContain("Release the hold");
    }

    @Test
    void a_hold_with_one_of_two_repositories_away_says_where_it_holds_and_where_not_yet() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.unreached.add(new Unreached("second", "no route to host"));
        ProfileDetailView view = open(People.ada(), "1");
        MockVaadin.clientRoundtrip();
        assertThat(words(view))
                .contains("In Backups London its backups go by the rules.")
                .contains("It is not known what is on hold in second (no route to host).");
        decide(view, "Put its backups on hold", "a court wants it");
        assertThat(words(view))
                .contains("It is decided in Backups London, but not yet in second (no route to host).")
                .contains("“a court wants it”. None of its backups in Backups London is deleted.");
    }

    private static void decide(ProfileDetailView view, String act, String reason) {
        _click(_get(view, Button.class, spec -> spec.withText(act)));
        Dialog dialog = _get(Dialog.class);
        Button decide = _get(dialog, Button.class, spec -> spec.withText("Decide so"));
        assertThat(decide.isEnabled()).isFalse();
        _get(dialog, SaidField.class).setValue(reason.replace(" ", "\n"));
        _click(decide);
        MockVaadin.clientRoundtrip();
        MockVaadin.clientRoundtrip();
    }

    @Test
    void the_line_of_time_says_where_moments_lie_which_stay_and_that_it_is_in_use() {
        backups.repository("");
        backups.repositories.add(new RepositorySeen(
                "copy",
                "Backups Frankfurt",
                "fra",
                false,
                true,
                new BackupList.Known(null, "", null, 0, 0, null, null)));
        backups.backedUp(1, Instant.parse("2026-03-01T01:14:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-01T01:14:00Z"), "copy");
        backups.backedUp(1, Instant.parse("2026-02-28T01:14:00Z"), "main");
        backups.inUse.put(1L, Instant.parse("2026-03-02T01:00:00Z"));
        ProfileDetailView view = open(People.helge(), "1");
        Timeline line = _get(view, Timeline.class);
        assertThat(line.moments())
                .extracting(Timeline.Moment::note, moment -> moment.marks().contains(Timeline.Mark.SECOND_SITE))
                .containsExactly(tuple("in London and Frankfurt", true), tuple("in London", false));
        assertThat(line.getElement().getPropertyRaw("gap").toString()).contains("In use at every try since last night");
    }

    @Test
    void what_is_chosen_in_the_picture_is_chosen_in_the_list_and_in_what_is_asked_for() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-01T01:14:00Z"), "main");
        ProfileDetailView view = open(People.helge(), "1");
        Timeline line = _get(view, Timeline.class);
        ComponentUtil.fireEvent(
                line, new Timeline.Pressed(line, true, line.moments().get(1).id()));
        assertThat(_find(
                        view,
                        NativeButton.class,
                        spec -> spec.withPredicate(
                                row -> "true".equals(row.getElement().getAttribute("aria-pressed")))))
                .singleElement()
                .satisfies(row -> assertThat(row.getText()).isEqualTo("yesterday 01:14"));
        _click(_get(view, Button.class, spec -> spec.withText("Bring a backup back")));
        assertThat(words(_get(Dialog.class))).contains("What was changed since yesterday 01:14 is put aside");
    }

    @Test
    void what_the_file_server_kept_stands_among_the_moments_on_a_press() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.previous.add(new StoragePoint(
                Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T11:00:00Z"), Samples.GB));
        backups.serverAway = true;
        ProfileDetailView view = open(People.helge(), "1");
        assertThat(words(view)).doesNotContain("kept by the file server");
        _click(_get(view, Button.class, spec -> spec.withText("Look for more moments")));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("The file server does not answer at the moment.");
        backups.serverAway = false;
        _click(_get(view, Button.class, spec -> spec.withText("Look for more moments")));
        MockVaadin.clientRoundtrip();
        assertThat(words(view))
                .contains("last night 01:14")
                .containsPattern("yesterday 1\\d:00\\s+· kept by the file server")
                .contains("it can be brought back as a backup can");
    }

    @Test
    @SuppressWarnings("unchecked")
    void what_the_file_server_kept_is_asked_for_like_a_backup() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        backups.previous.add(new StoragePoint(noon, noon.minusSeconds(600), Samples.GB));
        ProfileDetailView view = open(People.helge(), "1");
        _click(_get(view, Button.class, spec -> spec.withText("Look for more moments")));
        MockVaadin.clientRoundtrip();
        Timeline line = _get(view, Timeline.class);
        assertThat(line.moments())
                .extracting(Timeline.Moment::kind)
                .containsExactly(Timeline.Kind.BACKUP, Timeline.Kind.SERVER);
        ComponentUtil.fireEvent(
                line, new Timeline.Pressed(line, true, line.moments().get(1).id()));
        _click(_get(view, Button.class, spec -> spec.withText("Bring a backup back")));
        Dialog dialog = _get(Dialog.class);
        RadioButtonGroup<RestoreMoment> list = _get(dialog, RadioButtonGroup.class);
        assertThat(list.getItemLabelGenerator().apply(list.getValue())).contains("kept by the file server");
        _get(dialog, TextArea.class).setValue("all is gone");
        _click(_get(dialog, Button.class, spec -> spec.withText("Send request")));
        assertThat(requests().list(RequestFilter.within(Reach.EVERYWHERE), 0, 9))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.wish().serverLocation()).isNotEmpty();
                    assertThat(request.wish().moment()).isEqualTo(noon);
                });
    }

    @Test
    void the_helpdesk_asks_for_first_aid_of_the_kind_of_the_container_and_nobody_else() {
        backups.repository("");
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        assertThat(words(open(People.otto(), "1"))).doesNotContain("fresh profile");
        ProfileDetailView office = open(People.helge(), "3");
        assertThat(words(office)).contains("Rebuild Office data").doesNotContain("fresh profile");
        ProfileDetailView view = open(People.helge(), "2");
        Button fresh = _get(view, Button.class, spec -> spec.withText("Start with a fresh profile"));
        assertThat(fresh.hasThemeName("tertiary")).isTrue();
        assertThat(words(_get(view, Section.class, spec -> spec.withClasses("container-backups"))))
                .as("the last resort stands apart")
                .contains("Back up now")
                .doesNotContain("fresh profile");
        assertThat(words(view)).contains("bringing back a backup loses less");
        _click(fresh);
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog))
                .contains("At the next sign-in the person gets a new, empty profile")
                .contains("5 GB at 2 sites")
                .contains("Another person has to agree");
        _get(dialog, TextArea.class).setValue("she sees a black screen");
        _click(_get(dialog, Button.class, spec -> spec.withText("Send request")));
        assertThat(requests().list(RequestFilter.within(Reach.EVERYWHERE), 0, 9))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.containerId()).isEqualTo(2);
                    assertThat(request.wish().kind()).isEqualTo(RequestKind.RESET);
                });
    }

    @Test
    void under_cloud_cache_it_is_said_why_no_whole_disk_comes_back_and_administrators_learn_of_the_setting() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        requests().mayReplace = new MayReplace.CloudCache("pool");
        assertThat(words(open(People.helge(), "1")))
                .contains("Under Cloud Cache no whole disk is put back or aside here", "Bring back single files")
                .doesNotContain("Bring a backup back", "fresh profile", "cloudCacheChanges");
        assertThat(words(open(People.ada(), "1"))).contains("cloudCacheChanges in profilekeep.yml", "docs/restore.md");
        assertThat(words(open(People.otto(), "1"))).doesNotContain("Under Cloud Cache no whole disk");
    }

    @Test
    void helge_sees_the_sentence_the_evidence_the_copies_and_their_blocks() {
        ProfileDetailView view = open(People.helge(), "2");
        assertThat(words(view))
                .contains(
                        "Nothing is wrong with it.",
                        "The copy in Frankfurt was found and could be read.",
                        "Whether the copies hold the same content has not been checked.",
                        "fra-profiles",
                        People.BENS_SID);
        assertThat(_find(view, BlockMap.class)).hasSize(2);
        assertThat(_find(view, GrowthChart.class)).hasSize(1);
    }

    @Test
    void who_helps_goes_on_to_help_from_here_and_nobody_else() {
        for (Person person : List.of(People.helge(), People.ada())) {
            assertThat(links(open(person, "2"))).contains("help/2");
        }
        assertThat(links(open(People.otto(), "2"))).doesNotContain("help/2");
        assertThat(links(open(People.anna(), "1"))).doesNotContain("help/1");
    }

    private static List<String> links(ProfileDetailView view) {
        return _find(view, Anchor.class).stream().map(Anchor::getHref).toList();
    }

    @Test
    void a_finding_says_what_it_means_and_what_to_do_next() {
        estate.containers.add(Samples.detail(
                Samples.row(3, People.BENS_SID, "ben", FindingCode.UNREADABLE),
                List.of(Samples.copy(1, "fra", Presence.UNREADABLE)),
                Samples.finding(FindingCode.UNREADABLE, Map.of("reason", "access denied by the server"))));
        assertThat(words(open(People.ada(), "3")))
                .contains(
                        "The file is there but could not be read: access denied by the server",
                        "Check the rights of the service account",
                        "The copy in Frankfurt could not be read.");
    }

    @Test
    void what_is_the_same_at_both_sites_is_said_once_with_both_named() {
        Map<String, String> bloated = Map.of("reclaimableBytes", "5368709120");
        estate.containers.add(Samples.detail(
                Samples.row(3, People.BENS_SID, "ben", FindingCode.BLOATED),
                List.of(Samples.copy(1, "fra", Presence.PRESENT), Samples.copy(2, "lon", Presence.PRESENT)),
                new Finding(FindingCode.BLOATED, "fra-profiles", bloated),
                new Finding(FindingCode.BLOATED, "lon-profiles", bloated),
                new Finding(FindingCode.VOLUME_DIRTY, "lon-profiles", Map.of())));
        String said = words(open(People.ada(), "3"));
        assertThat(said).containsOnlyOnce("The file holds 5 GB").contains("Frankfurt, London");
    }

    @Test
    void anna_opens_her_own_without_places_on_the_share() {
        assertThat(words(open(People.anna(), "1")))
                .contains("anna", People.ANNAS_SID)
                .doesNotContain("fra-profiles", "Profile_anna.VHDX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "99", "-1", "x", "", "1 OR 1=1", "99999999999999999999"})
    void bens_is_to_anna_as_if_it_did_not_exist(String id) {
        assertThatThrownBy(() -> open(People.anna(), id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void helge_asks_for_a_second_person_and_begins_when_ada_agreed() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        ProfileDetailView view = open(People.helge(), "1");
        _click(_get(view, Button.class, spec -> spec.withText("Look into it, with a second person")));
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("anna reads that you did");
        Button ask = _get(dialog, Button.class, spec -> spec.withText("Ask for it"));
        assertThat(ask.isEnabled()).isFalse();
        _get(dialog, TextArea.class).setValue("her thesis is gone");
        _click(ask);
        assertThat(words(view)).contains("Another person has to agree until");
        People.signIn(People.ada());
        visits.approve(visits.waiting().get(0).id(), "");
        view = open(People.helge(), "1");
        assertThat(words(view)).contains("ada agreed. You may begin");
        visits.begin(1);
        view = open(People.helge(), "1");
        assertThat(words(view)).contains("You may look into these backups until");
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref)).contains("files/1");
        assertThat(words(open(People.ada(), "1"))).contains("Look into it, with a second person");
        assertThat(words(open(People.otto(), "1"))).doesNotContain("Look into it");
        assertThat(words(open(People.anna(), "1"))).doesNotContain("Look into it");
    }

    private void madeSmaller() {
        compactions.items.add(
                FakeCompactionDesk.item(1, "anna", CompactionItem.Outcome.COMPACTED, "", "", 3 * Samples.GB));
    }

    @Test
    void a_disk_that_was_made_smaller_says_when_and_by_how_much() {
        assertThat(words(open(People.ada(), "1"))).doesNotContain("Made smaller");
        madeSmaller();
        assertThat(words(open(People.anna(), "1"))).contains("Made smaller", "from 5 GB to 3 GB");
        assertThat(words(open(People.ada(), "2"))).doesNotContain("Made smaller");
    }

    @Test
    void its_blocks_are_drawn_before_and_after_once_somebody_looked_at_the_smaller_disk() {
        madeSmaller();
        compactions.blocks.put(1L, FakeCompactionDesk.full());
        assertThat(_find(open(People.ada(), "1"), BlockChangePicture.class)).isEmpty();
        compactions.items.set(
                0, FakeCompactionDesk.at(compactions.items.get(0), Samples.NOW.minus(Duration.ofDays(1))));
        assertThat(_find(open(People.anna(), "1"), BlockChangePicture.class)).hasSize(1);
        assertThat(words(_get(BlockChangePicture.class))).contains("were given back");
        Element around = _get(BlockChangePicture.class).getElement().getParent();
        assertThat(around.getTag()).isEqualTo("details");
        assertThat(around.hasAttribute("open")).as("backups stay in sight").isFalse();
        assertThat(around.getChild(0).getText()).isEqualTo("Its blocks before and after");
        compactions.blocks.put(
                1L, new BlocksBefore(FakeCompactionDesk.full().blocks(), 60 * Samples.GB)); // of another disk
        assertThat(_find(open(People.anna(), "1"), BlockChangePicture.class)).isEmpty();
    }

    @Test
    void only_who_administers_it_puts_the_larger_disk_back() {
        madeSmaller();
        assertThat(words(open(People.ada(), "1"))).contains("Put the larger disk back");
        for (Person other : List.of(People.anna(), People.helge(), People.otto())) {
            assertThat(words(open(other, "1"))).doesNotContain("Put the larger disk back");
        }
        People.signIn(People.helge());
        CompactionsService service = new CompactionsService(compactions, estate, currentUser);
        assertThatThrownBy(() -> service.planBack(1, FakeCompactionDesk.PURPOSE))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void what_was_done_in_the_smaller_disk_is_counted_and_not_named() {
        madeSmaller();
        compactions.keeps(1, true);
        ProfileDetailView view = open(People.ada(), "1");
        _click(_get(view, Button.class, spec -> spec.withText("Put the larger disk back")));
        Dialog dialog = _get(Dialog.class);
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog))
                .contains("3 files were made or changed", "backed up first")
                .doesNotContain("secret plan");
        Button act = _get(Button.class, spec -> spec.withText("Put it back"));
        assertThat(act.isEnabled()).isFalse();
        _setValue(_get(TextArea.class), "it is slow");
        assertThat(act.isEnabled()).isTrue();
        _click(act);
        MockVaadin.clientRoundtrip();
        assertThat(compactions.putBack).containsExactly("1 office ada: it is slow");
        assertThat(_find(Dialog.class)).isEmpty();
    }

    @Test
    void putting_back_is_not_cancelled_once_it_was_begun() {
        madeSmaller();
        compactions.keeps(1, false);
        compactions.outcome = new RestoreOutcome.Stopped();
        ProfileDetailView view = open(People.ada(), "1");
        _click(_get(view, Button.class, spec -> spec.withText("Put the larger disk back")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        assertThat(_find(dialog, Button.class, spec -> spec.withText("Cancel"))).hasSize(1);
        _setValue(_get(TextArea.class), "it is slow");
        _click(_get(Button.class, spec -> spec.withText("Put it back")));
        assertThat(_find(dialog, Button.class, spec -> spec.withText("Cancel"))).isEmpty();
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("It was not put back");
        _click(_get(Button.class, spec -> spec.withText("Close")));
        assertThat(_find(Dialog.class)).isEmpty();
    }

    @Test
    void a_larger_disk_that_is_not_kept_any_more_is_not_offered() {
        madeSmaller();
        ProfileDetailView view = open(People.ada(), "1");
        _click(_get(view, Button.class, spec -> spec.withText("Put the larger disk back")));
        MockVaadin.clientRoundtrip();
        assertThat(words(_get(Dialog.class))).contains("not kept any more");
        assertThat(_get(Button.class, spec -> spec.withText("Put it back")).isEnabled())
                .isFalse();
    }

    @Test
    void what_was_seen_at_the_other_site_is_told_and_looked_at_again_by_who_helps() {
        ProfileDetailView view = open(People.ada(), "1");

        assertThat(words(view)).contains("At the other site", "There is a copy");
        _click(_get(view, Button.class, spec -> spec.withText("Look now")));
        assertThat(readiness.lookedAt).containsExactly(1L);
    }

    private ProfileDetailView open(Person person, String id) {
        People.signIn(person);
        ProfileDetailView view = new ProfileDetailView(
                new ProfilesService(estate, currentUser),
                new BackupsService(backups, estate, currentUser, clock),
                new RequestsService(requests(), backups, new FakeLockDesk(), estate, currentUser),
                visits,
                new CompactionsService(compactions, estate, currentUser),
                new RoomService(rooms, estate, currentUser, new Workers(Runnable::run)),
                new ReadyService(readiness, estate, currentUser),
                clock,
                currentUser);
        view.open(id);
        return show(view);
    }
}
