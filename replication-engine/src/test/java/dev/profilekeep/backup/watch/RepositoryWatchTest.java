package dev.profilekeep.backup.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.care.CareService;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingCsv;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.About;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthService;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings about repositories in folders, over nights and care of the real engine. */
class RepositoryWatchTest {
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "10.0.0.1");

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void aPersonAndARepositoryWhereTheyWork() throws Exception {
        estate = new Estate(folder);
        make("backups");
        // repositories are dated by their storage's clock
        estate.clock().set(Instant.now());
        estate.put("fra-profiles", Estate.ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void make(String name) throws IOException {
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve(name + ".key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve(name)))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
    }

    private void configure(String copyTo) {
        estate.with(
                """
                repositories:
                  - {id: backups, name: Backups Frankfurt, site: fra, address: backups, keyFrom: file:backups.key}
                %s
                policies: {backups: {repository: backups, until: never %s}}
                """
                        .formatted(
                                copyTo.isEmpty()
                                        ? ""
                                        : "  - {id: second, site: lon, address: second, keyFrom: file:second.key}",
                                copyTo));
    }

    private void inventory() throws Exception {
        estate.clock().forward(Duration.ofMinutes(1));
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    private void night() throws Exception {
        inventory();
        assertThat(estate.engine()
                        .backups()
                        .runAll("Ada", true, RunControl.NEVER_STOP)
                        .reason())
                .isEmpty();
    }

    private void care(CareKind kind) throws Exception {
        CareService care = estate.engine().care();
        long run = care.begin(kind, "Ada").id();
        try {
            care.run(run, RunControl.NEVER_STOP);
            care.finish(run);
        } catch (IOException e) {
            care.abort(run, Phase.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private HealthService health() {
        return estate.engine().health();
    }

    private List<FindingRow> about(FindingFilter filter) {
        return health().list(filter.about(About.REPOSITORIES), FindingSort.WORST_FIRST, 0, 100);
    }

    private FindingRow only(RepositoryFindingCode code) {
        return about(FindingFilter.OPEN.codes(Set.of(code))).get(0);
    }

    private List<String> codes() {
        return about(FindingFilter.OPEN).stream()
                .map(row -> row.code().name())
                .sorted()
                .toList();
    }

    @Test
    void a_finding_of_a_repository_is_an_incident_until_it_is_accepted_or_over() throws Exception {
        configure("");
        night();
        estate.engine().notifications().tick();
        assertThat(incidents()).containsExactlyInAnyOrder("BACKUPS_AT_ONE_SITE", "RECOVERY_KEY_NOT_PROVED");
        assertThat(estate.engine().notifications().incidents().open()).allSatisfy(one -> {
            assertThat(one.kind()).isEqualTo(IncidentKind.REPOSITORY_FINDING);
            assertThat(one.siteId()).isEqualTo("fra");
            assertThat(one.severity()).isEqualTo(Severity.WARN);
            assertThat(one.facts()).containsEntry("name", "Backups Frankfurt").containsEntry("repository", "backups");
        });

        health().accept(
                        Set.of(only(RepositoryFindingCode.BACKUPS_AT_ONE_SITE).id()),
                        estate.clock().instant().plus(Duration.ofDays(30)),
                        "a second site comes in spring",
                        ADA);
        estate.engine()
                .repositories()
                .open("backups")
                .keys()
                .add(Secret.KeyText.create(new SecureRandom()), KeySlot.Kind.RECOVERY, "paper");
        care(CareKind.MAINTENANCE);
        estate.engine().notifications().tick();
        assertThat(incidents()).isEmpty();

        Files.move(folder.resolve("backups/repository"), folder.resolve("away"));
        estate.shut();
        assertThatThrownBy(() -> care(CareKind.CHECK)).isInstanceOf(IOException.class);
        estate.engine().notifications().tick();
        assertThat(incidents()).containsExactly("REPOSITORY_UNREADABLE");
        assertThat(estate.engine().notifications().incidents().open().get(0).severity())
                .isEqualTo(Severity.CRITICAL);
    }

    private List<String> incidents() {
        return estate.engine().notifications().incidents().open().stream()
                .map(one -> one.facts().get("finding"))
                .toList();
    }

    @Test
    void what_is_wrong_with_a_repository_is_told_after_each_job_and_goes_when_it_is_put_right() throws Exception {
        configure("");
        night();
        assertThat(codes()).containsExactly("BACKUPS_AT_ONE_SITE", "RECOVERY_KEY_NOT_PROVED");
        FindingRow site = only(RepositoryFindingCode.BACKUPS_AT_ONE_SITE);
        assertThat(site.repositoryId()).isEqualTo("backups");
        assertThat(site.locationId()).isNull();
        assertThat(site.container()).isNull();
        assertThat(site.siteId()).isEqualTo("fra");
        assertThat(site.facts()).containsEntry("sets", "pool").containsEntry("name", "Backups Frankfurt");

        Repository repository = estate.engine().repositories().open("backups");
        repository.keys().add(Secret.KeyText.create(new SecureRandom()), KeySlot.Kind.RECOVERY, "paper");
        care(CareKind.MAINTENANCE);
        assertThat(codes()).as("a new one is as good as a proved one").containsExactly("BACKUPS_AT_ONE_SITE");

        estate.clock().forward(Duration.ofDays(150));
        night();
        assertThat(codes()).containsExactly("BACKUPS_AT_ONE_SITE", "RECOVERY_KEY_NOT_PROVED", "RESTORE_TEST_OVERDUE");
        care(CareKind.RESTORE_TEST);
        assertThat(codes()).containsExactly("BACKUPS_AT_ONE_SITE", "RECOVERY_KEY_NOT_PROVED");

        estate.shut();
        Path file = folder.resolve("backups/repository");
        Files.move(file, folder.resolve("away"));
        Instant since = estate.clock().instant();
        assertThatThrownBy(() -> care(CareKind.CHECK)).hasMessageContaining("repository 'backups'");
        estate.clock().forward(Duration.ofHours(5));
        assertThatThrownBy(() -> care(CareKind.CHECK)).isInstanceOf(IOException.class);
        FindingRow unreadable = only(RepositoryFindingCode.REPOSITORY_UNREADABLE);
        assertThat(unreadable.facts().get("since")).startsWith(since.toString().substring(0, 19));
        assertThat(unreadable.facts().get("reason")).contains("the file repository of the backup repository is lost");
        assertThat(codes()).as("what was seen before holds").contains("RECOVERY_KEY_NOT_PROVED");
        Files.move(folder.resolve("away"), file);
        care(CareKind.CHECK);
        assertThat(codes()).doesNotContain("REPOSITORY_UNREADABLE");
        assertThat(about(FindingFilter.OPEN.status(FindingFilter.Status.RESOLVED)))
                .extracting(row -> row.code().name())
                .contains("REPOSITORY_UNREADABLE");
    }

    @Test
    void they_are_listed_counted_accepted_and_kept_from_who_is_held_to_elsewhere() throws Exception {
        configure("");
        night();
        FindingRow site = only(RepositoryFindingCode.BACKUPS_AT_ONE_SITE);

        assertThat(health().overview().repositories()).hasSize(2);
        assertThat(health().overview().locations()).isEmpty();
        assertThat(health().overview().all().warn()).isGreaterThanOrEqualTo(2);
        assertThat(health().overview().sites())
                .filteredOn(one -> one.id().equals("fra"))
                .allSatisfy(one -> assertThat(one.counts().warn()).isGreaterThanOrEqualTo(2));
        assertThat(FindingCsv.cells(site)).hasSameSizeAs(FindingCsv.COLUMNS).endsWith("backups");
        Reach frankfurt = new Reach(Set.of("fra"), Set.of());
        Reach london = new Reach(Set.of("lon"), Set.of());
        Reach pool = new Reach(Set.of(), Set.of("pool"));
        assertThat(about(FindingFilter.OPEN.within(frankfurt))).hasSize(2);
        assertThat(about(FindingFilter.OPEN.within(london))).isEmpty();
        assertThat(about(FindingFilter.OPEN.within(pool))).isEmpty();
        assertThat(health().finding(site.id(), london)).isEmpty();

        health().accept(
                        List.of(site.id()),
                        estate.clock().instant().plus(Duration.ofDays(30)),
                        "the second site is being built",
                        ADA);
        night();
        assertThat(codes()).doesNotContain("BACKUPS_AT_ONE_SITE");
        assertThat(about(FindingFilter.OPEN.accepted(Accepted.ONLY))).hasSize(1);
        assertThat(estate.engine().audit().find(new AuditTrail.Query("", HealthService.ACCEPT, ""), 0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().subject()).isEqualTo("repository:backups"));
        health().withdraw(List.of(site.id()), "", ADA);
        assertThat(codes()).contains("BACKUPS_AT_ONE_SITE");

        inventory();
        assertThat(codes()).as("an inventory knows nothing of repositories").hasSize(2);
    }

    @Test
    void copies_that_are_late_are_told_and_so_is_room_that_shrinks() throws Exception {
        make("second");
        long free = 200L << 30;
        long total = 5 * free;
        estate.repositoriesOn(new Volume(total, free));
        configure(", copyTo: [second]");
        night();
        assertThat(codes()).as("one lies in London").doesNotContain("BACKUPS_AT_ONE_SITE", "COPIES_BEHIND");
        estate.clock().forward(Duration.ofDays(3));
        care(CareKind.CHECK);
        FindingRow behind = only(RepositoryFindingCode.COPIES_BEHIND);
        assertThat(behind.repositoryId()).isEqualTo("second");
        assertThat(behind.facts()).containsEntry("source", "Backups Frankfurt").containsEntry("containers", "1");

        care(CareKind.COPY);
        assertThat(codes()).doesNotContain("COPIES_BEHIND", "REPOSITORY_NEARLY_FULL");

        LocalDate today = LocalDate.ofInstant(estate.clock().instant(), ZoneOffset.UTC);
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update("DELETE FROM repository_room WHERE repository_id = 'second'");
            for (int day = 2; day <= 6; day++) {
                session.update(
                        "INSERT INTO repository_room (repository_id, on_day, total_bytes, free_bytes)"
                                + " VALUES ('second', ?, ?, ?)",
                        today.minusDays(day),
                        total,
                        free + day * free / 2);
            }
        });
        care(CareKind.CHECK);
        assertThat(only(RepositoryFindingCode.REPOSITORY_NEARLY_FULL).facts())
                .as("half of what is free goes each night")
                .containsEntry("nights", "2");
    }
}
