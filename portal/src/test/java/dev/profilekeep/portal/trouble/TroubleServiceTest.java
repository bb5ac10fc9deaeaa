package dev.profilekeep.portal.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.notify.Incident;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeTroubleDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anna and Ben keep something in Frankfurt and London. */
class TroubleServiceTest {
    private final FakeTroubleDesk desk = new FakeTroubleDesk();
    private final TroubleWatch watch = new TroubleWatch(desk);
    private final FakeEstate estate = FakeEstate.standard();
    private final TroubleService service = new TroubleService(desk, watch, estate, new CurrentUser());

    @AfterEach
    void signOut() {
        People.signOut();
    }

    private List<Trouble> toldTo(Person person) {
        People.signIn(person);
        watch.look();
        return service.now();
    }

    @Test
    void a_site_that_is_down_is_told_to_those_who_keep_something_there_and_to_nobody_else() {
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of("reason", "no route to \\\\filer"), 30);
        desk.with(IncidentKind.SITE_DOWN, "rom", Map.of(), 20);
        assertThat(toldTo(People.anna()))
                .containsExactly(new Trouble(
                        IncidentKind.SITE_DOWN,
                        "fra",
                        "Frankfurt",
                        "",
                        Samples.NOW.minusSeconds(1_800),
                        false,
                        0,
                        null));
        assertThat(toldTo(People.person("new", "S-1-5-21-9-9-9-9", Role.USER))).isEmpty();
        assertThat(toldTo(People.person("anna", null, Role.USER))).isEmpty();
        assertThat(toldTo(People.nobody())).isEmpty();
    }

    @Test
    void a_machine_whose_locks_are_all_cleared_is_told_of_to_nobody() {
        desk.with(IncidentKind.HOST_LEFT_LOCKS, null, Map.of("host", "AVD-12", "locked", "9", "stale", "9"), 5);
        assertThat(toldTo(People.helge())).hasSize(1);
        desk.lockedOut = 0;
        assertThat(toldTo(People.helge())).isEmpty();
    }

    @Test
    void who_helps_is_told_of_every_site_and_how_many_people_it_concerns() {
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30).with(IncidentKind.SITE_DOWN, "rom", Map.of(), 20);
        for (Person person : List.of(People.helge(), People.ada(), People.otto())) {
            assertThat(toldTo(person))
                    .extracting(trouble -> trouble.siteId() + " " + trouble.people())
                    .containsExactly("fra 23", "rom 23");
        }
    }

    @Test
    void who_helps_is_told_that_the_site_is_cut_off_and_hears_when_that_changes() throws Exception {
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30);
        assertThat(toldTo(People.helge())).extracting(Trouble::cutOff).containsOnlyNulls();
        List<String> heard = new ArrayList<>();
        try (AutoCloseable listening = service.subscribe(() -> heard.add("news"))) {
            desk.cutOff.put("fra", Samples.NOW);
            assertThat(toldTo(People.helge())).extracting(Trouble::cutOff).containsExactly(Samples.NOW);
            assertThat(heard).hasSize(1);
            assertThat(toldTo(People.anna()))
                    .as("nothing for her to do")
                    .extracting(Trouble::cutOff)
                    .containsOnlyNulls();
            desk.cutOff.clear();
            assertThat(toldTo(People.helge())).extracting(Trouble::cutOff).containsOnlyNulls();
            assertThat(heard).hasSize(2);
        }
    }

    @Test
    void who_helps_in_a_part_of_the_estate_is_told_of_what_concerns_somebody_there() {
        desk.with(IncidentKind.SITE_DOWN, "rom", Map.of(), 20);
        Person held = People.held("helge", null, new Scope(Set.of("lon"), Set.of()), Role.HELPDESK);
        assertThat(toldTo(held)).hasSize(1);
        desk.people = 0;
        assertThat(toldTo(held)).isEmpty();
        assertThat(toldTo(People.helge())).as("held to nothing").hasSize(1);
    }

    @Test
    void a_machine_that_left_locks_is_told_to_those_who_help_alone() {
        desk.with(IncidentKind.HOST_LEFT_LOCKS, null, Map.of("host", "AVD-12", "locked", "9", "stale", "9"), 5);
        assertThat(toldTo(People.anna())).isEmpty();
        assertThat(toldTo(People.helge())).singleElement().satisfies(trouble -> assertThat(
                        trouble.what() + " " + trouble.people())
                .isEqualTo("AVD-12 4"));
    }

    @Test
    void a_location_that_is_down_is_a_part_of_its_site() {
        desk.with(IncidentKind.LOCATION_DOWN, "fra", Map.of("location", "Office caches"), 5);
        assertThat(toldTo(People.anna())).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(IncidentKind.LOCATION_DOWN);
            assertThat(trouble.helps()).isFalse();
        });
    }

    @Test
    void nothing_is_asked_while_nothing_is_wrong() {
        assertThat(toldTo(People.anna())).isEmpty();
        assertThat(desk.asked).isZero();
    }

    @Test
    void who_listens_hears_of_what_comes_changes_and_goes_but_not_that_it_lasts() throws Exception {
        List<Integer> heard = new ArrayList<>();
        AutoCloseable listening = watch.listen(() -> heard.add(watch.open().size()));
        watch.look();
        assertThat(heard).isEmpty();
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of("reason", "timed out"), 30);
        watch.look();
        assertThat(heard).containsExactly(1);
        Incident one = desk.incidents.get(0);
        desk.incidents.set(
                0,
                new Incident(
                        one.id(),
                        one.kind(),
                        one.severity(),
                        one.siteId(),
                        Map.of("reason", "refused"),
                        one.since(),
                        one.openedAt(),
                        one.seenAt().plusSeconds(30),
                        null));
        watch.look();
        assertThat(heard).as("the same trouble").hasSize(1);
        desk.incidents.clear();
        watch.look();
        assertThat(heard).containsExactly(1, 0);
        listening.close();
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30);
        watch.look();
        assertThat(heard).hasSize(2);
    }

    @Test
    void one_listener_that_fails_keeps_nobody_else_from_hearing() {
        List<String> heard = new ArrayList<>();
        watch.listen(() -> {
            throw new IllegalStateException("its page was closed");
        });
        watch.listen(() -> heard.add("news"));
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30);
        watch.look();
        assertThat(heard).containsExactly("news");
    }
}
