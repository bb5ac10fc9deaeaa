package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What crosses the network to make a disk smaller, every byte of the line counted in both directions, looking and planning included. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RepackOverSmbIT {
    private static final StoragePath OLD = StoragePath.of("old.vhdx");
    private static final StoragePath NEW = StoragePath.of("new.vhdx");

    private static FullContainer full;

    @TempDir
    private Path work;

    private SambaServer server;
    private TcpProxy line;
    private StorageProvider share;

    /** So much that the tables of container and volume are little beside it. */
    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.withTail(160 << 20);
    }

    @BeforeEach
    void lay() throws IOException {
        server = SambaServer.builder().share("profiles").start();
        full.lay(server.folder("profiles").resolve(OLD.name()));
        line = new TcpProxy(server.port());
        share = Storages.connect(line.through(server.address("profiles")), server.options());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            if (share != null) {
                share.close();
                line.close();
            }
            server.close();
        }
    }

    private record Ran(KnownContent original, Proof proof, long live, double timesLive) {}

    private Ran run(StorageProvider on, @Nullable KnownContent known, CompactionProgress progress) throws IOException {
        long before = line.bytesToClient() + line.bytesToServer();
        try (SlicedFile file = new SlicedFile(on, OLD, SlicedFile.STANDARD);
                OpenFile empty = on.create(NEW, Sharing.NONE)) {
            OpenContainer container = OpenContainer.look(file, FullContainer.ANY_GAIN, Long.MAX_VALUE, progress);
            Repack repack = new Repack(file, container, FullContainer.READER, Clock.systemUTC(), progress);
            if (known != null) {
                repack.knowing(known);
            }
            repack.write(empty);
            Proof proof = repack.prove(new HandleDevice(empty));
            long crossed = line.bytesToClient() + line.bytesToServer() - before;
            long live = container.allowedPlan().liveBytes();
            assertThat(live).isGreaterThan(160L << 20);
            return new Ran(repack.original(), proof, live, (double) crossed / live);
        }
    }

    private void assertWhole() throws Exception {
        Path made = server.folder("profiles").resolve(NEW.name());
        assertThat(FullContainer.content(made)).isEqualTo(full.content());
        Fixtures.requireTool("qemu-img");
        Fixtures.run(work, "qemu-img", "check", made.toString());
        Files.delete(made);
    }

    @Test
    void the_server_copies_so_that_what_counts_crosses_the_network_twice_and_once_if_the_original_is_known()
            throws Exception {
        Ran here = run(new TiredStorage(share, 0), null, CompactionProgress.NONE);
        assertThat(here.proof().bytesCopied()).isZero();
        assertWhole();
        Ran there = run(share, null, CompactionProgress.NONE);
        assertThat(there.proof().bytesWritten()).isZero();
        assertWhole();
        Ran known = run(share, there.original(), CompactionProgress.NONE);
        assertThat(known.proof().content()).isEqualTo(there.proof().content());
        assertWhole();
        KnownContent whole = there.original();
        Ran byMap =
                run(share, new KnownContent.ByMap(whole.state(), whole.rules(), whole.root()), CompactionProgress.NONE);
        assertThat(byMap.proof().content()).isEqualTo(there.proof().content());
        assertWhole();
        System.out.printf(
                "over the wire, times the %d bytes that count: %.3f written from here, %.3f copied by the server, "
                        + "%.3f with a known original, %.3f with one known by its map%n",
                here.live(), here.timesLive(), there.timesLive(), known.timesLive(), byMap.timesLive());
        assertThat(here.timesLive()).as("written from here").isBetween(2.0, 3.2);
        assertThat(there.timesLive()).as("copied by the server").isLessThanOrEqualTo(2.1);
        assertThat(known.timesLive()).as("with a known original").isLessThanOrEqualTo(1.1);
        assertThat(byMap.timesLive()).as("with an original known by its map").isLessThanOrEqualTo(1.1);
    }

    private FileCompactor compactor() {
        return new FileCompactor(
                share,
                "",
                OLD,
                false,
                SlicedFile.STANDARD,
                FileCompactor.Rights.BY_THE_STORAGE,
                FullContainer.READER,
                Clock.systemUTC());
    }

    @Test
    void after_a_server_died_while_it_copied_the_disk_is_whole_and_the_next_compaction_leaves_nothing_else()
            throws Exception {
        Path old = server.folder("profiles").resolve(OLD.name());
        boolean[] killed = {false};
        try (FileCompactor dying = compactor()) {
            assertThatThrownBy(() -> dying.run(FullContainer.ANY_GAIN, (phase, done, total) -> {
                        // the first half is the copy, the other the reading
                        if (phase == CompactionProgress.Phase.COPYING && done > total / 4 && !killed[0]) {
                            assertThat(done).isLessThan(total / 2);
                            killed[0] = true;
                            server.kill();
                        }
                        return true;
                    }))
                    .isInstanceOf(StorageException.Unreachable.class);
        }
        assertThat(killed[0]).isTrue();
        assertThat(FullContainer.content(old)).isEqualTo(full.content());
        server.start();
        try (FileCompactor next = compactor()) {
            assertThat(next.settle()).isEmpty();
            assertThat(next.kept()).isEmpty();
            assertThat(FullContainer.content(old)).isEqualTo(full.content());
            assertThat(next.run(FullContainer.ANY_GAIN, CompactionProgress.NONE))
                    .isInstanceOfSatisfying(
                            CompactionOutcome.Compacted.class,
                            done -> assertThat(done.proof().bytesWritten()).isZero());
            assertThat(next.kept()).hasSize(1);
            assertThat(share.list(StoragePath.of(".profilekeep"))).hasSize(1);
        }
        assertThat(FullContainer.content(old)).isEqualTo(full.content());
    }

    @Test
    void a_server_that_dies_while_it_copies_leaves_the_original_and_the_next_run_does_it() throws Exception {
        KnownContent known = run(share, null, CompactionProgress.NONE).original();
        Files.delete(server.folder("profiles").resolve(NEW.name()));
        boolean[] killed = {false};
        CompactionProgress killing = (phase, done, total) -> {
            if (phase == CompactionProgress.Phase.COPYING && done > total / 2 && !killed[0]) {
                killed[0] = true;
                server.kill();
            }
            return true;
        };
        assertThatThrownBy(() -> run(share, known, killing)).isInstanceOf(StorageException.Unreachable.class);
        assertThat(killed[0]).isTrue();
        Path old = server.folder("profiles").resolve(OLD.name());
        assertThat(FullContainer.content(old)).isEqualTo(full.content());
        Files.delete(server.folder("profiles").resolve(NEW.name()));
        server.start();
        Ran next = run(share, known, CompactionProgress.NONE);
        assertThat(next.proof().bytesWritten()).isZero();
        assertWhole();
    }
}
