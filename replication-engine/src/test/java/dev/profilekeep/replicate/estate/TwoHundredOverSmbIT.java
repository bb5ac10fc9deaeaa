package dev.profilekeep.replicate.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.content.FileChange;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.TwoDisks;
import dev.profilekeep.replica.estate.VerificationRun;
import dev.profilekeep.replica.estate.VerificationWish;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers as two sites, and 200 people: half of them with a copy of another layout, half without any. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class TwoHundredOverSmbIT {
    private static final String SHARE = "profiles";
    private static final int PEOPLE = 200;
    private static final String NEWER = "user007";
    private static final String BOTH = "user011";
    private static final String CHANGED = "user100";

    @TempDir
    private Path folder;

    private SambaServer fra;
    private SambaServer lon;
    private byte[] here;
    private byte[] there;
    private Engine engine;

    @BeforeEach
    void start() throws Exception {
        fra = SambaServer.builder().share(SHARE).start();
        lon = SambaServer.builder().share(SHARE).start();
        here = TwoDisks.bytes(TwoDisks.of("mbr-dynamic.vhd", 1));
        there = TwoDisks.bytes(TwoDisks.of("mbr-dynamic.vhd", 4));
        for (SambaServer server : new SambaServer[] {fra, lon}) {
            Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        for (int person = 0; person < PEOPLE; person++) {
            lay(fra, name(person), here);
            if (person % 2 == 1) {
                lay(lon, name(person), there);
            }
        }
        Files.writeString(folder.resolve("fra"), fra.password().use(String::new));
        Files.writeString(folder.resolve("lon"), lon.password().use(String::new));
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                credentials:
                  - {id: fra, username: %1$s, passwordFrom: "file:fra"}
                  - {id: lon, username: %1$s, passwordFrom: "file:lon"}
                locations:
                  - {id: fra-p, site: fra, address: "%2$s", credentials: fra, mode: ACT}
                  - {id: lon-p, site: lon, address: "%3$s", credentials: lon, mode: ACT}
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}]
                policies: {replication: {keepFreePercent: 0}}
                """
                        .formatted(SambaServer.USER, fra.address(SHARE), lon.address(SHARE)));
        engine = Engine.open(ConfigFile.read(config), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        if (engine != null) {
            engine.close();
        }
        for (SambaServer server : new SambaServer[] {fra, lon}) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static String name(int person) {
        return String.format("user%03d", person);
    }

    private static Path file(SambaServer server, String who) {
        int number = 2000 + Integer.parseInt(who.substring(4));
        return server.folder(SHARE)
                .resolve("S-1-5-21-1004336348-1177238915-682003330-" + number + "_" + who)
                .resolve("Profile_" + who + ".VHDX");
    }

    /** Written to the same file if there is one, as its person's work would be. */
    private static void lay(SambaServer server, String who, byte[] disk) throws IOException {
        Path file = file(server, who);
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Files.write(file, disk);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private static byte[] changed(int blockMiB, int value) throws IOException {
        SparseMemoryDevice disk = TwoDisks.of("mbr-dynamic.vhd", blockMiB);
        TwoDisks.changeOneByte(disk, value);
        return TwoDisks.bytes(disk);
    }

    private ReplicationRun night() throws Exception {
        engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        ReplicationRun run = engine.replications().runAll("Ada", true, "", RunControl.NEVER_STOP);
        assertThat(run.reason()).isEmpty();
        return run;
    }

    private List<ContainerRow> people() {
        return engine.containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, PEOPLE + 1);
    }

    /** Files in which the copies of somebody differ, by path. */
    private List<String> differing(String who) throws IOException {
        long id = people().stream()
                .filter(one -> one.account().equals(who))
                .findFirst()
                .orElseThrow()
                .id();
        return engine.verification().differences(id, Progress.NONE).get(0).difference().files().stream()
                .map(FileChange::path)
                .toList();
    }

    private Map<String, CopyStanding> verified() throws Exception {
        engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        VerificationRun run = engine.verification().runAll("Ada", true, VerificationWish.ALL, RunControl.NEVER_STOP);
        assertThat(run.reason()).isEmpty();
        Map<String, CopyStanding> all = new HashMap<>();
        for (ContainerRow one : people()) {
            all.put(
                    one.account(),
                    engine.verification()
                            .standings()
                            .of(Set.of(one.id()))
                            .get(one.id())
                            .get(0));
        }
        return all;
    }

    @Test
    void copies_are_made_found_equal_whatever_their_layout_and_never_written_over_where_somebody_worked()
            throws Exception {
        ReplicationRun first = night();
        assertThat(engine.replications().left(first.id(), 10)).isEmpty();
        assertThat(first.words()).containsEntry(Word.AGREED, 100L).containsEntry(Word.COPIED, 100L);

        Map<String, CopyStanding> equal = verified();
        assertThat(equal).hasSize(PEOPLE);
        assertThat(equal.values()).extracting(CopyStanding::word).containsOnly(CopyWord.EQUAL);

        lay(fra, CHANGED, changed(1, 3));
        lay(lon, NEWER, changed(4, 5));
        lay(fra, BOTH, changed(1, 7));
        lay(lon, BOTH, changed(4, 9));
        Path[] kept = {file(lon, NEWER), file(lon, BOTH), file(fra, BOTH)};
        for (int i = 0; i < kept.length; i++) {
            Files.copy(kept[i], folder.resolve("kept" + i));
        }

        Map<String, CopyStanding> differing = verified();
        assertThat(differing.get(CHANGED).word()).isEqualTo(CopyWord.LAGGING);
        assertThat(differing.get(NEWER).word()).isEqualTo(CopyWord.NEWER_AT_SECONDARY);
        assertThat(differing.get(BOTH).word()).isEqualTo(CopyWord.DIVERGED);
        assertThat(differing.values())
                .filteredOn(one -> one.word() != CopyWord.PRESUMED_EQUAL)
                .hasSize(3);
        for (String who : new String[] {CHANGED, NEWER, BOTH}) {
            assertThat(differing(who)).as(who).hasSize(1).allSatisfy(path -> assertThat(path)
                    .contains("."));
        }

        ReplicationRun second = night();
        assertThat(second.words()).containsEntry(Word.CARRIED, 1L).containsEntry(Word.LEFT, 2L);
        assertThat(second.whys())
                .containsEntry(Reason.NEWER_AT_SECONDARY, 1L)
                .containsEntry(Reason.DIVERGED, 1L)
                .hasSize(2);
        for (int i = 0; i < kept.length; i++) {
            assertThat(Files.mismatch(folder.resolve("kept" + i), kept[i]))
                    .as("%s", kept[i])
                    .isEqualTo(-1);
        }
        assertThat(verified().get(CHANGED).word()).isIn(CopyWord.EQUAL, CopyWord.PRESUMED_EQUAL);
    }
}
