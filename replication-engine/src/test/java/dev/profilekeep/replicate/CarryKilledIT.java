package dev.profilekeep.replicate;

import static dev.profilekeep.replicate.ReplicatedPair.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.ChildJvm;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that carries a copy over SMB, killed at random moments, every other time with the target's server ({@code -Dtests.kills=200} for more). */
@Timeout(value = 3600, unit = TimeUnit.SECONDS)
class CarryKilledIT {
    private static final int KILLS = Integer.getInteger("tests.kills", 20);
    private static final int TAIL = 8 << 20;
    private static final int BLOCKS = 60;
    private static final int SETTLING = 30;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private SambaServer fra;
    private SambaServer lon;
    private long tailStart;

    @BeforeEach
    void lay() throws IOException {
        Fixtures.requireTool("qemu-img");
        fra = SambaServer.builder().share("profiles").start();
        lon = SambaServer.builder().share("profiles").start();
        FullContainer full = FullContainer.withTail(TAIL);
        tailStart = Containers.open(full.file()).virtualSize() - TAIL;
        full.lay(fra.folder("profiles").resolve(DISK.name()));
        try (ReplicatedPair pair = pair()) {
            assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
        }
    }

    @AfterEach
    void stop() {
        lon.close();
        fra.close();
    }

    private ReplicatedPair pair() {
        return new ReplicatedPair(folder, fra.connect("profiles"), lon.connect("profiles"));
    }

    private Path there() {
        return lon.folder("profiles").resolve(DISK.name());
    }

    private Sha256 change() throws IOException {
        try (StorageProvider storage = fra.connect("profiles")) {
            ReplicatedPair.change(storage, tailStart, TAIL, BLOCKS, random);
            return ReplicatedPair.content(storage);
        }
    }

    private Process start() throws IOException {
        Files.deleteIfExists(folder.resolve("begun"));
        ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(
                        CarryProcess.class,
                        folder.toString(),
                        fra.address("profiles").toString(),
                        lon.address("profiles").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put(CarryProcess.PASSWORD, fra.password().use(String::new));
        return builder.start();
    }

    private boolean isBegun(Process process) throws InterruptedException {
        while (process.isAlive() && !Files.exists(folder.resolve("begun"))) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        return process.isAlive();
    }

    @Test
    void whenever_it_is_killed_the_copy_is_of_one_moment_and_the_next_run_ends_it() throws Exception {
        change();
        Process whole = start();
        assertThat(isBegun(whole)).as(said()).isTrue();
        long begun = System.nanoTime();
        assertThat(whole.waitFor()).as(said()).isZero();
        long usual = System.nanoTime() - begun;
        assertThat(said()).contains("CARRIED");
        int killed = 0;
        int kept = 0;
        for (int round = 0; killed < KILLS; round++) {
            assertThat(round).as("seed %d", seed).isLessThan(5 * KILLS);
            Sha256 old = FullContainer.content(there());
            Sha256 next = change();
            Process process = start();
            boolean runs =
                    isBegun(process) && !process.waitFor((long) (usual * random.nextDouble()), TimeUnit.NANOSECONDS);
            String where = "seed " + seed + " round " + round;
            if (runs) {
                boolean both = killed % 2 == 1;
                if (both) {
                    lon.kill();
                }
                process.destroyForcibly().waitFor();
                killed++;
                Sha256 now = FullContainer.content(there());
                assertThat(now).as(where).isIn(old, next);
                assertThat(FullContainer.contentByQemu(there(), folder))
                        .as(where)
                        .isEqualTo(now);
                kept += now.equals(old) ? 1 : 0;
                if (both) {
                    lon.start();
                }
            }
            goesOn(where, next);
        }
        assertThat(kept).as("deaths that left the copy as it was").isPositive();
    }

    private void goesOn(String where, Sha256 next) throws Exception {
        try (ReplicatedPair pair = pair()) {
            pair.startAnew();
            ReplicationOutcome outcome = null;
            for (int tries = 0; tries < SETTLING && (outcome == null || !outcome.isUpToDate()); tries++) {
                if (outcome != null) {
                    TimeUnit.SECONDS.sleep(1); // the server has not let go yet of what the dead one held
                }
                try {
                    pair.recover();
                } catch (StorageException.Unreachable e) {
                    continue;
                }
                outcome = pair.carry();
            }
            assertThat(outcome).as(where).isNotNull();
            assertThat(outcome.isUpToDate()).as("%s: %s", where, outcome).isTrue();
            assertThat(FullContainer.content(there())).as(where).isEqualTo(next);
            assertThat(pair.recover()).as(where).isEmpty();
        }
    }

    private String said() throws IOException {
        return "seed " + seed + ": " + Files.readString(folder.resolve("said"));
    }
}
