package dev.profilekeep.disk.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.compact.RepackTarget.Move;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSink;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhd.NewVhd;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.witness.AddressedSectors;
import dev.profilekeep.disk.witness.CopiedRanges;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.disk.witness.SectorWitness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the second reader says of a copy by its own tables, without reading what was copied. */
class CopiedSectorsTest {
    private static final int MIB = 1 << 20;

    /** A compaction by copying alone, and what was copied for it. */
    private record Copied(SparseMemoryDevice old, SparseMemoryDevice made, List<Move> moves) {
        static Copied of(SparseMemoryDevice old, Integer blockSize) throws IOException {
            CompactionPlan plan = Repacked.plan(old, Repacked.anyGain(blockSize));
            var made = new SparseMemoryDevice(0);
            List<Move> moves = new ArrayList<>();
            try (RepackTarget target = RepackTarget.begin(plan, made)) {
                target.moves(moves::add);
                for (Move move : moves) {
                    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(move.length()));
                    old.readFully(move.from(), bytes);
                    made.write(move.to(), bytes.flip());
                }
                target.finish();
            }
            return new Copied(old, made, moves);
        }

        Optional<String> fault(List<Move> told) throws IOException {
            return fault(told, made);
        }

        Optional<String> fault(List<Move> told, SparseMemoryDevice fresh) throws IOException {
            var ranges = new CopiedRanges();
            told.forEach(move -> ranges.add(move.from(), move.to(), move.length()));
            return SectorWitness.of(old).firstMiscopied(SectorWitness.of(fresh), ranges, Progress.NONE);
        }
    }

    private static Copied small() throws IOException {
        return Copied.of(Stale.vhdx(Containers.open(Fixtures.ownLargeImage("gpt-msr.vhdx")), 2 * MIB), MIB);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-msr.vhdx, 1, 1",
        "gpt-msr.vhdx, 32, 1",
        "gpt-msr.vhdx, 1, 2",
        "gpt-4kn.vhdx, 32, 4",
        "mbr-dynamic.vhd, 2, 1",
        "profile-30g.vhdx, 32, 1"
    })
    void a_copy_of_what_counts_is_found_right_in_every_layout(String image, int before, int after) throws Exception {
        Copied copied = Copied.of(
                Stale.vhdx(Containers.open(Fixtures.ownLargeImage(image)), before * MIB),
                after == before ? null : Integer.valueOf(after * MIB));
        assertThat(copied.moves()).hasSizeGreaterThan(3);
        assertThat(copied.fault(copied.moves())).isEmpty();
    }

    @Test
    void what_is_told_in_smaller_pieces_is_the_same() throws Exception {
        Copied copied = small();
        List<Move> pieces = new ArrayList<>();
        for (Move move : copied.moves()) {
            long half = Math.max(512, move.length() / 1024 * 512);
            pieces.add(new Move(move.diskOffset(), move.from(), move.to(), Math.min(half, move.length())));
            if (half < move.length()) {
                pieces.add(
                        new Move(move.diskOffset() + half, move.from() + half, move.to() + half, move.length() - half));
            }
        }
        assertThat(pieces).hasSizeGreaterThan(copied.moves().size());
        assertThat(copied.fault(pieces)).isEmpty();
    }

    /** Each changes one of the moves, as a reader would tell them that is wrong about one place. */
    private enum Mistake {
        LATER_SOURCE,
        EARLIER_SOURCE,
        LATER_TARGET,
        LEFT_OUT,
        SHORTER,
        TWICE,
        ANOTHERS_SOURCE,
        ANOTHERS_PLACE;

        List<Move> in(List<Move> moves, int at) {
            Move move = moves.get(at);
            Move next = moves.get((at + 1) % moves.size());
            List<Move> changed = new ArrayList<>(moves);
            switch (this) {
                case LATER_SOURCE -> changed.set(at, like(move, move.from() + 512, move.to(), move.length()));
                case EARLIER_SOURCE -> changed.set(at, like(move, move.from() - 512, move.to(), move.length()));
                case LATER_TARGET -> changed.set(at, like(move, move.from(), move.to() + 512, move.length()));
                case LEFT_OUT -> changed.remove(at);
                case SHORTER -> changed.set(at, like(move, move.from(), move.to(), move.length() - 512));
                case TWICE -> changed.add(at, move);
                case ANOTHERS_SOURCE -> {
                    changed.set(at, like(move, next.from(), move.to(), move.length()));
                    changed.set((at + 1) % moves.size(), like(next, move.from(), next.to(), next.length()));
                }
                case ANOTHERS_PLACE -> {
                    changed.set(at, like(move, move.from(), next.to(), move.length()));
                    changed.set((at + 1) % moves.size(), like(next, next.from(), move.to(), next.length()));
                }
            }
            return changed;
        }

        private static Move like(Move move, long from, long to, long length) {
            return new Move(move.diskOffset(), from, to, length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LATER_SOURCE",
                "EARLIER_SOURCE",
                "LATER_TARGET",
                "LEFT_OUT",
                "SHORTER",
                "TWICE",
                "ANOTHERS_SOURCE",
                "ANOTHERS_PLACE"
            })
    void a_copy_of_a_wrong_sector_is_found_whatever_the_first_reader_says(String mistake) throws Exception {
        Copied copied = small();
        for (int at : new int[] {0, copied.moves().size() / 2, copied.moves().size() - 1}) {
            List<Move> wrong = Mistake.valueOf(mistake).in(copied.moves(), at);
            assertThat(copied.fault(wrong)).as("move %d", at).isPresent();
        }
    }

    @Test
    void a_new_file_in_which_a_block_lies_elsewhere_or_is_missing_is_found() throws Exception {
        Copied copied = small();
        // Of the block table, [MS-VHDX] 2.5: entries of 8 bytes; the place in MiB is in the upper 44 bits.
        long table = blockTable(copied.made());
        ByteBuffer entries = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        copied.made().readFully(table, entries);
        long first = entries.getLong(0);
        long second = entries.getLong(8);
        assertThat(first & 7).isEqualTo(6);
        assertThat(second & 7).isEqualTo(6);
        put(copied.made(), table, second, first);
        assertThat(copied.fault(copied.moves())).as("two blocks changed places").isPresent();
        put(copied.made(), table, 0, second);
        assertThat(copied.fault(copied.moves()))
                .hasValueSatisfying(fault -> assertThat(fault).contains("does not store it"));
        put(copied.made(), table, first, second);
        assertThat(copied.fault(copied.moves())).isEmpty();
    }

    private static void put(SparseMemoryDevice file, long at, long first, long second) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        file.write(at, entries.putLong(0, first).putLong(8, second));
    }

    /** By the region table, [MS-VHDX] 2.2.3. */
    private static long blockTable(SparseMemoryDevice file) throws IOException {
        ByteBuffer regions = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        file.readFully(192 * 1024, regions);
        for (int entry = 16; entry < 16 + 2 * 32; entry += 32) {
            if (regions.getInt(entry) == 0x2DC27766) {
                return regions.getLong(entry + 16);
            }
        }
        throw new AssertionError("no block table");
    }

    @Test
    void a_new_file_in_which_another_cluster_counts_is_found() throws Exception {
        Copied copied = small();
        List<Long> reads = new ArrayList<>();
        SectorWitness witness = SectorWitness.of(told(copied.made(), reads));
        reads.clear();
        for (long sector = 0; reads.isEmpty(); sector += 64) {
            witness.counts(sector); // of a cluster, it reads $Bitmap
        }
        ByteBuffer bits = ByteBuffer.allocate(1);
        copied.made().readFully(reads.get(0), bits);
        copied.made()
                .write(reads.get(0), bits.put(0, (byte) (bits.get(0) ^ 0x80)).flip());
        assertThat(copied.fault(copied.moves()))
                .hasValueSatisfying(fault -> assertThat(fault).contains("counts on one disk only"));
    }

    /** The file; where it is read is told. */
    private static BlockDevice told(BlockDevice file, List<Long> reads) {
        return new BlockDevice() {
            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void readFully(long offset, ByteBuffer target) throws IOException {
                reads.add(offset);
                file.readFully(offset, target);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void a_copy_of_a_vhd_is_found_right() throws Exception {
        VirtualDisk small = Containers.open(Fixtures.ownLargeImage("mbr-dynamic.vhd"));
        var old = new SparseMemoryDevice(0);
        ConversionRun.run(
                ConversionPlanner.toVhd(Containers.open(Stale.vhdx(small, 2 * MIB)), ((VhdFile) small).envelope()),
                old,
                Progress.NONE);
        Copied copied = Copied.of(old, null);
        assertThat(copied.moves()).hasSizeGreaterThan(3);
        assertThat(copied.fault(copied.moves())).isEmpty();
        assertThat(copied.fault(Mistake.LATER_SOURCE.in(copied.moves(), 1))).isPresent();
    }

    /** Everything that counts as the first reader addresses it; with {@code shift} it is wrong by so many bytes about each. */
    private static AddressedSectors addressed(SparseMemoryDevice file, int sectorSize, long shift) throws IOException {
        var all = new AddressedSectors(sectorSize);
        new ContentReader(Runnable::run, 1)
                .read(
                        ContentLayout.of(Containers.open(file)),
                        (chunk, bytes) -> {
                            add(all, chunk, bytes, shift);
                            return true;
                        },
                        new ChunkSink<Boolean>() {
                            @Override
                            public void chunk(Chunk chunk, Boolean digest) {}

                            @Override
                            public void zeros(Chunk chunk) {}
                        });
        return all;
    }

    private static void add(AddressedSectors all, Chunk chunk, ByteBuffer bytes, long shift) {
        ByteBuffer left = bytes.duplicate();
        for (ByteRange piece : chunk.pieces()) {
            int length = Math.toIntExact(piece.length());
            all.add(piece.start() + shift, left.slice(left.position(), length));
            left.position(left.position() + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "gpt-4kn.vhdx", "mbr-dynamic.vhd", "profile-30g.vhdx"})
    void both_readers_see_the_same_bytes_under_the_same_numbers(String image) throws Exception {
        SparseMemoryDevice file = Stale.vhdx(Containers.open(Fixtures.ownLargeImage(image)), 2 * MIB);
        SectorWitness witness = SectorWitness.of(file);
        SectorSum seen = witness.finish(Progress.NONE);
        assertThat(addressed(file, witness.sectorSize(), 0).isSameAs(seen)).isTrue();
        assertThat(addressed(file, witness.sectorSize(), witness.sectorSize()).isSameAs(seen))
                .isFalse();
    }

    @Test
    void bytes_may_come_in_pieces_that_end_anywhere_and_one_that_differs_or_is_missing_is_found() throws Exception {
        byte[] disk = new byte[64 * 512];
        new Random(3).nextBytes(disk);
        RandomCases.run(50, random -> {
            var whole = new AddressedSectors(512);
            whole.add(0, ByteBuffer.wrap(disk));
            List<ByteRange> pieces = new ArrayList<>();
            for (int at = 0; at < disk.length; ) {
                int end = Math.min(disk.length, at + 1 + random.nextInt(3000));
                pieces.add(ByteRange.between(at, end));
                at = end;
            }
            Collections.shuffle(pieces, random);
            int faulty = random.nextInt(pieces.size());
            var right = new AddressedSectors(512);
            var wrong = new AddressedSectors(512);
            var less = new AddressedSectors(512);
            for (int i = 0; i < pieces.size(); i++) {
                int start = (int) pieces.get(i).start();
                int length = (int) pieces.get(i).length();
                ByteBuffer bytes = ByteBuffer.wrap(disk, start, length);
                right.add(start, random.nextBoolean() ? bytes : bytes.asReadOnlyBuffer());
                byte[] changed = Arrays.copyOfRange(disk, start, start + length);
                changed[random.nextInt(length)] ^= (byte) (i == faulty ? 1 : 0);
                wrong.add(start, ByteBuffer.wrap(changed));
                if (i != faulty) {
                    less.add(start, bytes);
                }
            }
            SectorSum sum = sum(disk);
            assertThat(whole.isSameAs(sum)).isTrue();
            assertThat(right.isSameAs(sum)).isTrue();
            assertThat(wrong.isSameAs(sum)).isFalse();
            assertThat(less.isSameAs(sum)).isFalse();
        });
    }

    /** By a witness: a fixed VHD is the disk and a footer. */
    private static SectorSum sum(byte[] disk) throws IOException {
        var file = new SparseMemoryDevice(0);
        NewVhd.begin(file, new VhdEnvelope(disk.length, 512 << 10, true, new UUID(1, 2)))
                .finish();
        file.write(0, ByteBuffer.wrap(disk));
        return SectorWitness.of(file).finish(Progress.NONE);
    }
}
