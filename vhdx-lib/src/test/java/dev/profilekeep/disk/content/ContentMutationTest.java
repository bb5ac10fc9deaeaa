package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
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
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes changed where the layout looks: it ends soon, throws what it may, and loses no cluster that the sound disk's bitmap has. */
class ContentMutationTest {
    private static final int CHANGES = Soak.times(150);
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

    private static VirtualDisk open(String name, BlockDevice image) throws IOException {
        return name.endsWith(".ntfs") ? RawDisk.open(image) : Containers.open(image);
    }

    private static int place(Random random, List<ByteRange> read) {
        ByteRange range = read.get(random.nextInt(read.size()));
        int at = (int) (range.start() + random.nextLong(range.length()));
        // Structures begin at such places, and what is in their first bytes matters most.
        return random.nextBoolean() ? at : Math.max((int) range.start(), at & ~0x1ff | at & 0x7f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-kinds.ntfs", "gpt-msr.vhdx", "mbr-dynamic.vhd", "gpt-4kn.vhdx", "gpt-fixed.vhd"})
    void changed_bytes_end_in_a_layout_or_a_disk_exception(String name) throws Exception {
        MemoryDevice image = Fixtures.ownImage(name);
        var recording = new Recording(image);
        ContentLayout.of(open(name, recording));
        byte[] bytes = image.bytes();
        byte[] original = bytes.clone();
        RandomCases.run(CHANGES, random -> {
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = place(random, recording.read);
                bytes[at] = switch (random.nextInt(4)) {
                    case 0 -> (byte) 0xff;
                    case 1 -> 0;
                    case 2 -> (byte) (bytes[at] + 1);
                    default -> (byte) random.nextInt();
                };
            }
            if (!name.endsWith(".ntfs") && random.nextBoolean()) {
                Checksums.ofContainer(bytes);
            }
            long begin = System.nanoTime();
            try {
                Told told = Told.of(open(name, image));
                assertThat(told.totals().chunkBytes() + told.totals().zeroBytes())
                        .isEqualTo(told.layout().countedBytes());
                assertThat(told.layout().rawReasons())
                        .allSatisfy(reason -> assertThat(reason).isNotBlank().doesNotContain("null"));
            } catch (DiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            } finally {
                System.arraycopy(original, 0, bytes, 0, bytes.length);
            }
            assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
        });
    }

    /**
     * One byte of the master file table changed, on a volume whose bitmap says the truth: whatever the records say then, no cluster
     * that was in use may be left out.
     */
    @ParameterizedTest
    @ValueSource(strings = {"all-kinds.ntfs"})
    void a_changed_record_loses_no_cluster(String name) throws Exception {
        MemoryDevice image = Fixtures.ownImage(name);
        ContentLayout sound = ContentLayout.of(open(name, image));
        var places = new ArrayList<ByteRange>();
        var used = new BitSet();
        Told.of(open(name, image)).lines().forEach(line -> {
            line.pieces().forEach(piece -> used.set((int) (piece.start() / 512), (int) (piece.end() / 512)));
            if (line.isOf(0)) {
                places.addAll(line.pieces());
            }
        });
        byte[] bytes = image.bytes();
        byte[] original = bytes.clone();
        assertThat(sound.kind()).isEqualTo(ContentLayout.Kind.FILES);
        RandomCases.run(Soak.times(300), random -> {
            int at = place(random, places);
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            try {
                Told told = Told.of(open(name, image));
                var left = (BitSet) used.clone();
                told.lines().forEach(line -> line.pieces()
                        .forEach(piece -> left.clear((int) (piece.start() / 512), (int) ((piece.end() + 511) / 512))));
                assertThat(left.isEmpty())
                        .as("byte " + at + " of record " + told.layout().kind())
                        .isTrue();
            } finally {
                bytes[at] = original[at];
            }
        });
    }
}
