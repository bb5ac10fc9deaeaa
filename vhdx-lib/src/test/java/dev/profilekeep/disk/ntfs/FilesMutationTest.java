package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One byte of a volume changed: everything that can be asked of its files ends in an answer or a {@link DiskException}, soon.
 * Bytes are changed where the file system keeps its own; a change of a file's content is only a different answer.
 */
class FilesMutationTest {
    private static final int CHANGES = 80 * Integer.getInteger("tests.soak", 1);
    private static final int PIECE = 1024;
    private static final long LARGEST = 40L << 20;
    private static final long BOUND_NANOS = 10_000_000_000L;
    private static final int READ_OF_EACH = 256 * 1024;

    @TempDir
    Path work;

    private static byte[] bytes(BlockDevice device) throws IOException {
        var bytes = ByteBuffer.allocate((int) device.size());
        device.readFully(0, bytes);
        return bytes.array();
    }

    /** Asks everything. */
    static void look(BlockDevice device) throws IOException {
        long begin = System.nanoTime();
        try {
            NtfsVolume volume = NtfsVolume.open(device);
            attempt(volume::logState);
            attempt(() -> volume.bitmap().countUsed(0, volume.clusters()));
            attempt(() -> tree(volume, volume.root(), 0, new int[] {20_000}));
            attempt(() -> volume.forEachFile(file -> one(volume, file)));
            attempt(() -> volume.owners().owners(new ByteRange(0, device.size() / 2)));
            attempt(volume::extensions);
            attempt(() -> volume.find("users\\ADMINISTRATOR/secret.TXT.txt"));
        } catch (DiskException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(System.nanoTime() - begin).as("nanoseconds").isLessThan(BOUND_NANOS);
    }

    private interface Question {
        Object ask() throws IOException;
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void attempt(Act act) throws IOException {
        try {
            act.run();
        } catch (DiskException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void attempt(Question question) throws IOException {
        attempt((Act) question::ask);
    }

    private static void tree(NtfsVolume volume, NtfsDirectory directory, int depth, int[] left) throws IOException {
        directory.list(entry -> {
            if (left[0]-- > 0
                    && entry.isDirectory()
                    && depth < 20
                    && !entry.name().equals(".")) {
                attempt(() -> tree(volume, volume.directory(volume.file(entry.file())), depth + 1, left));
            }
        });
    }

    private static void one(NtfsVolume volume, NtfsFile file) throws IOException {
        attempt(() -> volume.paths(file));
        attempt(() -> volume.security(file).map(security -> security.sddl()));
        for (NtfsStream stream : file.streams()) {
            stream.extents();
            attempt(() -> read(volume.content(stream)));
        }
        attempt(() -> {
            var content = volume.content(file);
            if (content.isPresent()) {
                read(content.get());
            }
        });
    }

    private static void read(BlockDevice content) throws IOException {
        int count = (int) Math.min(READ_OF_EACH, content.size());
        content.readFully(0, ByteBuffer.allocate(count));
        content.readFully(content.size() - count, ByteBuffer.allocate(count));
    }

    /** Where the file system keeps what it needs: the boot sector, file records, indexes the small system files, and what is compressed. */
    private static List<ByteRange> structures(BlockDevice device) throws IOException {
        NtfsVolume volume = NtfsVolume.open(device);
        var ranges = new ArrayList<ByteRange>();
        ranges.add(new ByteRange(0, 512));
        volume.forEachFile(file -> {
            for (NtfsStream stream : file.streams()) {
                boolean table = file.number() == 0 && stream.isData();
                if (!table
                        && stream.isData()
                        && file.number() != 9
                        && file.number() != 10
                        && !stream.isCompressed()
                        && file.reparse() == null) {
                    continue;
                }
                for (StreamExtent extent : stream.extents()) {
                    if (extent instanceof StreamExtent.Stored stored) {
                        long start = stored.lcn() * volume.clusterBytes();
                        long length = stored.clusters() * volume.clusterBytes();
                        // Records and blocks begin at such places.
                        for (long at = 0; at < Math.min(length, 1 << 20); at += PIECE) {
                            ranges.add(new ByteRange(start + at, Math.min(PIECE, length - at)));
                        }
                    }
                }
            }
        });
        return ranges;
    }

    private static int place(Random random, List<ByteRange> structures) {
        ByteRange range = structures.get(random.nextInt(structures.size()));
        int span = (int) Math.min(range.length(), random.nextInt(4) == 0 ? 1024 : 400);
        return (int) range.start() + random.nextInt(span);
    }

    private static void mutate(byte[] volume, int changes) throws IOException {
        var device = new MemoryDevice(volume);
        List<ByteRange> structures = structures(device);
        var changed = new AtomicInteger();
        RandomCases.run(changes, random -> {
            int place = place(random, structures);
            byte before = volume[place];
            int kind = random.nextInt(4);
            volume[place] = kind == 0
                    ? (byte) 0xff
                    : kind == 1 ? (byte) (before ^ 1 << random.nextInt(8)) : kind == 2 ? 0 : (byte) random.nextInt();
            changed.addAndGet(volume[place] == before ? 0 : 1);
            try {
                look(device);
            } finally {
                volume[place] = before;
            }
        });
        assertThat(changed.get()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "bare-dirty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd"
            })
    void a_changed_byte_of_our_own_volumes_ends_in_an_answer_or_a_disk_exception(String image) throws Exception {
        var disk = Containers.open(Fixtures.ownImage(image));
        List<Partition> partitions =
                PartitionTable.read(disk.disk(), disk.logicalSectorSize()).partitions();
        ByteRange range = partitions.get(partitions.size() - 1).range();
        mutate(bytes(new SubDevice(disk.disk(), range)), CHANGES);
    }

    @Test
    void a_changed_byte_of_a_volume_of_all_kinds_of_files_ends_in_an_answer_or_a_disk_exception() throws Exception {
        mutate(Fixtures.ownImage("all-kinds.ntfs").bytes(), 2 * CHANGES);
    }

    @ParameterizedTest
    @MethodSource("dev.profilekeep.disk.ntfs.SharedVolumes#all")
    void a_changed_byte_of_a_shared_volume_ends_in_an_answer_or_a_disk_exception(SharedVolumes.Volume shared)
            throws Exception {
        byte[] volume;
        try (FileDevice file = FileDevice.open(shared.unpack(work))) {
            BlockDevice device = shared.device(file);
            if (device.size() > LARGEST) {
                // What such volumes have that others have not is not in their structures.
                return;
            }
            volume = bytes(device);
        }
        mutate(volume, CHANGES);
    }
}
