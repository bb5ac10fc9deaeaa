package dev.profilekeep.portal.health.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.AbstractField.ComponentValueChangeEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.base.ui.CodeHint;
import dev.profilekeep.portal.base.ui.CodesDialog;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.health.FindingsService;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.support.FakeHealthDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.Person;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HealthViewTest extends ViewTest {
    private final FakeLockDesk locks = new FakeLockDesk();
    private final LocksService service = new LocksService(locks, estate, currentUser, new Workers(Runnable::run));
    private final FakeHealthDesk desk = new FakeHealthDesk()
            .container(1, FindingCode.NEARLY_FULL, "anna", 2, Map.of("freeBytes", "1073741824", "percentUsed", "90"))
            .container(2, FindingCode.UNREADABLE, "ben", 80, Map.of("reason", "Access is denied. (0x80070005)"));

    @Test
    void worst_comes_first_and_every_number_opens_what_it_counts() {
        HealthView view = open(People.helge(), Map.of());
        assertThat(findings(view)).containsExactly(2L, 1L);
        assertThat(words(view))
                .contains("1 container has a problem, 3 need attention, of 40.", "Findings by severity", "2 findings");
        Set<Set<String>> links = _find(view, Anchor.class).stream()
                .map(Anchor::getHref)
                .filter(href -> href.startsWith("health?"))
                .map(href -> Set.of(href.substring("health?".length()).split("&")))
                .collect(Collectors.toSet());
        assertThat(links)
                .contains(
                        Set.of("severity=CRITICAL"),
                        Set.of("site=fra", "severity=WARN"),
                        Set.of("site=lon", "age=new"),
                        Set.of("status=resolved", "age=new"),
                        Set.of("accepted=only"));
    }

    @Test
    void history_is_told_in_words_too() {
        assertThat(words(open(People.otto(), Map.of()))).contains("Problems and warnings over 3 days: from 9 to 5");
    }

    @Test
    void new_and_persisting_are_by_the_last_inventory_and_exclude_each_other() {
        desk.container(3, FindingCode.FULL, "carla", 0, Map.of());
        HealthView view = open(People.helge(), Map.of());
        _click(chip(view, "New since yesterday"));
        assertThat(findings(view)).containsExactlyInAnyOrder(1L, 3L);
        _click(chip(view, "New since the last inventory"));
        assertThat(findings(view)).containsExactly(3L);
        _click(chip(view, "Persisting"));
        assertThat(findings(view)).containsExactly(2L, 1L);
        assertThat(chip(view, "New since yesterday").getElement().getAttribute("aria-pressed"))
                .isEqualTo("false");
        _click(chip(view, "Persisting"));
        assertThat(findings(view)).hasSize(3);
    }

    @Test
    void a_url_brings_back_the_filters_and_the_finding_that_was_open() {
        HealthView view = open(
                People.helge(),
                Map.of("severity", List.of("critical"), "finding", List.of("2"), "sort", List.of("account")));
        assertThat(findings(view)).containsExactly(2L);
        assertThat(export(view)).contains("severity=CRITICAL", "sort=account", "lang=en");
        assertThat(words(_get(FindingDialog.class))).contains("ben", "Access is denied");
    }

    @Test
    void a_location_that_is_down_is_said_above_everything() {
        desk.location(9, LocationFindingCode.LOCATION_UNREACHABLE, Map.of("reason", "no route to host"));
        HealthView view = open(People.helge(), Map.of());
        assertThat(words(view).replaceAll("[\u2068\u2069]", ""))
                .contains("Profiles in Frankfurt does not answer: no route to host");
        _click(_get(view, Button.class, spec -> spec.withText("Details")));
        assertThat(words(_get(FindingDialog.class))).contains("LOCATION_UNREACHABLE", "Check server, network");
    }

    @Test
    void what_is_wrong_with_a_place_for_backups_is_said_above_everything() {
        desk.repository(
                9,
                RepositoryFindingCode.BACKUPS_AT_ONE_SITE,
                Map.of("name", "Backups 1", "sets", "office", "site", "fra"));
        HealthView view = open(People.helge(), Map.of());
        assertThat(words(view).replaceAll("[\u2068\u2069]", ""))
                .contains("People of office work in Frankfurt, and all of their backups are there too, in Backups 1");
        _click(_get(view, Button.class, spec -> spec.withText("Details")));
        assertThat(words(_get(FindingDialog.class))).contains("BACKUPS_AT_ONE_SITE", "policies.backups.copyTo");
    }

    @Test
    void an_administrator_accepts_with_a_reason_and_takes_it_back() {
        HealthView view = open(People.ada(), Map.of("finding", List.of("1")));
        _click(_get(_get(FindingDialog.class), Button.class, spec -> spec.withText("Accept for a time …")));
        AcceptDialog dialog = _get(AcceptDialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Accept")));
        assertThat(desk.acts).as("without a reason").isEmpty();
        assertThat(_get(dialog, SaidField.class).isInvalid()).isTrue();
        _get(dialog, SaidField.class).setValue("disk is being\nenlarged on Monday");
        _click(_get(dialog, Button.class, spec -> spec.withText("Accept")));
        assertThat(desk.acts)
                .containsExactly("ada accepts [1] until 2026-04-01T06:00:00Z disk is being enlarged on Monday");
        assertThat(findings(view)).containsExactly(2L);
        _click(_get(Button.class, spec -> spec.withText("Undo")));
        assertThat(desk.acts).last().isEqualTo("ada withdraws [1]");
        assertThat(findings(view)).containsExactly(2L, 1L);
    }

    @Test
    void several_are_accepted_in_one_act_with_one_reason_and_taken_back_together() {
        desk.container(3, FindingCode.NEARLY_FULL, "carla", 3, Map.of("freeBytes", "1", "percentUsed", "99"));
        HealthView view = open(People.ada(), Map.of());
        HealthGrid grid = _get(view, HealthGrid.class);
        assertThat(_find(view, Button.class, spec -> spec.withText("Accept 3 findings …")))
                .isEmpty();
        grid.asMultiSelect().select(desk.rows);
        _click(_get(view, Button.class, spec -> spec.withText("Accept 3 findings …")));
        AcceptDialog dialog = _get(AcceptDialog.class);
        assertThat(words(dialog))
                .contains("Accept: 3 findings", "2 × Nearly full", "1 × Not readable", "They count no more");
        _get(dialog, SaidField.class).setValue("new disks come on Monday");
        _click(_get(dialog, Button.class, spec -> spec.withText("Accept")));
        assertThat(desk.acts)
                .containsExactly("ada accepts [1, 2, 3] until 2026-04-01T06:00:00Z new disks come on Monday");
        assertThat(findings(view)).isEmpty();
        assertThat(grid.getSelectedItems()).isEmpty();
        _click(_get(Button.class, spec -> spec.withText("Undo")));
        assertThat(desk.acts).last().isEqualTo("ada withdraws [1, 2, 3]");
        assertThat(findings(view)).hasSize(3);
    }

    @Test
    void accepted_ones_count_again_in_one_act() {
        HealthView view = open(People.ada(), Map.of());
        desk.accept(List.of(1L, 2L), Samples.NOW.plusSeconds(60), "x", People.ada());
        view.open(Map.of("accepted", List.of("only")));
        _get(view, HealthGrid.class).asMultiSelect().select(desk.rows);
        _click(_get(view, Button.class, spec -> spec.withText("Have 2 count again")));
        assertThat(desk.acts).last().isEqualTo("ada withdraws [1, 2]");
        assertThat(findings(view)).isEmpty();
    }

    @Test
    void more_than_one_act_may_hold_are_not_begun() {
        for (int i = 10; i < 1_020; i++) {
            desk.container(i, FindingCode.BLOATED, "user" + i, 50, Map.of());
        }
        HealthView view = open(People.ada(), Map.of());
        _get(view, HealthGrid.class).asMultiSelect().select(desk.rows);
        _click(_get(view, Button.class, spec -> spec.withText("Accept 1,012 findings …")));
        assertThat(_find(AcceptDialog.class)).isEmpty();
        assertThat(desk.acts).isEmpty();
    }

    @Test
    void who_decides_nothing_has_nothing_to_choose() {
        assertThat(_get(open(People.helge(), Map.of()), HealthGrid.class).getSelectionModel())
                .isInstanceOf(com.vaadin.flow.component.grid.GridNoneSelectionModel.class);
    }

    @Test
    void who_may_only_read_is_offered_nothing_else() {
        for (Person person : List.of(People.helge(), People.otto())) {
            open(person, Map.of("finding", List.of("1")));
            assertThat(_find(Button.class).stream().map(Button::getText))
                    .doesNotContain("Accept for a time …", "Accept", "Have it count again");
            _click(_get(_get(FindingDialog.class), Button.class, spec -> spec.withText("Close")));
        }
    }

    @Test
    void a_code_beside_a_finding_and_in_the_search_field_is_explained() {
        HealthView view = open(People.helge(), Map.of("finding", List.of("2")));
        CodeHint beside = _get(_get(FindingDialog.class), CodeHint.class);
        _click(_get(beside, Button.class));
        assertThat(words(_get(CodesDialog.class))).contains("Windows error", "Documented", "What to do");
        _get(CodesDialog.class).close();

        search(view, "0x80070020");
        assertThat(_get(view, CodeHint.class).isVisible()).isTrue();
        _click(_get(_get(view, CodeHint.class), Button.class));
        assertThat(_get(CodesDialog.class).isOpened()).isTrue();
        search(view, "anna");
        assertThat(_find(view, CodeHint.class)).as("a name is no code").isEmpty();
    }

    @Test
    void what_a_server_answered_is_explained_whatever_the_finding_is_about() {
        String reason = "stat /: the account lacks the right 'List folder' (STATUS_ACCESS_DENIED 0xC0000022)";
        desk.location(9, LocationFindingCode.LOCATION_NOT_LISTED, Map.of("kind", "DENIED", "reason", reason));
        desk.container(
                10,
                FindingCode.IN_USE,
                "carla",
                1,
                Map.of("reason", "open a/b.vhdx: somebody holds it open (STATUS_SHARING_VIOLATION 0xC0000043)"));
        open(People.helge(), Map.of("finding", List.of("9")));
        assertThat(words(_get(_get(FindingDialog.class), CodeHint.class))).contains("0xC0000022");
        _get(FindingDialog.class).close();
        open(People.helge(), Map.of("finding", List.of("10")));
        assertThat(words(_get(_get(FindingDialog.class), CodeHint.class))).contains("0xC0000043");
    }

    @Test
    void nothing_that_stands_in_a_disk_is_taken_for_a_code() {
        desk.container(
                11,
                FindingCode.DAMAGED,
                "carla",
                1,
                Map.of("rule", "file record size of 5 bytes is no power of two (at offset 0x40) (0x80070005)"));
        desk.container(
                12,
                FindingCode.UNREADABLE,
                "dora",
                1,
                Map.of("reason", "checksum is 0x80070020, the bytes give 0x80070005 (at offset 0x80070035)"));
        desk.container(13, FindingCode.SEVERAL_DISKS, "emil", 1, Map.of("names", "[ERROR:00000020] (0x80070020)"));
        for (String id : List.of("11", "12", "13")) {
            open(People.helge(), Map.of("finding", List.of(id)));
            assertThat(_find(_get(FindingDialog.class), CodeHint.class)).as(id).isEmpty();
            _get(FindingDialog.class).close();
        }
    }

    @Test
    void an_unknown_code_is_not_guessed() {
        open(People.helge(), Map.of());
        CodesDialog dialog = new CodesDialog(Words.current(), "0x8BADF00D");
        dialog.open();
        assertThat(words(dialog)).contains("is not known here");
    }

    @Test
    void nothing_to_show_says_why() {
        HealthView view = open(People.helge(), Map.of("text", List.of("nobody")));
        assertThat(words(view)).contains("Nothing matches");
        desk.rows.clear();
        assertThat(words(open(People.helge(), Map.of()))).contains("Nothing is wrong");
        desk.judgedAt = null;
        assertThat(words(open(People.helge(), Map.of()))).contains("Nothing has been looked at yet");
    }

    @Test
    void a_finding_that_is_no_more_is_told_and_not_an_error() {
        open(People.helge(), Map.of("finding", List.of("77")));
        assertThat(_find(FindingDialog.class)).isEmpty();
        assertThat(words(_get(com.vaadin.flow.component.notification.Notification.class)))
                .contains("not there any more");
    }

    @Test
    void fifty_thousand_are_asked_for_by_the_page() {
        for (int i = 10; i < 50_010; i++) {
            desk.container(i, FindingCode.BLOATED, "user" + i, 50, Map.of());
        }
        HealthView view = open(People.helge(), Map.of());
        GridKt._get(_get(view, HealthGrid.class), 49_000);
        assertThat(desk.largestPage).isLessThanOrEqualTo(1_000);
    }

    @Test
    void a_site_that_is_cut_off_is_said_above_everything() {
        locks.cutOff.put("lon", new SiteDocument.CutOff(Samples.NOW, "ada", "it burns", 1));
        assertThat(words(open(People.otto(), Map.of())).replaceAll("[\u2068\u2069]", ""))
                .contains("London was declared failed over and cut off on 2 Mar 2026");
    }

    private HealthView open(Person person, Map<String, List<String>> parameters) {
        People.signIn(person);
        Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
        HealthView view = new HealthView(
                new FindingsService(desk, estate, currentUser, clock),
                new LocationsService(estate, currentUser),
                new SitesService(locks, service, estate, currentUser),
                currentUser,
                clock);
        show(view);
        view.open(parameters);
        return view;
    }

    private static void search(HealthView view, String text) {
        TextField search = _get(view, TextField.class);
        search.setValue(text);
        ComponentUtil.fireEvent(search, new ComponentValueChangeEvent<>(search, search, "", true));
    }

    private static List<Long> findings(HealthView view) {
        return GridKt._findAll(_get(view, HealthGrid.class)).stream()
                .map(FindingRow::id)
                .toList();
    }

    private static NativeButton chip(HealthView view, String text) {
        return _get(view, NativeButton.class, spec -> spec.withText(text));
    }

    private static String export(HealthView view) {
        return _get(
                        view,
                        Anchor.class,
                        spec -> spec.withPredicate(link -> link.getHref().startsWith("api/")))
                .getHref();
    }
}
