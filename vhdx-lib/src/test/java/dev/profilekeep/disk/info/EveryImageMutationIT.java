package dev.profilekeep.disk.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One byte of an image changed, where something reads it: description, check, listing and the first content of each file all
 * end in an answer or a {@link DiskException}, soon, and in little memory. Where a checksum and a second copy guard the byte,
 * the answer is that of the image unchanged.
 */
class EveryImageMutationIT {
    /** Over all images; {@code -Dtests.mutations=N} for a long run. */
    private static final int CHANGES = Integer.getInteger("tests.mutations", 5000);

    private static final List<String> OWN = List.of(
            "gpt-msr.vhdx",
            "mbr-fixed.vhdx",
            "gpt-4kn.vhdx",
            "bare-dirty.vhdx",
            "empty.vhdx",
            "mbr-dynamic.vhd",
            "gpt-fixed.vhd",
            "profile-30g.vhdx",
            "profile-30g.vhd");
    private static final Map<String, String> MEMBERS =
            Map.of("dfirorc-ntfs.7z", "ntfs.vhd", "jschicht-SampleTinyNtfsVolume.zip", "partition.dd");
    private static final long BOUND_NANOS = 30_000_000_000L;
    private static final int MOST_FILES = 2000;
    private static final int CONTENT = 64 * 1024;
    private static final ByteRange REGION_TABLES = new ByteRange(192 * 1024, 128 * 1024);
    private static final int FOOTER = 512;

    private static final AtomicLong TRIED = new AtomicLong();
    private static final AtomicLong REFUSED = new AtomicLong();
    private static final AtomicLong SLOWEST = new AtomicLong();

    @TempDir
    Path work;

    /** @param container null for an image of the project's own */
    record Image(String name, @org.jspecify.annotations.Nullable Boolean container) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Image> images() throws IOException {
        Stream<Image> shared = SharedFixturesOracleTest.manifest().map(i -> new Image(i.file(), i.isContainer()));
        return Stream.concat(OWN.stream().map(name -> new Image(name, null)), shared)
                .toList();
    }

    @AfterAll
    static void tell() {
        System.out.printf(
                "%d bytes changed, %d answers were an error, the slowest took %d ms%n",
                TRIED.get(), REFUSED.get(), SLOWEST.get() / 1_000_000);
    }

    private BlockDevice open(Image image) throws IOException {
        Boolean container = image.container();
        if (container == null) {
            return Fixtures.ownLargeImage(image.name());
        }
        Fixtures.requireShared();
        FileDevice file = FileDevice.open(Fixtures.unpack(image.name(), MEMBERS.get(image.name()), work));
        return container ? file : new RawAsVhd(file);
    }

    /** Remembers what was read, in pieces, so that each structure is hit as often as another. */
    private static final class Recording implements BlockDevice {
        private static final int PIECE = 4096;
        private static final int MOST = 4 << 20;
        private final BlockDevice under;
        private final List<ByteRange> read = new ArrayList<>();

        Recording(BlockDevice under) {
            this.under = under;
        }

        @Override
        public long size() throws IOException {
            return under.size();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            int count = target.remaining();
            for (int at = 0; at < count && read.size() < MOST; at += PIECE) {
                read.add(new ByteRange(offset + at, Math.min(PIECE, count - at)));
            }
            under.readFully(offset, target);
        }

        @Override
        public void close() {}
    }

    /** An image of which one byte is another. */
    private record Changed(BlockDevice under, long place, byte value) implements BlockDevice {
        @Override
        public long size() throws IOException {
            return under.size();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            int start = target.position();
            int count = target.remaining();
            under.readFully(offset, target);
            if (place >= offset && place < offset + count) {
                target.put(start + (int) (place - offset), value);
            }
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @MethodSource("images")
    void a_changed_byte_ends_in_an_answer_or_a_disk_exception(Image image) throws Exception {
        int changes = Math.max(1, CHANGES / images().size());
        try (BlockDevice device = open(image)) {
            var recording = new Recording(device);
            Optional<String> unchanged = look(recording);
            List<ByteRange> read = recording.read;
            RandomCases.run(changes, random -> {
                ByteRange range = read.get(random.nextInt(read.size()));
                long place = place(random, range);
                byte before = at(device, place);
                byte after = other(random, before);
                var changed = new Changed(device, place, after);
                long begin = System.nanoTime();
                Optional<String> answer = look(changed);
                long took = System.nanoTime() - begin;
                TRIED.incrementAndGet();
                SLOWEST.accumulateAndGet(took, Math::max);
                assertThat(took).as("nanoseconds, byte %d of %s", place, image).isLessThan(BOUND_NANOS);
                if (answer.isEmpty()) {
                    REFUSED.incrementAndGet();
                } else if (isGuarded(device, place)) {
                    assertThat(answer)
                            .as("byte %d of %s is %d", place, image, after)
                            .isEqualTo(unchanged);
                }
            });
        }
    }

    private static long place(Random random, ByteRange range) {
        long span = random.nextInt(3) == 0 ? range.length() : Math.min(range.length(), 1024);
        return range.start() + random.nextInt((int) span);
    }

    private static byte at(BlockDevice device, long place) throws IOException {
        var one = ByteBuffer.allocate(1);
        device.readFully(place, one);
        return one.get(0);
    }

    private static byte other(Random random, byte before) {
        byte after =
                switch (random.nextInt(4)) {
                    case 0 -> (byte) 0xff;
                    case 1 -> (byte) (before ^ 1 << random.nextInt(8));
                    case 2 -> (byte) (before + 1);
                    default -> (byte) random.nextInt();
                };
        return after == before ? (byte) ~before : after;
    }

    /** Whether another copy says the same, and a checksum which of the two is right. */
    private static boolean isGuarded(BlockDevice device, long place) throws IOException {
        if (Containers.isVhdx(device)) {
            return REGION_TABLES.contains(new ByteRange(place, 1));
        }
        boolean dynamic = at(device, 0) == 'c';
        return dynamic && (place < FOOTER || place >= device.size() - FOOTER);
    }

    /** What an image is, by all that can be asked of it; empty if it is refused. */
    private static Optional<String> look(BlockDevice image) throws IOException {
        DiskCheck.run("image", image, (child, path) -> Optional.empty(), Progress.NONE);
        try {
            DiskInspector.stamp(image);
            DiskInfo info = DiskInspector.inspect(image);
            VirtualDisk disk = Containers.open(image);
            disk.extents(new ByteRange(0, disk.virtualSize()), extent -> {});
            if (!disk.hasParent()) {
                volumes(disk);
            }
            return Optional.of(info.virtualSizeBytes() + " " + info.blockSizeBytes() + " " + info.allocatedBlocks()
                    + " " + info.dataWriteGuid() + " " + info.partitions());
        } catch (DiskException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    private static void volumes(VirtualDisk disk) throws IOException {
        BlockDevice content = disk.disk();
        for (Partition partition :
                PartitionTable.read(content, disk.logicalSectorSize()).partitions()) {
            var range = partition.range().intersect(new ByteRange(0, content.size()));
            var device = new SubDevice(content, range);
            attempt(() -> {
                if (!FileSystems.name(device).equals(FileSystems.NTFS)) {
                    return;
                }
                NtfsVolume volume = NtfsVolume.open(device);
                int[] left = {MOST_FILES};
                volume.forEachFile(file -> {
                    if (left[0]-- > 0) {
                        one(volume, file);
                    }
                });
            });
        }
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

    private static void one(NtfsVolume volume, NtfsFile file) throws IOException {
        attempt(() -> volume.paths(file));
        attempt(() -> volume.security(file).map(security -> security.sddl()));
        attempt(() -> {
            var content = volume.content(file);
            if (content.isPresent()) {
                int count = (int) Math.min(CONTENT, content.get().size());
                content.get().readFully(0, ByteBuffer.allocate(count));
            }
        });
    }
}
