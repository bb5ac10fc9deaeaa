package dev.profilekeep.restore.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.AddressRange;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.FileVersions;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.visit.VisitRefusedException.Why;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into a backup of one's own, with a real repository and a real audit trail. */
class BackupVisitsTest {
    private static final String SID = "S-1-5-21-1-2-3-1104";
    private static final Actor ANNA = new Actor(SID, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor("S-1-5-21-1-2-3-1131", "Helge", List.of("HELPDESK"), "");
    private static final ContainerRow ROW = new ContainerRow(
            7,
            "office",
            ContainerKind.PROFILE,
            SID,
            "anna",
            "Profile_anna",
            ContainerState.HEALTHY,
            List.of(),
            List.of("fra"),
            false,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    private static final RestorePolicy.Share SHARE =
            new RestorePolicy.Share("", "smb://files/restored", null, Encryption.PREFERRED, null);

    @TempDir
    static Path folder;

    private static VisitedBackup backup;
    private BackupVisits visits;

    @BeforeAll
    static void backUp() throws IOException {
        backup = new VisitedBackup(folder, ROW, Clock.fixed(Instant.parse("2026-03-02T08:00:00Z"), ZoneOffset.UTC));
    }

    @BeforeEach
    void open() {
        backup.forget();
        visits = backup.visits(policy(true, SHARE));
    }

    @AfterEach
    void close() {
        visits.close();
    }

    @AfterAll
    static void end() {
        backup.close();
    }

    private static RestorePolicy policy(boolean own, RestorePolicy.Share share, String... networks) {
        return new RestorePolicy(
                own,
                new RestorePolicy.Download(
                        networks.length > 0,
                        false,
                        List.of(networks).stream().map(AddressRange::parse).toList()),
                share,
                RestorePolicy.Within.STANDARD);
    }

    private void with(RestorePolicy policy) {
        visits.close();
        visits = backup.visits(policy);
    }

    private Visit visit() throws IOException {
        return visits.openOwn(ROW, backup.point(), ANNA);
    }

    private static SnapshotEntry entry(Visit visit, String path) throws IOException {
        return visit.find(path).orElseThrow();
    }

    private static void refused(Why why, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(VisitRefusedException.class, e -> assertThat(e.why())
                .isEqualTo(why));
    }

    @Test
    void one_looks_into_ones_own_backup_and_the_audit_names_no_file() throws IOException {
        try (Visit visit = visit()) {
            assertThat(visit.list(visit.root()).stream().map(SnapshotEntry::name))
                    .contains("deep", "Long file name.text");
            assertThat(visit.search(visit.root(), "LEVEL 5").entries())
                    .extracting(SnapshotEntry::path)
                    .containsExactly("deep/level 0/level 1/level 2/level 3/level 4/level 5");
            assertThat(visit.preview(entry(visit, "Long file name.text"))).isInstanceOf(Preview.Text.class);
            FileVersions versions = visit.versions(entry(visit, "size 100"), List.of(backup.point()));
            assertThat(versions.versions()).hasSize(1);
        }

        assertThat(backup.told())
                .containsExactly(
                        "files.open begun",
                        "files.open done",
                        "files.preview begun",
                        "files.preview done",
                        "files.versions begun",
                        "files.versions done");
        assertThat(backup.entries()).allSatisfy(record -> {
            assertThat(record.entry().subject()).isEqualTo("container:7");
            assertThat(record.entry().toString()).doesNotContain("Long file").doesNotContain("size 100");
        });
        assertThat(visits.openCount()).isZero();
    }

    @Test
    void another_persons_backup_stays_closed_and_the_attempt_is_told() {
        refused(Why.NOT_AGREED, () -> visits.openOwn(ROW, backup.point(), HELGE));
        refused(Why.NOT_AGREED, () -> visits.openOwn(ROW, backup.point(), Actor.SCHEDULE));

        assertThat(backup.told()).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("files.open refused"));
    }

    @Test
    void files_are_put_into_a_folder_of_the_owners_own_and_it_says_where() throws IOException {
        try (Visit visit = visit()) {
            List<SnapshotEntry> chosen = List.of(entry(visit, "deep"), entry(visit, "size 100"));
            assertThat(visit.count(chosen).bytes()).isEqualTo(100);
            ExportResult put = visit.put(chosen, Progress.NONE);

            assertThat(put.where()).isEqualTo("\\\\files\\restored\\anna-1104\\2026-03-02-1");
            assertThat(put.files()).isEqualTo(1);
            assertThat(put.folders()).isEqualTo(8);
        }
        assertThat(backup.share.list(StoragePath.of("anna-1104/2026-03-02-1")))
                .extracting(StoredFile::name)
                .containsExactlyInAnyOrder("deep", "size 100");
        assertThat(backup.entries().get(backup.entries().size() - 1).entry().evidence())
                .containsEntry("files", "1")
                .containsEntry("bytes", "100")
                .containsEntry("chosen", "2");
    }

    @Test
    void nothing_is_taken_out_where_it_needs_a_yes_or_there_is_no_place_for_it() throws IOException {
        with(policy(false, SHARE));
        try (Visit visit = visit()) {
            SnapshotEntry file = entry(visit, "size 100");
            assertThat(visit.mayTake()).isFalse();
            refused(Why.NEEDS_A_YES, () -> visit.put(List.of(file), Progress.NONE));
            refused(Why.NEEDS_A_YES, () -> visit.preview(file));
            refused(
                    Why.NEEDS_A_YES,
                    () -> visit.download(List.of(file), null, new ByteArrayOutputStream(), Progress.NONE));
        }
        with(policy(true, null));
        try (Visit visit = visit()) {
            refused(Why.NO_SHARE, () -> visit.put(List.of(entry(visit, "size 100")), Progress.NONE));
        }
        assertThat(backup.share.list(StoragePath.ROOT)).isEmpty();
        assertThat(backup.told()).filteredOn(line -> line.contains("refused")).hasSize(4);
    }

    @Test
    void a_browser_fetches_files_only_where_the_policy_says_so() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (Visit visit = visit()) {
            refused(Why.NO_DOWNLOAD, () -> visit.download(List.of(visit.root()), null, zip, Progress.NONE));
        }
        with(policy(true, SHARE, "10.20.0.0/16"));
        try (Visit visit = visit()) {
            List<SnapshotEntry> chosen = List.of(entry(visit, "size 100"));
            InetAddress outside = InetAddress.getByName("10.21.0.1");
            refused(Why.NO_DOWNLOAD, () -> visit.download(chosen, outside, zip, Progress.NONE));
            assertThat(zip.size()).isZero();
            visit.download(chosen, InetAddress.getByName("10.20.0.1"), zip, Progress.NONE);
        }
        try (ZipInputStream read = new ZipInputStream(new ByteArrayInputStream(zip.toByteArray()))) {
            assertThat(read.getNextEntry().getName()).isEqualTo("size 100");
            assertThat(read.readAllBytes()).hasSize(100);
        }
    }

    @Test
    void what_is_closed_answers_no_more_and_what_is_under_way_goes_on_to_its_end() throws IOException {
        with(policy(true, SHARE, "10.20.0.0/16"));
        Visit visit = visit();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        List<SnapshotEntry> chosen = List.of(entry(visit, "size 4095"), entry(visit, "compressed"));
        boolean[] closed = {false};
        ExportResult taken = visit.download(chosen, InetAddress.getByName("10.20.0.1"), zip, (done, total) -> {
            if (!closed[0]) {
                closed[0] = true;
                try {
                    visit.close();
                } catch (IOException e) {
                    return false;
                }
            }
            return true;
        });
        assertThat(taken.files()).isGreaterThan(10);
        assertThat(visits.openCount()).isZero();
        refused(Why.CLOSED, visit::root);
    }

    @Test
    void a_backup_of_another_container_is_not_opened_in_its_stead() {
        ContainerRow other = new ContainerRow(
                8,
                "callcentre",
                ContainerKind.PROFILE,
                SID,
                "anna",
                "Profile_anna",
                ContainerState.HEALTHY,
                List.of(),
                List.of("fra"),
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThatThrownBy(() -> visits.openOwn(other, backup.point(), ANNA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is none of container 8");
    }

    @Test
    void a_backup_that_nobody_asks_anything_of_lets_go_of_the_repository_and_is_there_again_when_asked()
            throws IOException {
        try (Visit visit = visit()) {
            List<SnapshotEntry> before = visit.list(visit.root());
            visits.letRest(BackupVisits.IDLE);
            assertThat(visit.rests()).as("somebody asked just now").isFalse();

            visits.letRest(Duration.ZERO);
            assertThat(visit.rests()).isTrue();
            assertThat(visits.openCount()).as("the page is still there").isEqualTo(1);

            assertThat(visit.list(visit.root())).isEqualTo(before);
            assertThat(visit.rests()).isFalse();
            assertThat(backup.told()).as("it is the same look").containsExactly("files.open begun", "files.open done");
        }
        assertThat(visits.openCount()).isZero();
    }

    @Test
    void who_rests_and_was_closed_stays_closed() throws IOException {
        Visit visit = visit();
        visits.letRest(Duration.ZERO);
        visit.close();
        assertThat(visits.openCount()).isZero();
        refused(Why.CLOSED, visit::root);
        assertThat(visit.rests()).isTrue();
    }
}
