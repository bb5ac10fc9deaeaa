package dev.profilekeep.replicate;

import static dev.profilekeep.replicate.ReplicatedPair.BLOCK;
import static dev.profilekeep.replicate.ReplicatedPair.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From one server to another: what crosses the line to the second one, and what becomes of the copy when that one dies. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CarryOverSmbIT {
    private static final int TAIL = 96 << 20;
    private static final int KILLS = Integer.getInteger("tests.kills", 20);

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private SambaServer fra;
    private SambaServer lon;
    private TcpProxy line;
    private ReplicatedPair pair;
    private long tailStart;
    private int tail;

    @BeforeEach
    void start() throws IOException {
        Fixtures.requireTool("qemu-img");
        fra = SambaServer.builder().share("profiles").start();
        lon = SambaServer.builder().share("profiles").start();
        line = new TcpProxy(lon.port());
    }

    private void lay(int bytes) throws IOException {
        tail = bytes;
        FullContainer full = FullContainer.withTail(bytes);
        tailStart = Containers.open(full.file()).virtualSize() - bytes;
        full.lay(here());
        pair = new ReplicatedPair(folder, fra.connect("profiles"), through());
    }

    private StorageProvider through() throws IOException {
        return Storages.connect(line.through(lon.address("profiles")), lon.options());
    }

    private Path here() {
        return fra.folder("profiles").resolve(DISK.name());
    }

    private Path there() {
        return lon.folder("profiles").resolve(DISK.name());
    }

    @AfterEach
    void stop() throws IOException {
        if (pair != null) {
            pair.close();
        }
        line.close();
        lon.close();
        fra.close();
    }

    /** Counted on the raw disks, as qemu tells them. */
    private int differingBlocks(Path one, Path other) throws Exception {
        Path first = raw(one, "first.raw");
        Path second = raw(other, "second.raw");
        int differing = 0;
        try (FileDevice a = FileDevice.open(first);
                FileDevice b = FileDevice.open(second)) {
            ByteBuffer mine = ByteBuffer.allocate(BLOCK);
            ByteBuffer theirs = ByteBuffer.allocate(BLOCK);
            for (long at = 0; at + BLOCK <= a.size(); at += BLOCK) {
                a.readFully(at, mine.clear());
                b.readFully(at, theirs.clear());
                differing += Arrays.equals(mine.array(), theirs.array()) ? 0 : 1;
            }
        }
        return differing;
    }

    private Path raw(Path container, String name) throws Exception {
        Path raw = folder.resolve(name);
        Fixtures.run(folder, "qemu-img", "convert", "-O", "raw", container.toString(), raw.toString());
        return raw;
    }

    @Test
    void a_change_of_one_percent_sends_little_more_than_the_blocks_that_changed() throws Exception {
        lay(TAIL);
        assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
        ReplicatedPair.change(pair.from(), tailStart, tail, tail / BLOCK / 100, random);
        int changed = differingBlocks(here(), there());
        assertThat(changed).isBetween(tail / BLOCK / 200, tail / BLOCK / 50);
        long before = line.bytesToServer();
        long beforeBack = line.bytesToClient();
        ReplicationOutcome outcome = pair.carry();
        long sent = line.bytesToServer() - before;
        assertThat(outcome.word()).as("%s", outcome).isEqualTo(Word.CARRIED);
        System.out.printf(
                "carried a change of %d blocks of 16 KiB (%d bytes): sent %d bytes of content, %d over the line (%.3f), %d"
                        + " came back; %d read at the source, %d copied by the server%n",
                changed,
                (long) changed * BLOCK,
                outcome.counts().sent(),
                sent,
                (double) sent / changed / BLOCK,
                line.bytesToClient() - beforeBack,
                outcome.counts().readAtSource(),
                outcome.counts().copiedByServer());
        assertThat(outcome.counts().sent()).isLessThanOrEqualTo((long) changed * BLOCK);
        assertThat(sent).as("seed %d", seed).isLessThanOrEqualTo((long) (1.3 * changed * BLOCK));
        assertThat(differingBlocks(here(), there())).isZero();
        assertThat(FullContainer.contentByQemu(there(), folder)).isEqualTo(FullContainer.content(here()));
    }

    @Test
    void whenever_the_other_server_is_killed_the_copy_is_of_one_moment() throws Exception {
        lay(8 << 20);
        assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
        ReplicatedPair.change(pair.from(), tailStart, tail, 40, random);
        long begun = System.nanoTime();
        assertThat(pair.carry().word()).isEqualTo(Word.CARRIED);
        long usual = System.nanoTime() - begun;
        int met = 0;
        for (int round = 0; met < KILLS; round++) {
            assertThat(round).as("seed %d", seed).isLessThan(5 * KILLS);
            Sha256 old = FullContainer.content(there());
            ReplicatedPair.change(pair.from(), tailStart, tail, 40, random);
            Sha256 next = FullContainer.content(here());
            long wait = (long) (usual * random.nextDouble());
            Thread killer = new Thread(() -> {
                try {
                    TimeUnit.NANOSECONDS.sleep(wait);
                    lon.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            killer.start();
            ReplicationOutcome outcome = pair.carry();
            killer.join();
            met += outcome.isUpToDate() ? 0 : 1;
            String where = "seed " + seed + " round " + round + ": " + outcome;
            assertThat(FullContainer.content(there())).as(where).isIn(old, next);
            assertThat(FullContainer.contentByQemu(there(), folder)).as(where).isIn(old, next);
            lon.start();
            pair.startAnew();
            assertThat(recovered()).as(where).isEqualTo("");
            assertThat(FullContainer.content(there())).as(where).isIn(old, next);
            ReplicationOutcome again = pair.carry();
            assertThat(again.isUpToDate()).as("%s, then %s", where, again).isTrue();
            assertThat(FullContainer.content(there())).as(where).isEqualTo(next);
        }
        assertThat(left()).as("seed %d", seed).isEmpty();
    }

    /** A server that was killed may hold a file for the client that it lost a moment longer: what waits for that goes with a later recovery. */
    private List<Path> left() throws Exception {
        Path kept = lon.folder("profiles").resolve(".profilekeep");
        List<Path> found = List.of();
        for (int tries = 0; tries < 20; tries++) {
            assertThat(recovered()).isEqualTo("");
            try (Stream<Path> all = Files.walk(kept)) {
                found = all.filter(path -> !path.equals(kept)).toList();
            }
            if (found.isEmpty()) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return found;
    }

    private String recovered() throws IOException {
        String last = "";
        for (int tries = 0; tries < 5; tries++) {
            try {
                last = String.join("; ", pair.recover());
                if (last.isEmpty()) {
                    return "";
                }
            } catch (StorageException.Unreachable e) {
                last = String.valueOf(e.getMessage()); // the connection of before
            }
        }
        return last;
    }
}
