package dev.profilekeep.portal.locks.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.lock.GoneRefusedException.Why;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.HostsService;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocksViewTest extends ViewTest {
    private final FakeLockDesk desk = new FakeLockDesk();
    private final LocksService service = new LocksService(desk, estate, currentUser, new Workers(Runnable::run));
    private final SitesService sites = new SitesService(desk, service, estate, currentUser);
    private final HostsService hosts = new HostsService(desk, service, currentUser);
    private final ApprovalsService approvals = new ApprovalsService(desk, service, estate, currentUser);

    private void crashed() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale("AVD-12"));
    }

    @Test
    void locks_of_a_machine_that_is_not_known_can_be_shown_alone() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale(""));
        LocksView view = open(People.helge(), Map.of());
        _click(_get(
                view,
                Button.class,
                spec -> spec.withPredicate(button -> button.getAriaLabel()
                        .filter("Show locks of which the machine is not known"::equals)
                        .isPresent())));
        LocksGrid grid = _get(view, LocksGrid.class);
        assertThat(GridKt._size(grid)).isEqualTo(1);
        assertThat(GridKt._get(grid, 0).account()).isEqualTo("ben");
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref)).anyMatch(href -> href.contains("host=%3F"));
        assertThat(_get(view, com.vaadin.flow.component.combobox.ComboBox.class).getValue())
                .isEqualTo("?");
    }

    @Test
    void stale_locks_of_a_machine_that_is_not_known_are_one_act_too() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale(""));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale(""));
        LocksView view = open(People.helge(), Map.of());

        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 stale locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("2 of 2 would be cleared.", "anna", "ben");
        assertThat(_get(dialog, SaidField.class, spec -> spec.withLabel("Reason"))
                        .getValue())
                .as("nobody knows why")
                .isEmpty();
        assertThat(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks"))
                        .isEnabled())
                .isFalse();
    }

    @Test
    void all_that_are_listed_are_chosen_at_once() {
        crashed();
        desk.lock(3, "S-1-5-21-1-2-3-1300", "cleo", FakeLockDesk.stale("AVD-99"));
        LocksView view = open(People.helge(), Map.of("host", List.of("AVD-12")));
        LocksGrid grid = _get(view, LocksGrid.class);
        var several = (GridMultiSelectionModel<LockRow>) grid.getSelectionModel();
        assertThat(several.getSelectAllCheckboxVisibility())
                .isEqualTo(GridMultiSelectionModel.SelectAllCheckboxVisibility.VISIBLE);
        several.selectAll();
        assertThat(grid.getSelectedItems()).extracting(LockRow::account).containsExactlyInAnyOrder("anna", "ben");
        assertThat(_find(view, Button.class, spec -> spec.withText("Dry run for 2 chosen")))
                .hasSize(1);
    }

    @Test
    void what_means_nothing_in_an_address_is_told_and_left_out() {
        crashed();
        LocksView view = open(
                People.helge(),
                Map.of("verdict", List.of("NONSENSE"), "site", List.of("mars"), "text", List.of("ann")));
        assertThat(words(_get(Notification.class))).contains("means nothing here");
        LocksGrid grid = _get(view, LocksGrid.class);
        assertThat(GridKt._size(grid)).isEqualTo(1);
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref))
                .anyMatch(href -> href.contains("text=ann"))
                .noneMatch(href -> href.contains("mars"));
    }

    @Test
    void a_crashed_machine_is_one_act_from_dry_run_to_outcome() {
        crashed();
        LocksView view = open(People.helge(), Map.of());
        assertThat(words(view))
                .contains(
                        "2 locks: 2 proved stale, 0 in use, 0 unproved",
                        "AVD-12",
                        "Started anew",
                        "2 locks: 2 proved stale.");

        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 stale locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog))
                .contains("2 of 2 would be cleared.", "Nothing has been changed yet.", "anna", "ben")
                .contains("In Profiles in Frankfurt the lock file is removed (3 KB", "a/Profile_1.VHDX.lock");
        assertThat(desk.locks).hasSize(2);
        assertThat(_get(dialog, SaidField.class, spec -> spec.withLabel("Reason"))
                        .getValue())
                .startsWith("AVD-12 started anew");
        _get(dialog, TextField.class, spec -> spec.withLabel("Ticket number")).setValue("INC-7");
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();

        assertThat(words(dialog)).contains("2 of 2 are cleared.", "Cleared");
        assertThat(desk.locks).isEmpty();
        assertThat(desk.requests.get(0).ticket()).isEqualTo("INC-7");
        assertThat(words(view)).contains("Nothing is locked.");
    }

    @Test
    void a_row_that_ends_otherwise_says_how_and_what_the_server_said() {
        crashed();
        desk.result = ClearOutcome.Result.PARTLY;
        LocksView view = open(People.helge(), Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 stale locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("None of 2 was cleared.", "Partly cleared", "still there at others");
    }

    @Test
    void a_row_that_was_refused_after_all_does_not_go_on_saying_that_nobody_uses_it() {
        crashed();
        LocksView view = open(People.helge(), Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 stale locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        String planned = "In Profiles in Frankfurt the lock file is removed";
        assertThat(words(dialog).split(planned)).hasSize(3);
        desk.refusedThen.put(1L, new Refusal(Refusal.Why.LIVE, "somebody works with it"));
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("Somebody works with it. A lock in use is never cleared.");
        assertThat(words(dialog).split(planned))
                .as("only of the one that was cleared")
                .hasSize(2);
        assertThat(words(dialog).split("nobody has it open at any site")).hasSize(2);
    }

    @Test
    void without_a_reason_nothing_can_be_pressed() {
        crashed();
        LocksView view = open(People.helge(), Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 stale locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        _get(dialog, SaidField.class, spec -> spec.withLabel("Reason")).setValue(" ");
        assertThat(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks"))
                        .isEnabled())
                .isFalse();
    }

    @Test
    void a_lock_in_use_offers_nothing_to_press() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.live("AVD-03"));
        LocksView view = open(People.ada(), Map.of());
        assertThat(words(view)).contains("1 lock: 0 proved stale, 1 in use, 0 unproved");
        assertThat(_find(
                        view,
                        Button.class,
                        spec -> spec.withPredicate(button -> button.isVisible()
                                && button.getText().matches("(Clear|Dry run|Ask).*(lock|chosen|second).*"))))
                .isEmpty();
    }

    @Test
    void what_one_administrator_asked_another_decides_and_the_first_only_takes_back() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        approvals.ask(1, "basis-1", "the host is scrapped");
        LocksView own = open(People.ada(), Map.of());
        assertThat(words(own)).contains("Waits for a second administrator", "ada asked", "the host is scrapped");
        assertThat(_find(own, Button.class, spec -> spec.withText("Look and decide")))
                .isEmpty();
        assertThat(_find(own, Button.class, spec -> spec.withText("Take it back")))
                .hasSize(1);

        LocksView other = open(People.person("nils", "S-1-5-21-1-2-3-1190", Role.ADMINISTRATOR), Map.of());
        _click(_get(other, Button.class, spec -> spec.withText("Look and decide")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("It is not proved that nobody uses it", "a/Profile_1.VHDX.lock");
        _click(_get(dialog, Button.class, spec -> spec.withText("Agree and clear now")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("1 of 1 is cleared.");
        assertThat(desk.requests.get(0).reason()).isEqualTo("the host is scrapped");
        assertThat(desk.requests.get(0).actor().name()).isEqualTo("nils");
    }

    @Test
    void after_one_of_two_was_agreed_on_it_is_said_what_is_still_locked() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        desk.officeLock(4, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        approvals.ask(1, "basis-1", "the host is scrapped");
        LocksView view = open(People.person("nils", "S-1-5-21-1-2-3-1190", Role.ADMINISTRATOR), Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("Look and decide")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Agree and clear now")));
        MockVaadin.clientRoundtrip();
        assertThat(plain(dialog))
                .contains("1 of 1 is cleared.", "Office cache of anna (Unproved).")
                .doesNotContain("can sign in");
    }

    @Test
    void who_may_be_the_asker_by_another_way_reads_why_they_cannot_decide_and_is_offered_nothing() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        approvals.ask(1, "basis-1", "the host is scrapped");
        LocksView view = open(People.person("sven", null, Role.ADMINISTRATOR), Map.of());
        assertThat(words(view))
                .contains("the host is scrapped", "It cannot be told that you are another person than whoever asked");
        assertThat(_find(view, Button.class, spec -> spec.withText("Look and decide")))
                .isEmpty();
    }

    @Test
    void what_was_asked_before_is_not_asked_again_and_keeps_its_reason_for_all_to_see() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        approvals.ask(1, "basis-1", "the host is scrapped");
        Words words = Words.current();
        LockWords lockWords = service.words(Locale.UK, ZoneOffset.UTC);
        ClearDialog dialog = new ClearDialog(
                new ClearDialog.Means(service, approvals, words, lockWords, Map.of(), true),
                "Clear it",
                List.of(1L),
                "",
                "");
        dialog.open();
        MockVaadin.clientRoundtrip();
        assertThat(plain(dialog)).contains("You asked on 2 Mar 2026", "The reason given then: the host is scrapped.");
        assertThat(_find(
                        dialog,
                        Button.class,
                        spec -> spec.withPredicate(one -> one.getText().startsWith("Ask"))))
                .isEmpty();
    }

    @Test
    void the_helpdesk_sees_the_question_and_has_nothing_to_decide() {
        desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        approvals.ask(1, "basis-1", "the host is scrapped");
        LocksView view = open(People.helge(), Map.of());
        assertThat(words(view)).contains("the host is scrapped");
        assertThat(_find(view, Button.class, spec -> spec.withText("Look and decide")))
                .isEmpty();
    }

    @Test
    void an_auditor_reads_and_has_nothing_to_press() {
        crashed();
        LocksView view = open(People.otto(), Map.of());
        assertThat(words(view)).contains("AVD-12");
        for (String act : new String[] {"Clear 2 stale locks", "Judge all now"}) {
            assertThat(_find(view, Button.class, spec -> spec.withText(act)))
                    .as(act)
                    .isEmpty();
        }
    }

    @Test
    void a_url_brings_back_the_filters_and_the_table_takes_them() {
        crashed();
        desk.lock(3, "S-1-5-21-1-2-3-5", "chiara", FakeLockDesk.live("AVD-03"));
        LocksView view = open(People.helge(), Map.of("verdict", List.of("LIVE"), "sort", List.of("-since")));
        assertThat(GridKt._findAll(_get(view, LocksGrid.class)))
                .extracting(row -> row.account())
                .containsExactly("chiara");
        assertThat(_get(view, NativeButton.class, spec -> spec.withText("In use"))
                        .getElement()
                        .getAttribute("aria-pressed"))
                .isEqualTo("true");
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref))
                .anyMatch(href -> href.startsWith("api/v1/locks.csv?")
                        && href.contains("verdict=LIVE")
                        && href.contains("sort=-since"));
    }

    @Test
    void an_administrator_declares_a_machine_gone_and_takes_it_back() {
        crashed();
        LocksView view = open(People.ada(), Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("This machine is gone…")));
        Dialog dialog = _get(Dialog.class);
        Button declare = _get(dialog, Button.class, spec -> spec.withText("Declare it gone"));
        assertThat(declare.isEnabled()).as("neither time nor reason").isFalse();
        _get(dialog, TimePicker.class).setValue(LocalTime.of(0, 5));
        _get(dialog, SaidField.class, spec -> spec.withLabel("Reason")).setValue("reimaged\nat noon");
        _get(dialog, TextField.class, spec -> spec.withLabel("Ticket number")).setValue("INC-7");

        desk.goneRefused = new GoneRefusedException(Why.HEARD_LATELY, Samples.NOW, "x");
        _click(declare);
        assertThat(words(dialog)).contains("AVD-12 was heard of at", "less than ten minutes ago");
        assertThat(desk.gone).isEmpty();

        desk.goneRefused = null;
        _click(declare);
        assertThat(desk.gone).singleElement().satisfies(one -> {
            assertThat(one.host()).isEqualTo("AVD-12");
            assertThat(one.ticket()).isEqualTo("INC-7");
            assertThat(one.byName()).isEqualTo("ada");
        });
        assertThat(words(view)).contains("Declared gone by ada on", "reimaged at noon");

        _click(_get(view, Button.class, spec -> spec.withText("Take back")));
        assertThat(desk.gone).isEmpty();
        assertThat(words(view)).doesNotContain("Declared gone");
    }

    @Test
    void others_read_that_a_machine_is_gone_and_have_nothing_to_press() {
        crashed();
        Person held =
                People.held("lena", "S-1-5-21-1-2-3-1191", new Scope(Set.of("fra"), Set.of()), Role.ADMINISTRATOR);
        for (Person person : List.of(People.helge(), People.otto(), held)) {
            assertThat(words(open(person, Map.of()))).contains("AVD-12");
            assertThat(_find(open(person, Map.of()), Button.class, spec -> spec.withText("This machine is gone…")))
                    .isEmpty();
        }
        People.signIn(People.ada());
        hosts.declare("avd-12", Samples.NOW, "deleted", "");
        LocksView view = open(People.helge(), Map.of());
        assertThat(words(view)).contains("Declared gone by ada on");
        assertThat(_find(view, Button.class, spec -> spec.withText("Take back")))
                .isEmpty();
    }

    @Test
    void a_site_waits_for_a_second_administrator_and_is_told_once_it_is_cut_off() {
        People.signIn(People.ada());
        sites.ask("lon", "the data centre burns");
        Person nils = People.person("nils", "S-1-5-21-1-2-3-1150", Role.ADMINISTRATOR);
        LocksView view = open(nils, Map.of());
        assertThat(plain(view)).contains("Declare London failed over and cut off", "the data centre burns");
        _click(_get(view, Button.class, spec -> spec.withText("Look and decide")));
        assertThat(plain(_get(Dialog.class))).contains("ada asks for London");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Agree")));
        assertThat(plain(open(People.helge(), Map.of()))).doesNotContain("failed over");

        People.signIn(nils);
        sites.fence("lon", "it burns");
        assertThat(plain(open(People.helge(), Map.of())))
                .contains("London was declared failed over and cut off", "by nils (“it burns”).")
                .contains("ada had asked for it (“the data centre burns”) and nils had agreed. What is locked there"
                        + " counts");
    }

    private String plain(com.vaadin.flow.component.Component component) {
        return words(component).replaceAll("[\u2068\u2069]", "");
    }

    @Test
    void an_estate_without_locks_says_so() {
        assertThat(words(open(People.helge(), Map.of()))).contains("Nothing is locked", "Locks appear here once");
    }

    private LocksView open(Person person, Map<String, List<String>> parameters) {
        People.signIn(person);
        LocksView view = show(new LocksView(
                service,
                approvals,
                hosts,
                sites,
                new ProfilesService(estate, currentUser),
                new LocationsService(estate, currentUser),
                currentUser));
        view.open(parameters);
        return view;
    }
}
