package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes changed where the witness looks: it answers or refuses, soon, and throws nothing else. */
class WitnessMutationTest {
    private static final int CHANGES = Soak.times(300);
    private static final long BOUND_NANOS = 5_000_000_000L;
    private static final long MOST_COMPARED = 1L << 30;

    /** Remembers which bytes were read. */
    private record Recording(BlockDevice under, List<ByteRange> read) implements BlockDevice {
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

    private static int place(Random random, List<ByteRange> read) {
        ByteRange range = read.get(random.nextInt(read.size()));
        int at = (int) (range.start() + random.nextLong(range.length()));
        // Structures begin at such places, and what is in their first bytes matters most.
        return random.nextBoolean() ? at : Math.max((int) range.start(), at & ~0x1ff | at & 0x7f);
    }

    private static void look(BlockDevice file, Random random) throws IOException {
        SectorWitness witness = SectorWitness.of(file);
        long sectors = witness.virtualSize() / witness.sectorSize();
        assertThat(sectors).isPositive();
        for (int i = 0; i < 20; i++) {
            long sector = random.nextLong(sectors);
            witness.counts(sector);
            assertThat(witness.placeOf(sector)).isBetween(-1L, file.size() - witness.sectorSize());
        }
        BlockDevice watched = witness.watched(file);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt((int) file.size());
            Layouts.bytes(watched, from, random.nextInt(Math.min(1 << 17, (int) file.size() - from)));
        }
        SectorSum sum = witness.finish(Progress.NONE);
        assertThat(sum.sectors()).isBetween(0L, sum.counted());
        assertThat(sum.counted()).isBetween(0L, sectors);
        if (witness.virtualSize() <= MOST_COMPARED) {
            assertThat(witness.firstDifference(witness, Progress.NONE)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-msr.vhdx, vhdx of 1 MiB",
        "gpt-4kn.vhdx, vhdx of 2 MiB",
        "mbr-dynamic.vhd, vhd of 512 KiB",
        "mbr-fixed.vhdx, fixed vhd",
        "all-kinds.ntfs, vhdx of 32 MiB"
    })
    void changed_bytes_end_in_an_answer_or_a_refusal(String image, String layout) throws Exception {
        MemoryDevice file = Layouts.inMemory(image, layout);
        // What is read to know of the disk, not its content.
        var recording = new Recording(file, new ArrayList<>());
        SectorWitness sound = SectorWitness.of(recording);
        sound.counts(sound.virtualSize() / sound.sectorSize() / 2);
        byte[] bytes = file.bytes();
        byte[] original = bytes.clone();
        var refused = new AtomicInteger();
        var answered = new AtomicInteger();
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
            if (random.nextInt(4) > 0) {
                Checksums.ofContainer(bytes);
            }
            BlockDevice told = file;
            if (random.nextInt(10) == 0) {
                told = new MemoryDevice(Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1));
            }
            long begin = System.nanoTime();
            try {
                look(told, random);
                answered.incrementAndGet();
            } catch (DiskException | EOFException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused.incrementAndGet();
            } finally {
                System.arraycopy(original, 0, bytes, 0, bytes.length);
            }
            assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
        });
        assertThat(refused.get()).isPositive();
        assertThat(answered.get()).isPositive();
    }
}
