package dev.profilekeep.disk.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some bytes changed where a check looks, or the end cut off: always a report, never an exception, soon. */
class CheckMutationTest {
    private static final int CHANGES = Soak.times(150);
    private static final int CUTS = Soak.times(20);
    private static final long BOUND_NANOS = 10_000_000_000L;

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

    private static CheckReport look(BlockDevice image, boolean raw) throws IOException {
        long begin = System.nanoTime();
        CheckReport report =
                raw ? DiskCheck.content(new RawDisk(image, 512), Progress.NONE) : SoundDisksTest.check(image);
        assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
        assertThat(report.findings()).allSatisfy(finding -> {
            assertThat(finding.sentence()).isNotBlank().doesNotContain("null");
            assertThat(finding.where().structure()).isNotBlank();
        });
        return report;
    }

    private static int place(Random random, List<ByteRange> read, int length) {
        ByteRange range = read.get(random.nextInt(read.size()));
        int at = (int) (range.start() + random.nextLong(range.length()));
        // Structures begin at such places, and what is in their first bytes matters most.
        int aligned = random.nextBoolean() ? at : at & ~0x1ff | at & 0x7f;
        return Math.min(length - 1, aligned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "gpt-4kn.vhdx", "mbr-dynamic.vhd", "gpt-fixed.vhd", "all-kinds.ntfs"})
    void changed_bytes_end_in_a_report(String name) throws Exception {
        MemoryDevice image = Fixtures.ownImage(name);
        boolean raw = name.endsWith(".ntfs");
        var recording = new Recording(image);
        look(recording, raw);
        byte[] bytes = image.bytes();
        byte[] original = bytes.clone();
        var found = new AtomicInteger();
        RandomCases.run(CHANGES, random -> {
            var changed = new ArrayList<Integer>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = place(random, recording.read, bytes.length);
                int end = Math.min(bytes.length, at + (random.nextInt(6) == 0 ? 1 + random.nextInt(700) : 1));
                for (int j = at; j < end; j++) {
                    changed.add(j);
                    bytes[j] = switch (random.nextInt(4)) {
                        case 0 -> (byte) 0xff;
                        case 1 -> 0;
                        case 2 -> (byte) (bytes[j] + 1);
                        default -> (byte) random.nextInt();
                    };
                }
            }
            boolean mended = !raw && random.nextBoolean();
            if (mended) {
                Checksums.ofContainer(bytes);
            }
            try {
                if (!look(image, raw).findings().isEmpty()) {
                    found.incrementAndGet();
                }
            } finally {
                changed.forEach(at -> bytes[at] = original[at]);
                if (mended) {
                    restoreChecksums(original, bytes);
                }
            }
        });
        assertThat(found.get()).as("changes that were found").isPositive();
        assertThat(Arrays.mismatch(bytes, original))
                .as("the test put everything back")
                .isEqualTo(-1);
    }

    private static void restoreChecksums(byte[] original, byte[] bytes) {
        int head = Math.min(bytes.length, 320 * 1024);
        System.arraycopy(original, 0, bytes, 0, head);
        System.arraycopy(original, bytes.length - 512, bytes, bytes.length - 512, 512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "mbr-dynamic.vhd", "gpt-fixed.vhd", "all-kinds.ntfs"})
    void a_cut_file_ends_in_a_report(String name) {
        byte[] whole = Fixtures.ownImage(name).bytes();
        RandomCases.run(CUTS, random -> {
            int length = random.nextBoolean() ? random.nextInt(whole.length) : random.nextInt(5 << 20);
            look(new MemoryDevice(Arrays.copyOf(whole, Math.min(length, whole.length))), name.endsWith(".ntfs"));
        });
    }
}
