package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.ObservedStorage;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepackTest {
    private static final StoragePath OLD = StoragePath.of("old.vhdx");
    private static final StoragePath NEW = StoragePath.of("new.vhdx");
    private static final CompactionWish ANY_GAIN = FullContainer.ANY_GAIN;
    /** Headers and the like, read to know the state of a file. */
    private static final long STAMPS = 256 * 1024;

    private static FullContainer full;

    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final ObservedStorage storage = new ObservedStorage(memory);

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.small();
    }

    @BeforeEach
    void lay() throws IOException {
        full.lay(memory, OLD);
    }

    /** What one run came to. */
    private record Ran(Proof proof, KnownContent original, long live, long readToWrite) {}

    /** What happens between the writing of the new file and the proof. */
    private interface Between {
        void act() throws IOException;
    }

    private Ran run(StorageProvider on, @Nullable KnownContent known, CompactionProgress progress, Between between)
            throws IOException {
        try (SlicedFile file = new SlicedFile(on, OLD, SlicedFile.STANDARD);
                OpenFile empty = on.create(NEW, Sharing.NONE)) {
            OpenContainer container = OpenContainer.look(file, ANY_GAIN, Long.MAX_VALUE, progress);
            Repack repack = new Repack(file, container, FullContainer.READER, Clock.systemUTC(), progress);
            if (known != null) {
                repack.knowing(known);
            }
            long before = storage.use().bytesRead();
            repack.write(empty);
            long read = storage.use().bytesRead() - before;
            between.act();
            Proof proof = repack.prove(new HandleDevice(empty));
            return new Ran(proof, repack.original(), container.allowedPlan().liveBytes(), read);
        }
    }

    private Ran run(StorageProvider on, @Nullable KnownContent known) throws IOException {
        return run(on, known, CompactionProgress.NONE, () -> {});
    }

    /** The first run's own finding, of the state that the file still is in. */
    private KnownContent known() throws IOException {
        KnownContent known = run(storage, null).original();
        memory.delete(NEW);
        return known;
    }

    private void assertWhole() throws IOException {
        assertThat(FullContainer.content(memory, NEW)).isEqualTo(full.content());
    }

    @Test
    void what_the_server_copies_is_read_once_and_not_written() throws Exception {
        Ran ran = run(storage, null);
        assertThat(ran.proof().bytesCopied()).isEqualTo(ran.live()).isPositive();
        assertThat(ran.proof().bytesWritten()).isZero();
        assertThat(storage.use().bytesCopied()).isEqualTo(ran.live());
        assertThat(storage.use().bytesWritten()).as("headers and tables").isLessThan(3 << 20);
        assertThat(ran.original().root()).isEqualTo(full.content());
        assertWhole();
    }

    @Test
    void what_the_server_leaves_is_written_from_here() throws Exception {
        long live = run(storage, null).live();
        memory.delete(NEW);
        Ran none = run(new TiredStorage(storage, 0), null);
        assertThat(none.proof().bytesCopied()).isZero();
        assertWhole();
        RandomCases.run(10, random -> {
            memory.delete(NEW);
            long able = 1 + (long) (random.nextDouble() * (live - 1));
            Ran ran = run(new TiredStorage(storage, able), null);
            assertThat(ran.proof().bytesCopied()).isEqualTo(able);
            assertThat(ran.proof().bytesWritten())
                    .isLessThanOrEqualTo(none.proof().bytesWritten());
            assertWhole();
        });
    }

    @Test
    void an_original_that_is_known_is_not_read() throws Exception {
        KnownContent known = known();
        Ran ran = run(storage, known);
        assertThat(ran.readToWrite()).isLessThan(STAMPS).isLessThan(ran.live() / 10);
        assertThat(ran.original()).isEqualTo(known);
        assertThat(ran.proof().content()).isEqualTo(full.content().toString());
        assertThat(ran.proof().bytesRead()).isBetween(ran.live() / 2, ran.live() * 3 / 2);
        assertWhole();
    }

    @Test
    void an_original_that_is_known_is_read_if_something_has_to_be_written_from_here() throws Exception {
        KnownContent known = known();
        Ran ran = run(new TiredStorage(storage, 100_000), known);
        assertThat(ran.proof().bytesCopied()).isEqualTo(100_000);
        assertThat(ran.readToWrite()).isGreaterThan(ran.live() / 2);
        assertWhole();
    }

    @Test
    void what_is_known_of_another_state_is_passed_over() throws Exception {
        KnownContent known = known();
        CopySeen state = known.state();
        SectorSum sum = known.sectors();
        for (CopySeen other : List.of(
                like(state, 1, 0, 0, 0, state.stamp()),
                like(state, 0, 1, 0, 0, state.stamp()),
                like(state, 0, 0, 1, 0, state.stamp()),
                like(state, 0, 0, -state.changeTime(), 0, state.stamp()),
                like(state, 0, 0, 0, 1, state.stamp()),
                like(state, 0, 0, 0, 0, ""))) {
            Ran ran = run(storage, new KnownContent(other, known.rules(), known.root(), sum));
            assertThat(ran.readToWrite()).as("%s", other).isGreaterThan(ran.live() / 2);
            assertThat(ran.original()).isEqualTo(known);
            memory.delete(NEW);
        }
        memory.setTimes(OLD, 0, state.lastWriteTime() + 1);
        assertThat(run(storage, known).readToWrite()).isGreaterThan(STAMPS);
        assertWhole();
    }

    private static CopySeen like(CopySeen seen, long size, long written, long changed, long id, String stamp) {
        return new CopySeen(
                seen.size() + size,
                seen.lastWriteTime() + written,
                seen.changeTime() + changed,
                seen.fileId() + id,
                stamp);
    }

    @Test
    void what_is_known_wrongly_is_found() throws Exception {
        KnownContent known = known();
        KnownContent root =
                new KnownContent(known.state(), known.rules(), Sha256.of(ByteBuffer.allocate(1)), known.sectors());
        assertThatThrownBy(() -> run(storage, root))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("is not that of the old one");
        memory.delete(NEW);
        SectorSum sum = known.sectors();
        KnownContent sectors = new KnownContent(
                known.state(),
                known.rules(),
                known.root(),
                new SectorSum(sum.counted(), sum.sectors(), sum.sumA() + 1, sum.sumB(), 0));
        assertThatThrownBy(() -> run(storage, sectors))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("second reader");
    }

    @Test
    void an_old_file_that_is_written_to_while_the_server_copies_is_told() throws Exception {
        KnownContent known = known();
        boolean[] done = {false};
        CompactionProgress writing = (phase, at, total) -> {
            if (phase == CompactionProgress.Phase.COPYING && !done[0]) {
                done[0] = true;
                touch(OLD);
            }
            return true;
        };
        assertThatThrownBy(() -> run(storage, known, writing, () -> {})).isInstanceOf(SlicedFile.MovedException.class);
        assertThat(done[0]).isTrue();
    }

    @Test
    void a_byte_that_is_not_as_it_was_known_is_found_in_the_new_file() throws Exception {
        KnownContent known = known();
        FlippingStorage.Flip flip = FlippingStorage.largest();
        StoragePath made = StoragePath.of("new.disk");
        try (SlicedFile file = new SlicedFile(storage, OLD, SlicedFile.STANDARD);
                OpenFile empty = new FlippingStorage(storage, flip).create(made, Sharing.NONE)) {
            OpenContainer container = OpenContainer.look(file, ANY_GAIN, Long.MAX_VALUE, CompactionProgress.NONE);
            Repack repack = new Repack(
                            file, container, FullContainer.READER, Clock.systemUTC(), CompactionProgress.NONE)
                    .knowing(known);
            repack.write(empty);
            assertThat(flip.isDone()).isTrue();
            assertThatThrownBy(() -> repack.prove(new HandleDevice(empty))).isInstanceOf(IOException.class);
        }
    }

    private void touch(StoragePath path) {
        try (StorageProvider host = memory.onOwnConnection();
                OpenFile open = host.openForWriting(path, Sharing.ALL)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            open.readFully(open.size() - 1, last);
            open.writeFully(open.size() - 1, last.flip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
