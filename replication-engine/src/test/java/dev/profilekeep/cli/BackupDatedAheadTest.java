package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.run.EarlierBackups;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.ContainerBackup;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.ShardSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that was made while a clock ran ahead must not stand in the way of those of today. */
class BackupDatedAheadTest {
    @TempDir
    Path folder;

    private final String key = Secret.KeyText.create(new SecureRandom()).text();
    private Path repo;
    private Path disk;
    private String today;
    private String ahead;

    @BeforeEach
    void yesterdayTodayAndOneAhead() throws IOException {
        repo = folder.resolve("repo");
        disk = Files.write(
                folder.resolve("Profile_anna.VHDX"),
                Fixtures.ownImage("gpt-msr.vhdx").bytes());
        done("init", "--recovery-to", folder.resolve("recovery").toString());
        backedUp();
        ahead = madeAhead(Duration.ofDays(30));
        today = backedUp();
    }

    private String backedUp() throws IOException {
        return new ObjectMapper()
                .readTree(done("create", "--json", disk.toString()).out())
                .get("snapshot")
                .asText();
    }

    /** As the last one, of another moment. */
    private String madeAhead(Duration by) throws IOException {
        try (StorageProvider storage = Storages.connect(
                        StorageAddress.parse(repo.toString()),
                        StorageOptions.builder().build());
                Repository repository = Repository.open(
                        storage, Secret.KeyText.parse(key), RepositorySetting.standard(Clock.systemUTC(), "test"));
                WriteSession session = repository.begin("ahead");
                OpenSnapshot last = repository
                        .snapshots()
                        .open(repository.snapshots().newestFirst().get(0))) {
            SnapshotHead head = last.head();
            return repository
                    .snapshots()
                    .publishCopy(
                            session,
                            new ShardSnapshot(
                                    head.shard(),
                                    List.of(new ContainerBackup(
                                            last.containers().get(0), last.map(0), last.envelope(0)))),
                            UUID.randomUUID(),
                            new SnapshotHead(
                                    UUID.randomUUID(),
                                    Instant.now().plus(by),
                                    head.writer(),
                                    head.host(),
                                    head.purpose(),
                                    head.shard()))
                    .id()
                    .toString();
        }
    }

    private CommandRun backup(String... arguments) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--key-from", "env:KEY"));
        return CommandRun.on(
                Terminal.NONE, Map.of("KEY", key, "PROFILEKEEP_REPO", repo.toString()), all.toArray(String[]::new));
    }

    private CommandRun done(String... arguments) {
        CommandRun ran = backup(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    @Test
    void latest_is_the_newest_whose_time_has_come_and_says_what_it_passes_over() {
        for (String named : List.of("latest", "latest/anna")) {
            CommandRun shown = done("show", named);
            assertThat(shown.out()).contains("Snapshot   " + today);
            assertThat(shown.err())
                    .contains(ahead.substring(0, 8), "dated ahead of the storage's clock", "passed over");
        }
        assertThat(done("hold", "anna", "--reason", "case 7").err()).contains("dated ahead");
        CommandRun named = done("show", ahead.substring(0, 13) + "/anna");
        assertThat(named.out()).contains("Snapshot   " + ahead);
        assertThat(named.err()).isEmpty();
    }

    @Test
    void it_is_marked_in_the_list_and_told_by_a_check() throws Exception {
        assertThat(done("list").out().lines())
                .hasSize(3)
                .filteredOn(line -> line.endsWith("  dated ahead"))
                .singleElement()
                .asString()
                .contains(ahead.substring(0, 8));
        JsonNode list = new ObjectMapper().readTree(done("list", "--json").out());
        assertThat(list.findValuesAsText("datedAhead")).containsExactly("true", "false", "false");
        assertThat(done("check").out())
                .contains(
                        "HARMLESS  snapshots/" + ahead + ": it is dated ahead of the storage's clock: ", "All is well");
    }

    @Test
    void a_rule_keeps_the_newest_of_today_and_leaves_it_apart() throws Exception {
        JsonNode fates = new ObjectMapper()
                .readTree(done("forget", "--keep-last", "1", "--json").out())
                .at("/containers/0/backups");
        assertThat(fates.findValuesAsText("forgotten")).containsExactly("false", "false", "true");
        assertThat(fates.get(0).get("snapshot").asText()).isEqualTo(ahead);
        assertThat(fates.at("/0/because/0").asText()).isEqualTo("AHEAD");
        assertThat(fates.get(1).get("snapshot").asText()).isEqualTo(today);
        assertThat(done("forget", "--keep-last", "1").out()).contains("kept: ahead", "2 stay, 1 would be forgotten");
    }

    @Test
    void a_new_backup_rests_on_that_of_today() throws Exception {
        assertThat(last()).isEqualTo(today);
    }

    /** On which the next one rests. */
    private String last() throws IOException {
        try (StorageProvider storage = Storages.connect(
                        StorageAddress.parse(repo.toString()),
                        StorageOptions.builder().build());
                Repository repository = Repository.open(
                        storage, Secret.KeyText.parse(key), RepositorySetting.standard(Clock.systemUTC(), "test"));
                EarlierBackups earlier = EarlierBackups.read(repository);
                OpenSnapshot any = repository.snapshots().open(UUID.fromString(today))) {
            return earlier.of(any.containers().get(0).identity())
                    .orElseThrow()
                    .snapshot()
                    .toString();
        }
    }

    @Test
    void clocks_that_are_a_little_apart_change_nothing() throws Exception {
        String soon = madeAhead(Duration.ofMinutes(50));
        assertThat(done("show", "latest").out()).contains("Snapshot   " + soon);
        assertThat(last()).isEqualTo(soon);
    }
}
