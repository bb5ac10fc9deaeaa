package dev.profilekeep.portal.backups.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.html.Anchor;
import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.CareService.FoundWrong;
import dev.profilekeep.backup.care.RestoreEvidence;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RepositoryFacts;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.ui.GrowthChart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RepositoryViewTest extends ViewTest {
    private static final Instant NIGHT = Instant.parse("2026-03-02T03:00:00Z");

    private final FakeBackupDesk desk = FakeBackupDesk.standard(estate);
    private final BackupsService service = new BackupsService(desk, estate, currentUser, new MovedClock());

    private static RepositoryMeasure night(int daysAgo, long stored) {
        return new RepositoryMeasure(
                NIGHT.minus(Duration.ofDays(daysAgo)),
                stored,
                120 * Samples.GB,
                0,
                60,
                2,
                2,
                NIGHT,
                NIGHT.minusSeconds(86_400 * 30));
    }

    private static RestoreEvidence test(String size, boolean passed) {
        return new RestoreEvidence(
                "main",
                "key-of-anna",
                "Profile_anna",
                size,
                new UUID(1, 2),
                NIGHT.minusSeconds(7_200),
                NIGHT,
                passed,
                passed ? "it is" : "Profile_anna differs",
                "0123456789abcdef0123",
                passed ? "0123456789abcdef0123" : "another",
                5 * Samples.GB,
                Duration.ofSeconds(90),
                Duration.ofMillis(300));
    }

    private void facts(
            List<RepositoryMeasure> nights, CareResult check, List<FoundWrong> wrong, List<RestoreEvidence> tests) {
        desk.facts.put(
                "main",
                new RepositoryFacts(
                        desk.repositories().get(0),
                        nights,
                        nights.isEmpty()
                                ? List.of()
                                : List.of(
                                        new KeyInfo(
                                                "k1",
                                                KeySlot.Kind.PASSPHRASE,
                                                "the portal",
                                                NIGHT.minusSeconds(99),
                                                Optional.empty()),
                                        new KeyInfo(
                                                "k2",
                                                KeySlot.Kind.RECOVERY,
                                                "safe in London",
                                                NIGHT.minusSeconds(99),
                                                Optional.of(NIGHT))),
                        check,
                        12,
                        30,
                        wrong,
                        tests,
                        Map.of(ContainerKind.PROFILE, new RetentionRule(0, 30, 0, 12, 0)),
                        List.of(ContainerKind.PROFILE, ContainerKind.ODFC)));
    }

    private void sound() {
        facts(
                List.of(night(0, 12 * Samples.GB), night(1, 10 * Samples.GB)),
                new CareResult(1, "main", NIGHT, true, "all is there", 0, 3 * Samples.GB, 4, 30),
                List.of(),
                List.of(test("LARGE", true), test("SMALL", false)));
    }

    private RepositoryView open(Person person) {
        People.signIn(person);
        RepositoryView view = new RepositoryView(service);
        view.open("main");
        return show(view);
    }

    @Test
    void it_says_how_large_it_is_whether_it_grows_and_whether_it_was_proved() {
        sound();
        RepositoryView view = open(People.ada());
        assertThat(words(view))
                .contains("Backups London", "Readable", "In London. It gets the nightly backups.")
                .contains("12 GB", "10 : 1", "120 GB could be brought back")
                .as("as the list of backups counts them, which knows of those made since the last job")
                .contains("Backups\n2\nof one container")
                .doesNotContain("60 backups")
                .contains("Backups, the newest and the oldest: as of 2 Mar 2026, 05:59. Size, what is stored only once")
                .contains("Everything is there", "12 of 30 parts of the data within 30 days", "3 GB")
                .contains("A large one", "is what was backed up, from the first header to the last name")
                .contains("A small one", "What the restored disk says is not what was backed up.")
                .contains("the portal", "Passphrase", "never", "safe in London", "Recovery key")
                .contains("the last one of each of 30 days and the last one of each of 12 months", "all of them stay");
        assertThat(words(view)).contains("less than a second").containsSubsequence("A small one", "A large one");
        assertThat(words(_get(view, GrowthChart.class))).contains("2 GB");
    }

    @Test
    void nobody_is_named() {
        sound();
        assertThat(words(open(People.otto()))).doesNotContain("anna").doesNotContain("key-of");
    }

    @Test
    void what_a_check_found_is_told_with_what_to_do_and_to_who_is_held_to_a_part_in_numbers_alone() {
        facts(
                List.of(night(0, Samples.GB)),
                new CareResult(1, "main", NIGHT, false, "", 1, 0, 4, 30),
                List.of(new FoundWrong(Problem.Severity.LOSS, "pack 17 is gone", "repair it", NIGHT, 2)),
                List.of());
        assertThat(words(open(People.ada())))
                .contains("None; only whether all is there was looked at")
                .contains("One thing is wrong", "Lost", "pack 17 is gone", "repair it")
                .contains("Backups of 2 containers cannot be restored as they were.")
                .contains("After the second night, a line shows here how it grows.")
                .contains("Nothing was restored for a trial yet.");
        assertThat(words(open(People.held("alf", null, new Scope(Set.of(), Set.of("office")), Role.ADMINISTRATOR))))
                .contains("One thing is wrong")
                .doesNotContain("pack 17");
    }

    @Test
    void before_the_first_night_it_says_what_will_be_here() {
        facts(List.of(), null, List.of(), List.of());
        assertThat(words(open(People.ada())))
                .contains("Nothing was measured yet", "It was not checked yet.", "Not known yet");
        assertThatThrownBy(() -> new RepositoryView(service).open("nonsense")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void the_list_of_backups_leads_there_for_those_who_may_go() {
        for (Person person : List.of(People.ada(), People.helge())) {
            People.signIn(person);
            BackupsView view = new BackupsView(service, new MovedClock());
            view.open(Map.of());
            boolean linked = _find(show(view), Anchor.class).stream()
                    .anyMatch(anchor -> anchor.getHref().equals("backups/repositories/main"));
            assertThat(linked).as(person.displayName()).isEqualTo(person.has(Role.ADMINISTRATOR));
        }
    }
}
