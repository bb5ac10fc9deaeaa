package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A volume with all kinds of files, as it is and with something changed. */
class ContentReaderTest {
    private static Told told(Surgery on) throws IOException {
        return Told.of(RawDisk.open(on.device()), Told.SMALL);
    }

    @Test
    void every_cluster_in_use_is_told_once_and_no_other() throws Exception {
        var on = new Surgery();
        Told told = told(on).isFiles();
        int sector = 512;
        var covered = new BitSet();
        for (Told.Line line : told.lines()) {
            for (ByteRange piece : line.pieces()) {
                int from = (int) (piece.start() / sector);
                int to = (int) (piece.end() / sector);
                assertThat(covered.get(from, to).isEmpty()).as(line.toString()).isTrue();
                covered.set(from, to);
            }
        }
        assertThat(covered).isEqualTo(used(on));
        assertThat(told.layout().countedBytes()).isEqualTo((long) covered.cardinality() * sector);
        assertThat(told.totals().chunkBytes() + told.totals().zeroBytes())
                .isEqualTo(told.layout().countedBytes());
    }

    /** The sectors that count; on this volume a cluster has one. */
    private static BitSet used(Surgery on) throws IOException {
        NtfsVolume volume = on.volume();
        assertThat(volume.clusterBytes()).isEqualTo(512);
        var used = new BitSet();
        ClusterBitmap bitmap = volume.bitmap();
        for (long cluster = 0; cluster < bitmap.clusters(); cluster++) {
            used.set((int) cluster, bitmap.countUsed(cluster, cluster + 1) > 0);
        }
        // What is behind the clusters: the copy of the boot sector.
        used.set((int) volume.clusters(), on.bytes().capacity() / 512);
        return used;
    }

    @Test
    void chunks_come_in_the_order_of_the_disk() throws Exception {
        List<Long> places = told(new Surgery()).lines().stream()
                .map(line -> line.pieces().get(0).start())
                .toList();
        assertThat(places).isSorted();
    }

    @Test
    void digests_are_those_of_the_bytes_on_the_disk() throws Exception {
        var on = new Surgery();
        Told told = told(on);
        assertThat(told.lines())
                .as("chunks in pieces")
                .anyMatch(line -> line.pieces().size() > 1);
        for (Told.Line line : told.lines()) {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
            for (ByteRange piece : line.pieces()) {
                bytes.put(on.bytes().slice((int) piece.start(), (int) piece.length()));
            }
            boolean zeros = true;
            for (int i = 0; i < bytes.position(); i++) {
                zeros &= bytes.get(i) == 0;
            }
            assertThat(line.digest()).isEqualTo(zeros ? Told.ZEROS : Told.sha256(bytes.flip()));
        }
    }

    @Test
    void what_lies_in_free_clusters_changes_nothing() throws Exception {
        Told before = told(new Surgery());
        RandomCases.run(5, random -> {
            var on = new Surgery();
            BitSet used = used(on);
            for (int cluster = 0; cluster < on.volume().clusters(); cluster++) {
                if (!used.get(cluster)) {
                    byte[] garbage = new byte[512];
                    random.nextBytes(garbage);
                    on.bytes().put(cluster * 512, garbage);
                }
            }
            assertThat(told(on).lines()).isEqualTo(before.lines());
        });
    }

    @Test
    void a_byte_of_a_file_changes_its_chunk_and_nothing_else() throws Exception {
        Told before = told(new Surgery());
        RandomCases.run(20, random -> {
            var on = new Surgery();
            NtfsFile file = on.plain(random.nextInt(3));
            long size = file.stream("").orElseThrow().storedBytes();
            // In the slack too.
            int at = on.contentAt(file.number(), random.nextLong(size));
            on.bytes().put(at, (byte) (on.bytes().get(at) + 1));
            Told after = told(on);
            assertThat(after.without(before)).singleElement().satisfies(line -> {
                assertThat(line.isOf(file.number())).isTrue();
                assertThat(line.pieces())
                        .anySatisfy(piece -> assertThat(at).isBetween((int) piece.start(), (int) piece.end() - 1));
            });
            assertThat(before.without(after)).hasSize(1);
        });
    }

    @Test
    void what_follows_the_end_of_a_file_counts() throws Exception {
        var on = new Surgery();
        NtfsFile file = on.first(one -> one.stream("")
                .filter(data -> !data.isResident()
                        && !data.isSparse()
                        && !data.isCompressed()
                        && data.storedBytes() > data.size())
                .isPresent());
        Told before = told(on);
        int at = on.contentAt(file.number(), file.size());
        on.bytes().put(at, (byte) (on.bytes().get(at) + 1));
        assertThat(told(on).without(before)).singleElement().matches(line -> line.isOf(file.number()));
    }

    @Test
    void clusters_of_a_deleted_file_do_not_count() throws Exception {
        var on = new Surgery();
        NtfsFile file = on.plain(0);
        Told before = told(on);
        int first = on.contentAt(file.number(), 0);
        int clusters = (int) file.storedBytes() / 512;
        on.record(file.number(), record -> record.putShort(22, (short) 0)).marked(file.number(), false);
        for (int i = 0; i < clusters; i++) {
            on.cluster(first / 512 + i, false);
        }
        Told after = told(on).isFiles();
        assertThat(before.without(after)).anyMatch(line -> line.isOf(file.number()));
        assertThat(after.lines()).noneMatch(line -> line.isOf(file.number()));
        assertThat(before.layout().countedBytes() - after.layout().countedBytes())
                .isEqualTo(file.storedBytes());
        assertThat(before.layout().ownerAt(first))
                .isEqualTo(
                        new Owner.FileStream(0, file.number(), file.reference().sequence(), AttributeType.DATA, "", 0));
        assertThat(after.layout().ownerAt(first)).isEqualTo(new Owner.Nobody());
    }

    @Test
    void a_bitmap_that_calls_a_files_cluster_free_is_not_believed() throws Exception {
        var on = new Surgery();
        NtfsFile file = on.plain(0);
        on.cluster(on.contentAt(file.number(), 0) / 512, false);
        Told told = told(on).isRaw("$Bitmap calls clusters free that file record " + file.number() + " has");
        assertThat(told.layout().countedBytes()).isEqualTo(on.bytes().capacity());
    }

    @Test
    void a_cluster_in_use_that_is_no_files_counts() throws Exception {
        var on = new Surgery();
        long cluster = on.freeCluster();
        on.cluster(cluster, true).bytes().put((int) cluster * 512, (byte) 7);
        Told told = told(on).isFiles();
        assertThat(told.lines())
                .anyMatch(line -> line.owner() instanceof Owner.Region region
                        && region.name().equals("partition 0: in use, but no file's")
                        && line.pieces().equals(List.of(new ByteRange(cluster * 512, 512))));
        assertThat(told.layout().ownerAt(cluster * 512)).isInstanceOf(Owner.Region.class);
    }

    @Test
    void only_what_is_wanted_is_read() throws Exception {
        var on = new Surgery();
        var disk = RawDisk.open(on.device());
        Told all = Told.of(disk, Told.SMALL);
        long number = on.plain(0).number();
        var asked = new ArrayList<Chunk>();
        Told some = Told.of(disk, Told.SMALL, Runnable::run, 1, chunk -> {
            asked.add(chunk);
            return chunk.owner() instanceof Owner.FileStream file && file.record() == number;
        });
        assertThat(some.lines()).hasSameSizeAs(all.lines());
        for (int i = 0; i < all.lines().size(); i++) {
            Told.Line line = some.lines().get(i);
            boolean read = line.isOf(number) || line.owner() instanceof Owner.Region;
            assertThat(line.digest()).isEqualTo(read ? all.lines().get(i).digest() : Told.SKIPPED);
        }
        assertThat(asked).allMatch(chunk -> chunk.owner() instanceof Owner.FileStream);
        assertThat(some.totals().bytesRead()).isLessThan(all.totals().bytesRead() / 4);
        assertThat(some.totals().skippedBytes()
                        + some.totals().chunkBytes()
                        + some.totals().zeroBytes())
                .isEqualTo(some.layout().countedBytes());
    }

    @Test
    void how_many_threads_there_are_makes_no_difference() throws Exception {
        var disk = RawDisk.open(new Surgery().device());
        Told one = Told.of(disk, Told.SMALL, Runnable::run, 1, chunk -> true);
        for (int threads = 1; threads < 5; threads++) {
            ExecutorService workers = Executors.newFixedThreadPool(threads);
            assertThat(Told.of(disk, Told.SMALL, workers, threads, chunk -> true)
                            .lines())
                    .isEqualTo(one.lines());
            workers.shutdown();
        }
    }

    /** 40 MiB without a file system: some of it random, some zeros. */
    private static byte[] mixed(Random random) {
        byte[] bytes = new byte[40 << 20];
        for (int i = 0; i < 12; i++) {
            int from = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - from, random.nextInt(6 << 20));
            byte[] part = new byte[length];
            random.nextBytes(part);
            System.arraycopy(part, 0, bytes, from, length);
        }
        return bytes;
    }

    @Test
    void all_of_an_unknown_disk_is_told_without_gaps() {
        RandomCases.run(4, random -> {
            byte[] bytes = mixed(random);
            Told told = Told.of(new RawDisk(new MemoryDevice(bytes), 512));
            told.isRaw("no NTFS");
            long at = 0;
            int previous = -1;
            for (Told.Line line : told.lines()) {
                ByteRange piece = line.pieces().get(0);
                assertThat(line.pieces()).hasSize(1);
                assertThat(piece.start()).isEqualTo(at);
                boolean zeros = line.digest().equals(Told.ZEROS);
                if (zeros) {
                    // But for what is cut off from content behind its last cut.
                    assertThat(previous).as("zeros are told in one").isNotEqualTo(0);
                } else {
                    assertThat(piece.length()).isLessThanOrEqualTo(4 << 20);
                    ByteBuffer part = ByteBuffer.wrap(bytes, (int) at, (int) piece.length());
                    assertThat(line.digest()).isEqualTo(Told.sha256(part));
                }
                previous = zeros && piece.start() % RangeCutter.GRAIN == 0 ? 0 : 1;
                at = piece.end();
            }
            assertThat(at).isEqualTo(bytes.length);
        });
    }

    @Test
    void what_is_inserted_in_an_unknown_disk_leaves_the_other_chunks_alone() throws Exception {
        byte[] bytes = new byte[32 << 20];
        new Random(5).nextBytes(bytes);
        byte[] moved = new byte[bytes.length];
        System.arraycopy(bytes, 0, moved, 0, 3 << 20);
        System.arraycopy(bytes, 3 << 20, moved, (3 << 20) + 512, bytes.length - (3 << 20) - 512);
        Told before = Told.of(new RawDisk(new MemoryDevice(bytes), 512));
        Told after = Told.of(new RawDisk(new MemoryDevice(moved), 512));
        var known = new HashSet<String>();
        before.lines().forEach(line -> known.add(line.digest()));
        assertThat(after.lines().stream().filter(line -> !known.contains(line.digest())))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(after.lines()).hasSizeGreaterThan(15);
    }

    @Test
    void it_can_be_cancelled_and_then_nobody_reads_any_more() throws Exception {
        var random = new Random(3);
        byte[] bytes = mixed(random);
        var inside = new AtomicInteger();
        BlockDevice slow = new BlockDevice() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void readFully(long offset, ByteBuffer target) throws IOException {
                inside.incrementAndGet();
                try {
                    new MemoryDevice(bytes).readFully(offset, target);
                } finally {
                    inside.decrementAndGet();
                }
            }

            @Override
            public void close() {}
        };
        ContentLayout layout = ContentLayout.of(new RawDisk(slow, 512));
        ExecutorService workers = Executors.newFixedThreadPool(2);
        var digests = new AtomicInteger();
        assertThatThrownBy(() -> new ContentReader(workers, 2)
                        .read(
                                layout,
                                chunk -> true,
                                (chunk, part) -> digests.incrementAndGet(),
                                new Quiet(),
                                (done, total) -> {
                                    assertThat(total).isEqualTo(bytes.length);
                                    return digests.get() < 3;
                                }))
                .isInstanceOf(CancellationException.class);
        assertThat(inside).hasValue(0);
        workers.shutdown();
        assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Quiet implements ChunkSink<Integer> {
        @Override
        public void chunk(Chunk chunk, Integer digest) {}

        @Override
        public void zeros(Chunk chunk) {}
    }

    @Test
    void what_goes_wrong_in_a_worker_ends_the_reading() throws Exception {
        ContentLayout layout = ContentLayout.of(RawDisk.open(new Surgery().device()));
        ExecutorService workers = Executors.newFixedThreadPool(2);
        var reader = new ContentReader(workers, 2);
        assertThatThrownBy(() -> reader.<Integer>read(
                        layout,
                        (chunk, bytes) -> {
                            throw new IOException("no digest today");
                        },
                        new Quiet()))
                .hasMessage("no digest today");
        assertThatThrownBy(() -> reader.<Integer>read(
                        layout,
                        (chunk, bytes) -> {
                            throw new IllegalStateException("broken");
                        },
                        new Quiet()))
                .isInstanceOf(IllegalStateException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reader.read(layout, (chunk, bytes) -> 1, new Quiet()))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        workers.shutdown();
    }

    @Test
    void progress_comes_to_all_that_counts() throws Exception {
        ContentLayout layout = ContentLayout.of(new RawDisk(new MemoryDevice(mixed(new Random(2))), 512));
        var seen = new ArrayList<Long>();
        new ContentReader(Runnable::run, 1)
                .read(layout, chunk -> true, (chunk, bytes) -> 1, new Quiet(), (done, total) -> {
                    seen.add(done);
                    return true;
                });
        assertThat(seen).isSorted().first().isEqualTo(0L);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(layout.countedBytes());
    }
}
