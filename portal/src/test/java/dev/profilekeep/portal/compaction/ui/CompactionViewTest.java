package dev.profilekeep.portal.compaction.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.compaction.CanariesService;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.portal.support.FakeCompactionDesk;
import dev.profilekeep.portal.support.FakeJobDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import dev.profilekeep.ui.GrowthChart;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactionViewTest extends ViewTest {
    private FakeCompactionDesk desk = new FakeCompactionDesk(estate);
    private final List<String> started = new ArrayList<>();
    private boolean busy;

    private final FakeJobDesk jobs = new FakeJobDesk() {
        @Override
        public List<Schedule> schedules() {
            return List.of(new Schedule("compaction", NIGHTLY, ZoneOffset.UTC, false, NIGHTLY, List.of(Samples.NOW)));
        }

        @Override
        public long start(String job, String startedBy) throws AlreadyRunningException {
            if (busy) {
                throw new AlreadyRunningException(job, 3);
            }
            started.add(job + " by " + startedBy);
            desk.run = FakeCompactionDesk.run(Phase.LOOKING, job.equals("compaction-plan"));
            return 4;
        }
    };

    @BeforeEach
    void aNight() {
        desk = FakeCompactionDesk.standard(estate);
        People.signIn(People.ada());
    }

    private CompactionView open(Map<String, List<String>> parameters) {
        CompactionView view = new CompactionView(
                new CompactionsService(desk, estate, currentUser),
                new CanariesService(desk, currentUser),
                new JobsService(jobs, estate, currentUser));
        view.open(parameters);
        return show(view);
    }

    private static List<String> accounts(CompactionView view) {
        return GridKt._findAll(_get(view, CompactionsGrid.class)).stream()
                .map(CompactionItem::account)
                .toList();
    }

    @Test
    void it_says_what_the_night_freed_and_what_could_be_freed() {
        CompactionView view = open(Map.of());
        assertThat(words(view))
                .contains("1 disk became smaller, 2 GB freed. 1 GB more could be freed")
                .contains("In use", "up to 1 GB", "It is first the next night.");
        assertThat(accounts(view)).containsExactly("anna", "ben");
        assertThat(_find(view, ProgressBar.class).stream().filter(ProgressBar::isVisible))
                .isEmpty();
    }

    @Test
    void a_reason_leads_to_those_it_holds_for_and_an_address_brings_them_back() {
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "bitlocker", "", -1));
        CompactionView view = open(Map.of());
        _click(_find(view, Button.class, spec -> spec.withText("Show the one")).get(0));
        assertThat(accounts(view)).containsExactly("ben");
        assertThat(accounts(open(Map.of("why", List.of("bitlocker"))))).containsExactly("ben");
        assertThat(accounts(open(Map.of("outcome", List.of("COMPACTED"))))).containsExactly("anna");
        assertThat(words(open(Map.of("q", List.of("zoe"))))).contains("No copy fits");
        _click(_get(view, Button.class, spec -> spec.withText("Clear filters")));
        assertThat(accounts(view)).hasSize(3);
        _click(_get(view, NativeButton.class, spec -> spec.withText("Made smaller")));
        assertThat(accounts(view)).containsExactly("anna");
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref))
                .anyMatch(href -> href.startsWith("api/v1/compactions.csv?") && href.contains("outcome=COMPACTED"));
    }

    @Test
    void what_is_small_enough_stands_in_nobodys_way() {
        desk.items.clear();
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "already-minimal", "", -1));
        assertThat(words(open(Map.of())))
                .contains("Nothing stands in the way of any disk.")
                .contains("1 disk has nothing worth the work inside.");
    }

    @Test
    void a_reason_that_this_portal_does_not_know_yet_is_told_as_another_one() {
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "of-tomorrow", "it rains", -1));
        assertThat(words(open(Map.of()))).contains("Another reason");
    }

    @Test
    void before_the_first_run_it_says_what_would_be_here_and_how_to_get_it() {
        desk.run = null;
        desk.items.clear();
        assertThat(words(open(Map.of())))
                .contains("No run yet", "Look what could be freed")
                .doesNotContain("What became of each copy");
        desk.configured = false;
        assertThat(words(open(Map.of())))
                .contains("Disks are not made smaller", "docs/compaction.md")
                .doesNotContain("Make disks smaller now");
    }

    @Test
    void a_look_begins_at_once_and_changes_nothing() {
        CompactionView view = open(Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Look what could be freed")));
        assertThat(started).containsExactly("compaction-plan by ada");
        assertThat(words(view)).contains("Nothing is changed.").contains("1 of 4", "anna");
        assertThat(_get(view, Button.class, spec -> spec.withText("Make disks smaller now"))
                        .isEnabled())
                .isFalse();
    }

    @Test
    void a_run_is_explained_before_it_begins() {
        CompactionView view = open(Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Make disks smaller now")));
        assertThat(words(_get(Dialog.class)))
                .contains("Only disks that nobody uses", "The old files are kept", "1 GB could be freed");
        assertThat(started).isEmpty();
        _click(_get(Button.class, spec -> spec.withText("Begin now")));
        assertThat(started).containsExactly("compaction by ada");
        assertThat(_find(Dialog.class)).isEmpty();
        assertThat(words(view)).contains("Disks are being made smaller");
    }

    @Test
    void one_that_runs_already_is_told_in_the_dialog() {
        busy = true;
        CompactionView view = open(Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Make disks smaller now")));
        _click(_get(Button.class, spec -> spec.withText("Begin now")));
        assertThat(words(_get(Dialog.class))).containsIgnoringCase("running");
    }

    @Test
    void it_moves_while_a_run_moves_and_shows_the_outcome_when_it_ends() {
        desk.run = FakeCompactionDesk.run(Phase.COMPACTING, false);
        CompactionView view = open(Map.of());
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(2_000);
        assertThat(words(view)).contains("Making disks smaller", "1 of 4", "Follow or stop it under Jobs");
        desk.run = FakeCompactionDesk.run(Phase.DONE, false);
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), false));
        assertThat(words(view)).contains("1 disk became smaller").doesNotContain("1 of 4");
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(20_000);
    }

    @Test
    void a_night_that_begins_while_somebody_scrolls_does_not_mix_with_the_last_until_it_is_shown() {
        CompactionView view = open(Map.of());
        desk.anotherNight(5);
        _get(view, CompactionsGrid.class).getDataProvider().refreshAll();
        assertThat(accounts(view)).containsExactly("anna", "ben");
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), false));
        assertThat(accounts(view)).hasSize(5).containsOnly("ben");
    }

    @Test
    void a_run_that_ended_itself_says_why() {
        CompactionRun run = FakeCompactionDesk.run(Phase.DONE, false);
        desk.run = new CompactionRun(
                run.id(),
                run.startedAt(),
                run.endedAt(),
                run.startedBy(),
                false,
                false,
                Phase.DONE,
                "",
                4,
                4,
                1,
                0,
                3,
                run.freedBytes(),
                run.possibleBytes(),
                null,
                "3 disks could not be made smaller");
        assertThat(words(open(Map.of())))
                .contains("It ended before its time: 3 disks could not be made smaller")
                .contains("3 did not succeed and are as before.");
    }

    @Test
    void the_month_and_the_old_files_are_told() {
        desk.days.add(new CompactionDay(LocalDate.of(2026, 3, 2), 1, 2 * Samples.GB, Samples.GB));
        assertThat(words(open(Map.of()))).contains("After the second night");
        desk.days.add(new CompactionDay(LocalDate.of(2026, 3, 1), 3, 4 * Samples.GB, 2 * Samples.GB));
        desk.kept = new KeptSpace(2, 10 * Samples.GB, Samples.NOW, Samples.NOW.plusSeconds(7 * 86_400));
        CompactionView view = open(Map.of());
        assertThat(words(view))
                .contains("6 GB freed from 4 disks, on 2 days.")
                .contains("2 files, 10 GB: they come free from 2 Mar 2026 to 9 Mar 2026");
        assertThat(_find(view, GrowthChart.class)).hasSize(1);
    }

    @Test
    void who_only_reads_or_helps_begins_nothing() {
        for (var person : List.of(People.otto(), People.helge())) {
            People.signIn(person);
            CompactionView view = open(Map.of());
            assertThat(words(view)).contains("1 disk became smaller").doesNotContain("Make disks smaller now");
            assertThat(accounts(view)).containsExactly("anna", "ben");
        }
    }

    @Test
    void who_is_held_to_a_part_sees_its_numbers_and_nothing_of_the_whole() {
        desk.run = FakeCompactionDesk.run(Phase.COMPACTING, false);
        desk.days.add(new CompactionDay(LocalDate.of(2026, 3, 2), 1, 2 * Samples.GB, Samples.GB));
        People.signIn(People.held("hans", null, new Scope(Set.of(), Set.of("another")), Role.ADMINISTRATOR));
        CompactionView view = open(Map.of());
        assertThat(words(view))
                .contains("within your scope")
                .doesNotContain("anna", "ben", "The last 30 days", "Make disks smaller now", "2 GB", "under Jobs");
        assertThat(accounts(view)).isEmpty();
        People.signIn(People.held("hans", null, new Scope(Set.of(), Set.of("office")), Role.HELPDESK));
        assertThat(words(open(Map.of()))).contains("2 GB", "1 GB");
    }

    @Test
    void who_is_held_to_a_part_is_not_told_that_what_is_small_enough_could_be_freed() {
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "gain-too-small", "", -1));
        People.signIn(People.held("hans", null, new Scope(Set.of(), Set.of("office")), Role.HELPDESK));
        assertThat(words(open(Map.of()))).contains("2 GB freed. 1 GB more could be freed");
    }

    @Test
    void where_something_lies_is_told_to_those_alone_who_may_know() {
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.FAILED, "", "\\\\files\\pro does not answer", -1));
        CompactionsService service = new CompactionsService(desk, estate, currentUser);
        var query = dev.profilekeep.portal.compaction.SpaceQuery.ALL.with(Set.of(Outcome.FAILED));
        assertThat(service.items(7, query, 0, 10).get(0).sentence()).contains("\\\\files\\pro");
        People.signIn(People.helge());
        assertThat(service.items(7, query, 0, 10).get(0).sentence())
                .doesNotContain("files")
                .contains("an administrator sees why");
    }

    @Test
    void what_fslogix_never_makes_smaller_is_told_by_reason_and_leads_to_the_profiles() {
        assertThat(words(open(Map.of()))).contains("FSLogix leaves none");
        desk.never.add(FakeCompactionDesk.never(1, "anna", Reason.FIXED, Reason.DIRTY));
        desk.never.add(FakeCompactionDesk.never(2, "ben", Reason.FIXED));
        CompactionView view = open(Map.of());
        assertThat(words(_get(view, NeverSection.class)))
                .contains("2 disks: 4 GB could be given back.")
                .containsSubsequence("Fixed size", "2 disks, 4 GB", "Not clean", "1 disk, 2 GB")
                .containsSubsequence("anna", "2 GB of 5 GB", "Fixed size, Not clean", "ben")
                .doesNotContain("Old FSLogix", "FSLogix leaves none");
        assertThat(_find(_get(view, NeverSection.class), Anchor.class).stream().map(Anchor::getHref))
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("profiles/1"),
                        two -> assertThat(two).isEqualTo("profiles/2"),
                        table -> assertThat(table).startsWith("api/v1/compactions/never.csv?"));
        assertThat(_find(_get(view, NeverSection.class), Button.class)).isEmpty();
        desk.run = null;
        assertThat(words(open(Map.of()))).contains("No run yet", "2 disks: 4 GB could be given back.");
        People.signIn(People.held("hans", null, new Scope(Set.of(), Set.of("another")), Role.HELPDESK));
        assertThat(words(open(Map.of()))).contains("FSLogix leaves none").doesNotContain("anna");
    }

    private static long rows(NeverSection section) {
        return _find(section, Anchor.class).stream()
                .filter(link -> link.getHref().startsWith("profiles/"))
                .count();
    }

    @Test
    void the_largest_of_many_stand_first_and_the_others_follow_when_asked_for() {
        for (int i = 0; i < 7; i++) {
            desk.never.add(FakeCompactionDesk.never(1, "anna" + i, Reason.MBR));
        }
        NeverSection section = _get(open(Map.of()), NeverSection.class);
        assertThat(rows(section)).isEqualTo(5);
        _click(_get(section, Button.class, spec -> spec.withText("Show more")));
        assertThat(rows(section)).isEqualTo(7);
        assertThat(words(section)).contains("anna6");
        assertThat(_find(section, Button.class)).isEmpty();
    }

    private static final String GO_ON = "Go on all the same";

    private static List<Button> goOns(CompactionView view) {
        return _find(view, Button.class, spec -> spec.withText(GO_ON));
    }

    @Test
    void whatever_the_last_run_found_what_is_damaged_is_told_once_with_the_way_on() {
        desk.damaged.add(FakeCompactionDesk.damaged(""));
        CompactionView view = open(Map.of()); // a look waits for nobody
        assertThat(words(view)).contains("A disk that went first was found damaged.");
        assertThat(goOns(view)).hasSize(1);
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "canary-damaged", "", -1));
        assertThat(goOns(open(Map.of()))).hasSize(1);
        desk.items.clear();
        assertThat(goOns(open(Map.of()))).as("nothing was left").hasSize(1);
        desk.run = null;
        assertThat(goOns(open(Map.of()))).as("no run").hasSize(1);
        desk.damaged.clear();
        assertThat(words(open(Map.of()))).doesNotContain("found damaged", GO_ON);
    }

    @Test
    void each_damaged_disk_of_the_chosen_kind_is_listed_and_leads_to_its_container() {
        desk.damaged.add(FakeCompactionDesk.damaged(""));
        desk.damaged.add(new DamagedCanary(
                "office", "", 2, "fra-profiles", "b/Profile_ben.VHDX", Samples.NOW, "two records share a place"));
        desk.damaged.add(new DamagedCanary(
                "office", "2.9.8784", 3, "of-yesterday", "c/Profile_cleo.VHDX", Samples.NOW, "a bit is wrong"));
        _click(goOns(open(Map.of())).get(0));
        GoOnDialog dialog = _get(GoOnDialog.class);
        String place = new CompactionsService(desk, estate, currentUser)
                .locationNames()
                .get("fra-profiles");
        assertThat(place).isNotBlank();
        assertThat(words(dialog))
                .containsSubsequence("a/Profile_anna.VHDX", place, "a record is cut short")
                .containsSubsequence("b/Profile_ben.VHDX", place, "two records share a place")
                .contains("Putting the larger disk back does not end this")
                .doesNotContain("cleo");
        assertThat(_find(dialog, Anchor.class).stream().map(Anchor::getHref))
                .containsExactly("profiles/1", "profiles/2");

        @SuppressWarnings("unchecked")
        RadioButtonGroup<GoOnDialog.Kind> kinds = _get(dialog, RadioButtonGroup.class);
        kinds.setValue(new GoOnDialog.Kind("office", "2.9.8784"));
        assertThat(words(dialog))
                .containsSubsequence("c/Profile_cleo.VHDX", "of-yesterday", "a bit is wrong")
                .doesNotContain("anna", "ben.VHDX");
    }

    @Test
    void an_administrator_has_others_follow_a_damaged_one_with_a_reason() {
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "canary-damaged", "", -1));
        desk.damaged.add(FakeCompactionDesk.damaged(""));
        desk.damaged.add(FakeCompactionDesk.damaged("2.9.8784"));
        CompactionView view = open(Map.of());
        _click(_get(view, Button.class, spec -> spec.withText(GO_ON)));
        GoOnDialog dialog = _get(GoOnDialog.class);
        Button act = _get(dialog, Button.class, spec -> spec.withText("Have them follow"));
        assertThat(words(dialog)).contains("Found: ", "a record is cut short");
        assertThat(act.isEnabled()).as("without a reason").isFalse();
        @SuppressWarnings("unchecked")
        RadioButtonGroup<GoOnDialog.Kind> kinds = _get(dialog, RadioButtonGroup.class);
        kinds.setValue(new GoOnDialog.Kind("office", "2.9.8784"));
        _setValue(_get(dialog, SaidField.class), "a cable");
        _click(act);

        assertThat(desk.wentOn).containsExactly("office 2.9.8784 ada: a cable");
        assertThat(dialog.isOpened()).isFalse();
        _click(_get(view, Button.class, spec -> spec.withText(GO_ON)));
        desk.damaged.clear(); // somebody else was quicker
        GoOnDialog late = _get(GoOnDialog.class);
        _setValue(_get(late, SaidField.class), "seen");
        _click(_get(late, Button.class, spec -> spec.withText("Have them follow")));
        assertThat(late.isOpened()).isTrue();
        assertThat(desk.wentOn).hasSize(1);
    }

    @Test
    void who_may_not_have_others_follow_and_where_it_was_done_there_is_no_button() {
        desk.items.add(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "canary-damaged", "", -1));
        assertThat(words(open(Map.of()))).contains("damaged").doesNotContain(GO_ON);
        desk.damaged.add(FakeCompactionDesk.damaged(""));
        assertThat(words(open(Map.of()))).contains(GO_ON);
        for (Person person : List.of(
                People.helge(),
                People.otto(),
                People.held("hans", null, new Scope(Set.of(), Set.of("office")), Role.ADMINISTRATOR))) {
            People.signIn(person);
            assertThat(words(open(Map.of()))).contains("damaged").doesNotContain(GO_ON);
        }
    }

    @Test
    void it_speaks_german() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        assertThat(words(open(Map.of()))).contains("1 Disk wurde kleiner", "2 GB freigegeben", "In Benutzung");
    }
}
