package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.compact.KnownContent.ByMap;
import dev.profilekeep.compact.KnownContent.ByTwoReaders;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSink;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
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
    private record Ran(Proof proof, KnownContent original, long live, long readToWrite, long read, boolean knewWrong) {}

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
            return new Ran(
                    proof,
                    repack.original(),
                    container.allowedPlan().liveBytes(),
                    read,
                    storage.use().bytesRead() - before,
                    repack.knewWrong());
        }
    }

    private Ran run(StorageProvider on, @Nullable KnownContent known) throws IOException {
        return run(on, known, CompactionProgress.NONE, () -> {});
    }

    /** The first run's own finding, of the state that the file still is in. */
    private ByTwoReaders known() throws IOException {
        ByTwoReaders known = (ByTwoReaders) run(storage, null).original();
        memory.delete(NEW);
        return known;
    }

    /** The same as a backup knows it. */
    private ByMap knownByMap() throws IOException {
        ByTwoReaders known = known();
        return new ByMap(known.state(), known.rules(), known.root());
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
        ByTwoReaders known = known();
        Ran ran = run(storage, known);
        assertThat(ran.readToWrite()).isLessThan(STAMPS).isLessThan(ran.live() / 10);
        assertThat(ran.original()).isEqualTo(known);
        assertThat(ran.proof().content()).isEqualTo(full.content().toString());
        assertThat(ran.proof().bytesRead()).isBetween(ran.live() / 2, ran.live() * 3 / 2);
        assertWhole();
    }

    @Test
    void an_original_that_is_known_is_read_if_something_has_to_be_written_from_here() throws Exception {
        ByTwoReaders known = known();
        Ran ran = run(new TiredStorage(storage, 100_000), known);
        assertThat(ran.proof().bytesCopied()).isEqualTo(100_000);
        assertThat(ran.readToWrite()).isGreaterThan(ran.live() / 2);
        assertWhole();
    }

    @Test
    void what_is_known_of_another_state_is_passed_over() throws Exception {
        ByTwoReaders known = known();
        CopySeen state = known.state();
        SectorSum sum = known.sectors();
        for (CopySeen other : List.of(
                like(state, 1, 0, 0, 0, state.stamp()),
                like(state, 0, 1, 0, 0, state.stamp()),
                like(state, 0, 0, 1, 0, state.stamp()),
                like(state, 0, 0, -state.changeTime(), 0, state.stamp()),
                like(state, 0, 0, 0, 1, state.stamp()),
                like(state, 0, 0, 0, 0, ""))) {
            Ran ran = run(storage, new ByTwoReaders(other, known.rules(), known.root(), sum));
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
        ByTwoReaders known = known();
        ByTwoReaders root =
                new ByTwoReaders(known.state(), known.rules(), Sha256.of(ByteBuffer.allocate(1)), known.sectors());
        assertThatThrownBy(() -> run(storage, root))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("is not that of the old one");
        memory.delete(NEW);
        SectorSum sum = known.sectors();
        ByTwoReaders sectors = new ByTwoReaders(
                known.state(),
                known.rules(),
                known.root(),
                new SectorSum(sum.counted(), sum.sectors(), sum.sumA() + 1, sum.sumB(), 0));
        assertThatThrownBy(() -> run(storage, sectors))
                .isInstanceOf(ProofFailedException.class)
                .hasMessageContaining("second reader");
    }

    @Test
    void an_original_that_is_known_by_a_map_alone_is_not_read_either() throws Exception {
        ByTwoReaders known = known();
        Ran ran = run(storage, new ByMap(known.state(), known.rules(), known.root()));
        assertThat(ran.readToWrite()).isLessThan(STAMPS).isLessThan(ran.live() / 10);
        assertThat(ran.read()).as("the new file, and tables").isBetween(ran.live() / 2, ran.live() * 3 / 2);
        assertThat(ran.knewWrong()).isFalse();
        assertThat(ran.original()).isInstanceOfSatisfying(ByTwoReaders.class, found -> {
            assertThat(found.state()).isEqualTo(known.state());
            assertThat(found.root()).isEqualTo(known.root());
            assertThat(found.sectors().sameAs(known.sectors())).isTrue();
        });
        assertThat(ran.proof().content()).isEqualTo(full.content().toString());
        assertThat(ran.proof().sectors()).isPositive();
        assertThat(ran.proof().bytesCopied()).isEqualTo(ran.live());
        assertWhole();
    }

    @Test
    void a_map_of_another_state_or_by_other_rules_is_passed_over() throws Exception {
        ByMap known = knownByMap();
        CopySeen state = known.state();
        ContentMap.Rules rules = known.rules();
        for (ByMap other : List.of(
                new ByMap(like(state, 0, 1, 0, 0, state.stamp()), rules, known.root()),
                new ByMap(like(state, 0, 0, 1, 0, state.stamp()), rules, known.root()),
                new ByMap(like(state, 0, 0, 0, 1, state.stamp()), rules, known.root()),
                new ByMap(state, new ContentMap.Rules(rules.version() + 1, rules.kind(), rules.sizes()), known.root()),
                new ByMap(
                        state,
                        new ContentMap.Rules(rules.version(), ContentLayout.Kind.RAW, rules.sizes()),
                        known.root()),
                new ByMap(
                        state,
                        new ContentMap.Rules(
                                rules.version(),
                                rules.kind(),
                                new ChunkSizes(64 << 10, 2 << 20, 256 << 10, 1 << 20, 4 << 20)),
                        known.root()))) {
            Ran ran = run(storage, other);
            assertThat(ran.readToWrite()).as("%s", other).isGreaterThan(ran.live() / 2);
            assertThat(ran.original()).isInstanceOf(ByTwoReaders.class);
            assertThat(ran.knewWrong()).isFalse();
            assertWhole();
            memory.delete(NEW);
        }
    }

    @Test
    void a_map_that_says_something_else_leads_to_a_full_reading_and_is_told() throws Exception {
        ByMap known = knownByMap();
        Ran ran = run(storage, new ByMap(known.state(), known.rules(), Sha256.of(ByteBuffer.allocate(1))));
        assertThat(ran.knewWrong()).isTrue();
        assertThat(ran.read()).as("both files").isGreaterThan(ran.live() * 3 / 2);
        assertThat(ran.proof().content()).isEqualTo(full.content().toString());
        assertThat(ran.original()).isInstanceOfSatisfying(ByTwoReaders.class, found -> assertThat(found.root())
                .isEqualTo(full.content()));
        assertWhole();
    }

    @Test
    void a_map_that_says_something_else_is_told_too_if_something_has_to_be_written_from_here() throws Exception {
        ByMap known = knownByMap();
        assertThat(run(new TiredStorage(storage, 100_000), known).knewWrong()).isFalse();
        memory.delete(NEW);
        Ran ran = run(
                new TiredStorage(storage, 100_000),
                new ByMap(known.state(), known.rules(), Sha256.of(ByteBuffer.allocate(1))));
        assertThat(ran.knewWrong()).isTrue();
        assertWhole();
    }

    @Test
    void a_file_that_was_changed_without_a_trace_becomes_smaller_as_it_is_and_what_was_known_is_told()
            throws Exception {
        ByMap known = knownByMap();
        changeWithoutTrace();
        try (OpenFile open = memory.openForReading(OLD, Sharing.ALL)) {
            assertThat(CopySeen.of(open.stat(), DiskInspector.stamp(open))).isEqualTo(known.state());
        }
        Sha256 is = FullContainer.content(memory, OLD);
        assertThat(is).isNotEqualTo(full.content());
        Ran ran = run(storage, known);
        assertThat(ran.knewWrong()).isTrue();
        assertThat(ran.proof().content()).isEqualTo(is.toString());
        assertThat(FullContainer.content(memory, NEW)).isEqualTo(is);
    }

    @Test
    void a_file_that_was_changed_without_a_trace_is_never_proved_to_be_what_two_readers_knew() throws Exception {
        ByTwoReaders known = known();
        changeWithoutTrace();
        assertThatThrownBy(() -> run(storage, known)).isInstanceOf(ProofFailedException.class);
    }

    /** Of a stored chunk that is no table's; the server is made to forget that it was written. */
    private void changeWithoutTrace() throws IOException {
        StoredFile before = memory.stat(OLD);
        long at;
        try (OpenFile open = memory.openForWriting(OLD, Sharing.ALL)) {
            at = contentOf(Containers.open(open));
            ByteBuffer one = ByteBuffer.allocate(1);
            open.readFully(at, one);
            open.writeFully(at, one.put(0, (byte) (one.get(0) ^ 1)).flip());
        }
        memory.setTimes(OLD, 0, before.lastWriteTime());
        memory.setChangeTime(OLD, before.changeTime());
        assertThat(memory.stat(OLD)).isEqualTo(before);
    }

    /** Where a byte of a file lies that is not of NTFS itself. */
    private static long contentOf(VirtualDisk disk) throws IOException {
        long[] found = {-1};
        FullContainer.READER.read(
                ContentLayout.of(disk), (chunk, bytes) -> bytes.get(bytes.remaining() / 2) != 0, new ChunkSink<>() {
                    @Override
                    public void chunk(Chunk chunk, Boolean set) throws IOException {
                        if (chunk.owner() instanceof Owner.FileStream stream
                                && stream.record() > 63
                                && stream.type() == AttributeType.DATA) {
                            disk.extents(chunk.pieces().get(0), extent -> {
                                if (extent instanceof Extent.Stored stored) {
                                    found[0] = stored.fileOffset();
                                }
                            });
                        }
                    }

                    @Override
                    public void zeros(Chunk chunk) {}
                });
        assertThat(found[0]).isPositive();
        return found[0];
    }

    @Test
    void what_a_server_copied_wrongly_is_no_proof_whatever_the_map_says_of_the_original() throws Exception {
        ByMap known = knownByMap();
        StoragePath made = StoragePath.of("new.disk");
        RandomCases.run(5, random -> {
            FlippingStorage.Flip flip = FlippingStorage.atWrite(random.nextInt(3), random);
            try (SlicedFile file = new SlicedFile(storage, OLD, SlicedFile.STANDARD);
                    OpenFile empty = new FlippingStorage(storage, flip).create(made, Sharing.NONE)) {
                OpenContainer container = OpenContainer.look(file, ANY_GAIN, Long.MAX_VALUE, CompactionProgress.NONE);
                Repack repack = new Repack(
                                file, container, FullContainer.READER, Clock.systemUTC(), CompactionProgress.NONE)
                        .knowing(known);
                try {
                    repack.write(empty);
                    repack.prove(new HandleDevice(empty));
                    assertThat(FullContainer.content(empty))
                            .as("proved: the flip was of no meaning")
                            .isEqualTo(full.content());
                } catch (IOException e) {
                    assertThat(flip.isDone()).as("%s", e).isTrue();
                }
                assertThat(repack.knewWrong()).isFalse();
            }
            memory.delete(made);
        });
    }

    @Test
    void an_old_file_that_is_written_to_before_the_proof_ends_proves_nothing() throws Exception {
        ByMap known = knownByMap();
        assertThatThrownBy(() -> run(storage, known, CompactionProgress.NONE, () -> touch(OLD)))
                .isInstanceOf(SlicedFile.MovedException.class);
    }

    @Test
    void an_old_file_that_is_written_to_while_the_server_copies_is_told() throws Exception {
        ByTwoReaders known = known();
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
        ByTwoReaders known = known();
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
