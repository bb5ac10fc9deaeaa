package dev.profilekeep.backup.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.points.KeptBackups.Act;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.About;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody takes out of a repository's folder by hand, as the real engine notices it. */
class RemovedFromRepositoryTest {
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "10.0.0.1");

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void aBackup() throws Exception {
        estate = new Estate(folder);
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("backups.key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve("backups")))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        estate.clock().set(Instant.now());
        estate.put("fra-profiles", Estate.ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        estate.with(
                """
                repositories:
                  - {id: backups, name: Backups Frankfurt, site: fra, address: backups, keyFrom: file:backups.key}
                policies: {backups: {repository: backups, until: never}}
                """);
        night();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void night() throws Exception {
        estate.clock().forward(Duration.ofMinutes(1));
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        assertThat(estate.engine()
                        .backups()
                        .runAll("Ada", true, RunControl.NEVER_STOP)
                        .reason())
                .isEmpty();
    }

    private void check() throws Exception {
        estate.clock().forward(Duration.ofMinutes(1));
        CareService care = estate.engine().care();
        long run = care.begin(CareKind.CHECK, "Ada").id();
        try {
            care.run(run, RunControl.NEVER_STOP);
            care.finish(run);
        } catch (IOException e) {
            care.abort(run, Phase.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private Repository repository() throws IOException {
        return estate.engine().repositories().open("backups");
    }

    private List<KnownPoint> points() {
        return estate.engine().restorePoints().ofPerson(Estate.ANNA);
    }

    private Optional<FindingRow> told() {
        return estate
                .engine()
                .health()
                .list(
                        FindingFilter.OPEN
                                .about(About.REPOSITORIES)
                                .codes(Set.of(RepositoryFindingCode.BACKUPS_REMOVED)),
                        FindingSort.WORST_FIRST,
                        0,
                        10)
                .stream()
                .findFirst();
    }

    private Path file(UUID id) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("backups"))) {
            return all.filter(path -> path.getFileName().toString().equals(id.toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> incidents() {
        estate.engine().notifications().tick();
        return estate.engine().notifications().incidents().open().stream()
                .map(one -> one.facts().get("finding"))
                .toList();
    }

    @Test
    void a_snapshot_that_somebody_took_away_is_told_with_whom_it_concerns_until_its_file_is_back() throws Exception {
        KnownPoint point = points().get(0);
        Path file = file(point.snapshot());
        Path away = Files.move(file, folder.resolve("away"));
        check();
        assertThat(points()).isEmpty();
        assertThat(told()).hasValueSatisfying(row -> assertThat(row.facts())
                .containsEntry("snapshots", "1")
                .containsEntry("containers", "1")
                .containsEntry("names", "Profile_anna")
                .containsEntry("decisions", "0")
                .satisfies(facts -> assertThat(Instant.parse(facts.get("moment")))
                        .isBetween(
                                point.moment().minusSeconds(1), point.moment().plusSeconds(1))));
        assertThat(incidents()).contains("BACKUPS_REMOVED");
        check();
        assertThat(told()).as("it stays as long as the file is gone").isPresent();

        Files.move(away, file);
        check();
        assertThat(points()).hasSize(1);
        assertThat(told()).isEmpty();
    }

    @Test
    void who_accepts_what_is_gone_is_told_anew_of_what_goes_later() throws Exception {
        UUID first = points().get(0).snapshot();
        night();
        Files.delete(file(first));
        check();
        estate.engine()
                .health()
                .accept(
                        List.of(told().orElseThrow().id()),
                        estate.clock().instant().plus(Duration.ofDays(300)),
                        "the disk of the server had errors",
                        ADA);
        check();
        assertThat(told()).isEmpty();
        assertThat(incidents()).doesNotContain("BACKUPS_REMOVED");

        Files.delete(file(points().get(0).snapshot()));
        check();
        assertThat(told()).hasValueSatisfying(row -> {
            assertThat(row.acceptance()).isNull();
            assertThat(row.facts()).containsEntry("snapshots", "1");
        });
        assertThat(incidents()).contains("BACKUPS_REMOVED");
    }

    @Test
    void a_pin_or_a_hold_whose_file_is_gone_is_told_unless_it_was_ended_before() throws Exception {
        KnownPoint point = points().get(0);
        keep(point, new Act.Hold());
        keep(point, new Act.Pin(List.of(point)));
        List<Decision> decided = repository().decisions().read().decisions();
        assertThat(decided).hasSize(2);
        Path away = Files.createDirectory(folder.resolve("away"));
        for (Decision one : decided) {
            Files.move(file(one.id()), away.resolve(one.id().toString()));
        }
        check();
        assertThat(told()).hasValueSatisfying(row -> assertThat(row.facts())
                .containsEntry("decisions", "2")
                .containsEntry("snapshots", "0")
                .containsEntry("names", "Profile_anna"));

        Path decisions = folder.resolve("backups/decisions");
        for (Decision one : decided) {
            Files.move(
                    away.resolve(one.id().toString()),
                    decisions.resolve(one.id().toString()));
        }
        check();
        assertThat(told()).isEmpty();

        keep(point, new Act.Release());
        keep(point, new Act.Unpin(List.of(point)));
        for (Decision one : decided) {
            Files.delete(file(one.id()));
        }
        check();
        assertThat(told()).isEmpty();
    }

    private void keep(KnownPoint point, Act act) throws IOException {
        estate.engine().keptBackups().decide(1, point.identity(), act, ADA, "asked for");
    }

    @Test
    void what_was_forgotten_may_go() throws Exception {
        KnownPoint point = points().get(0);
        night();
        repository()
                .decisions()
                .decide("policy", "no rule keeps it", new Decision.Forget(point.snapshot(), Set.of(), Duration.ZERO));
        Files.delete(file(point.snapshot())); // as a prune by command does, which the catalog hears of later
        check();
        assertThat(points()).hasSize(1).noneMatch(one -> one.snapshot().equals(point.snapshot()));
        assertThat(told()).isEmpty();
    }

    @Test
    void a_folder_that_is_suddenly_empty_is_no_repository_without_backups() throws Exception {
        Path mounted = folder.resolve("backups");
        Path away = Files.move(mounted, folder.resolve("away"));
        Files.createDirectory(mounted);
        assertThatThrownBy(this::check).hasMessageContaining("backups");
        assertThat(points()).hasSize(1);
        assertThat(told()).isEmpty();
        assertThat(incidents()).contains("REPOSITORY_UNREADABLE");

        Files.move(mounted, folder.resolve("mount point"));
        Files.move(away, mounted);
        check();
        assertThat(points()).hasSize(1);
        assertThat(told()).isEmpty();
        assertThat(incidents()).doesNotContain("REPOSITORY_UNREADABLE");
    }
}
