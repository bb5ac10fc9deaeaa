package dev.profilekeep.disk.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One byte changed, or the end cut off: an answer or a {@link DiskException}, soon. Bytes are changed where they are read, or
 * nearly all changes would hit what nobody looks at.
 */
class MutationTest {
    /** For each image; {@code -Dtests.mutations=N} for a long run. */
    private static final int CHANGES = Integer.getInteger("tests.mutations", 3000);

    private static final int CUTS = 200;
    private static final long BOUND_NANOS = 5_000_000_000L;

    /** Remembers which bytes were read. */
    private static final class Recording implements BlockDevice {
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
            read.add(new ByteRange(offset, target.remaining()));
            under.readFully(offset, target);
        }

        @Override
        public void close() {}
    }

    /** Changes that matter: in structures, which stand in the first KiB of what was read, rather than in their padding. */
    private static int place(Random random, List<ByteRange> read) {
        ByteRange range = read.get(random.nextInt(read.size()));
        long span = random.nextInt(4) == 0 ? range.length() : Math.min(range.length(), 16 * 1024);
        int inRange = random.nextInt((int) span);
        // Structures of a VHDX and records of NTFS begin at such places.
        return (int) range.start() + (random.nextBoolean() ? inRange : inRange & ~0x3ff | inRange & 0x7f);
    }

    /** What the doors of the library say of an image: always an answer or a {@link DiskException}. */
    private static void look(MemoryDevice image) throws IOException {
        long begin = System.nanoTime();
        try {
            DiskInspector.inspect(image);
        } catch (DiskException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            DiskInspector.stamp(image);
        } catch (DiskException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "bare-dirty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd",
                "empty.vhdx"
            })
    void a_changed_byte_ends_in_an_answer_or_a_disk_exception(String name) throws Exception {
        MemoryDevice image = Fixtures.ownImage(name);
        var recording = new Recording(image);
        DiskInspector.inspect(recording);
        byte[] bytes = image.bytes();
        byte[] original = bytes.clone();
        var refused = new AtomicInteger();
        RandomCases.run(CHANGES, random -> {
            int place = place(random, recording.read);
            int end = Math.min(bytes.length, place + 1 + (random.nextInt(8) == 0 ? 7 : 0));
            int kind = random.nextInt(4);
            for (int i = place; i < end; i++) {
                bytes[i] = kind == 0
                        ? (byte) 0xff
                        : kind == 1 ? 0 : kind == 2 ? (byte) (bytes[i] + 1) : (byte) random.nextInt();
            }
            boolean mended = random.nextBoolean();
            if (mended) {
                Checksums.ofContainer(bytes);
            }
            try {
                look(image);
                walk(image, random, refused);
            } finally {
                System.arraycopy(original, place, bytes, place, end - place);
                if (mended) {
                    restoreChecksums(original, bytes);
                }
            }
        });
        assertThat(refused.get()).as("changes that were refused").isPositive();
        assertThat(Arrays.mismatch(bytes, original))
                .as("the test put everything back")
                .isEqualTo(-1);
    }

    private static void restoreChecksums(byte[] original, byte[] bytes) {
        int head = Math.min(bytes.length, 320 * 1024);
        System.arraycopy(original, 0, bytes, 0, head);
        System.arraycopy(original, bytes.length - 512, bytes, bytes.length - 512, 512);
    }

    private static void walk(MemoryDevice image, Random random, AtomicInteger refused) throws IOException {
        try {
            VirtualDisk disk = Containers.open(image);
            long size = disk.virtualSize();
            long start = Math.min(size - 1, random.nextInt(48) * (1L << 20));
            int length = (int) Math.min(64 * 1024, size - start);
            disk.disk().readFully(start, ByteBuffer.allocate(length));
            disk.extents(new ByteRange(0, Math.min(size, 1L << 30)), extent -> {});
        } catch (DiskException e) {
            refused.incrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "bare-dirty.vhdx", "mbr-dynamic.vhd", "gpt-fixed.vhd"})
    void a_cut_file_ends_in_an_answer_or_a_disk_exception(String name) {
        byte[] whole = Fixtures.ownImage(name).bytes();
        RandomCases.run(CUTS, random -> {
            int length = random.nextBoolean() ? random.nextInt(whole.length) : random.nextInt(5 << 20);
            look(new MemoryDevice(Arrays.copyOf(whole, length)));
        });
    }
}
