package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DirtyLogException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.testing.CrashDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WritableVhdxTest {
    private static final UUID DISK = UUID.fromString("12345678-9abc-4def-8123-456789abcdef");

    private static SparseMemoryDevice deviceOf(VhdxBuilder builder) throws IOException {
        BlockDevice built = builder.build();
        var device = new SparseMemoryDevice(0);
        for (long at = 0; at < built.size(); at += MIB) {
            var piece = ByteBuffer.allocate((int) Math.min(MIB, built.size() - at));
            built.readFully(at, piece);
            if (!Arrays.equals(piece.array(), new byte[piece.capacity()])) {
                device.write(at, piece.flip());
            }
        }
        device.resize(built.size());
        return device;
    }

    private static VhdxEnvelope envelope(long size, int block) {
        return VhdxEnvelope.dynamic(size).withBlockSize(block);
    }

    private static byte[] read(BlockDevice device, long offset, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        device.readFully(offset, bytes);
        return bytes.array();
    }

    private static ByteBuffer bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    // --- making one

    @Test
    void a_new_disk_has_what_was_asked_for() throws Exception {
        var note = new VhdxEnvelope.UserItem(new UUID(1, 2), true, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        var empty = new VhdxEnvelope.UserItem(new UUID(1, 3), false, ByteBuffer.allocate(0));
        var large = new VhdxEnvelope.UserItem(new UUID(1, 4), false, bytes(MIB, 9));
        var asked = new VhdxEnvelope(5_000L * MIB, 2 * MIB, false, 4096, 4096, DISK, List.of(note, empty, large));
        var device = new SparseMemoryDevice(0);
        NewVhdx.begin(device, asked).finish();
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.envelope()).isEqualTo(asked);
        assertThat(file.info().creator()).isEqualTo("ProfileKeep");
        assertThat(file.info().logReplayed()).isFalse();
        assertThat(file.notes()).isEmpty();
        assertThat(device.size()).isEqualTo(NewVhdx.fileSize(asked, 0)).isEqualTo(5L * MIB);
        assertThat(file.blockState(2499)).isEqualTo(BlockState.NOT_PRESENT);
    }

    @Test
    void a_new_fixed_disk_stores_every_block() throws Exception {
        var asked = envelope(100L * MIB + 512, 8 * MIB).asFixed();
        var device = new SparseMemoryDevice(0);
        NewVhdx made = NewVhdx.begin(device, asked);
        made.write(7, bytes(5, 7));
        made.finish();
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.info().fixed()).isTrue();
        assertThat(device.size()).isEqualTo(NewVhdx.fileSize(asked, 0)).isEqualTo((4 + 13 * 8L) * MIB);
        for (int block = 0; block < 13; block++) {
            assertThat(file.blockState(block)).isEqualTo(BlockState.FULLY_PRESENT);
        }
        assertThat(read(file.disk(), 6, 7)).containsExactly(0, 7, 7, 7, 7, 7, 0);
    }

    @Test
    void the_largest_disk_of_the_smallest_blocks_can_be_made() throws Exception {
        var asked = envelope(64L << 40, MIB);
        var device = new SparseMemoryDevice(0);
        NewVhdx made = NewVhdx.begin(device, asked);
        made.write((64L << 40) - 512, bytes(512, 3));
        made.finish();
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.blockCount()).isEqualTo(64L << 20);
        assertThat(file.blockState((64L << 20) - 1)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(read(file.disk(), (64L << 40) - 513, 2)).containsExactly(0, 3);
        assertThat(device.bytesKept()).isLessThan(8L * MIB);
    }

    @Test
    void what_no_disk_can_be_is_refused() {
        assertThatThrownBy(() -> envelope(MIB, 3 * MIB)).hasMessageContaining("block size");
        assertThatThrownBy(() -> envelope(MIB, 512 * MIB)).hasMessageContaining("block size");
        assertThatThrownBy(() -> envelope(MIB + 1, MIB)).hasMessageContaining("virtual size");
        assertThatThrownBy(() -> envelope((64L << 40) + 512, MIB)).hasMessageContaining("64 TiB");
        assertThatThrownBy(() -> envelope(MIB, MIB).withSectors(512, 1024)).hasMessageContaining("physical");
        assertThatThrownBy(() -> NewVhdx.begin(new SparseMemoryDevice(1), envelope(MIB, MIB)))
                .hasMessageContaining("empty file");
    }

    @Test
    void a_new_disk_is_written_from_its_beginning_to_its_end() throws Exception {
        NewVhdx made = NewVhdx.begin(new SparseMemoryDevice(0), envelope(8L * MIB, MIB));
        made.write(3 * MIB, bytes(2 * MIB, 1));
        assertThatThrownBy(() -> made.write(3 * MIB, bytes(1, 1))).hasMessageContaining("block 3 comes after block 4");
        assertThatThrownBy(() -> made.write(8L * MIB - 1, bytes(2, 1))).hasMessageContaining("do not fit");
    }

    // --- what is not written to

    @Test
    void a_dirty_log_is_replayed_first() throws Exception {
        var device = new SparseMemoryDevice(0);
        var crash = new CrashDevice(device);
        WritableVhdx disk = WritableVhdx.create(crash, envelope(8L * MIB, MIB));
        disk.write(0, bytes(512, 5));
        disk.flush();
        SparseMemoryDevice left = crash.whole();
        assertThat(VhdxFile.open(left).info().logReplayed()).isTrue();
        assertThatThrownBy(() -> WritableVhdx.open(left))
                .isInstanceOf(DirtyLogException.class)
                .hasMessageContaining("replayed");
        UUID before = VhdxFile.open(left).info().fileWriteGuid();
        assertThat(WritableVhdx.replayLog(left)).isEqualTo(1);
        VhdxFile replayed = VhdxFile.open(left);
        assertThat(replayed.info().logReplayed()).isFalse();
        assertThat(replayed.info().fileWriteGuid()).isNotEqualTo(before);
        assertThat(read(replayed.disk(), 511, 2)).containsExactly(5, 0);
        assertThat(WritableVhdx.replayLog(left)).isZero();
    }

    @Test
    void a_differencing_disk_is_not_written_to() throws Exception {
        var builder = new VhdxBuilder();
        builder.parameterFlags = 2;
        builder.parent.put("relative_path", ".\\parent.vhdx");
        SparseMemoryDevice device = deviceOf(builder);
        assertThatThrownBy(() -> WritableVhdx.open(device))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("differencing");
    }

    @Test
    void a_disk_whose_region_tables_differ_is_not_written_to() throws Exception {
        SparseMemoryDevice device = deviceOf(new VhdxBuilder().write(256 * 1024 + 5, new byte[] {1}));
        assertThatThrownBy(() -> WritableVhdx.open(device))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("region tables");
    }

    @Test
    void a_disk_two_of_whose_blocks_lie_in_one_place_is_left_as_it_is() throws Exception {
        var builder = new VhdxBuilder().entry(0, 6, 5).entry(1, 6, 5);
        var crash = new CrashDevice(deviceOf(builder));
        WritableVhdx disk = WritableVhdx.open(crash);
        assertThatThrownBy(() -> disk.write(0, bytes(1, 1)))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("block 1");
        assertThat(crash.steps()).isZero();
        disk.close();
        assertThat(crash.steps()).isZero();
    }

    @Test
    void a_header_whose_number_cannot_grow_is_left_as_it_is() throws Exception {
        var crash = new CrashDevice(deviceOf(new VhdxBuilder().change(bytes -> bytes.putLong(64 * 1024 + 8, -1))));
        WritableVhdx disk = WritableVhdx.open(crash);
        assertThatThrownBy(() -> disk.write(0, bytes(1, 1)))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("sequence number");
        assertThat(crash.steps()).isZero();
    }

    @Test
    void a_damaged_header_is_made_sound_by_the_first_write() throws Exception {
        SparseMemoryDevice device = deviceOf(new VhdxBuilder().write(128 * 1024 + 20, new byte[] {77}));
        assertThat(VhdxFile.open(device).notes()).isNotEmpty();
        WritableVhdx disk = WritableVhdx.open(device);
        disk.write(0, bytes(1, 1));
        disk.close();
        assertThat(VhdxFile.open(device).notes()).isEmpty();
        assertThat(read(VhdxFile.open(device).disk(), 0, 1)).containsExactly(1);
    }

    // --- what is changed, and when

    @Test
    void opening_and_closing_changes_nothing() throws Exception {
        var crash = new CrashDevice(deviceOf(new VhdxBuilder()));
        WritableVhdx disk = WritableVhdx.open(crash);
        read(disk.disk(), 0, 4 * MIB);
        disk.flush();
        disk.close();
        assertThat(crash.steps()).isZero();
    }

    @Test
    void both_identifiers_change_once_before_the_first_write() throws Exception {
        SparseMemoryDevice device = deviceOf(new VhdxBuilder());
        VhdxInfo before = VhdxFile.open(device).info();
        WritableVhdx disk = WritableVhdx.open(device);
        disk.write(0, bytes(1, 1));
        VhdxInfo during = VhdxFile.open(device).info();
        assertThat(during.fileWriteGuid()).isNotEqualTo(before.fileWriteGuid());
        assertThat(during.dataWriteGuid()).isNotEqualTo(before.dataWriteGuid()).isEqualTo(disk.dataWriteGuid());
        disk.write(0, bytes(1, 2));
        disk.close();
        VhdxInfo after = VhdxFile.open(device).info();
        assertThat(after).isEqualTo(during);
        assertThat(after.virtualDiskId()).isEqualTo(before.virtualDiskId());
    }

    @Test
    void a_block_whose_place_was_used_before_shows_nothing_of_it() throws Exception {
        var device = new SparseMemoryDevice(0);
        WritableVhdx disk = WritableVhdx.create(device, envelope(8L * MIB, 2 * MIB));
        disk.write(0, bytes(2 * MIB, 7));
        disk.unmap(new ByteRange(0, 2 * MIB));
        disk.write(2 * MIB, bytes(2 * MIB, 8));
        disk.flush();
        long size = device.size();
        disk.write(4 * MIB + 1000, bytes(10, 9));
        disk.close();
        assertThat(device.size())
                .as("the room of the first block was used again")
                .isEqualTo(size);
        VhdxFile file = VhdxFile.open(device);
        byte[] expected = new byte[2 * MIB];
        Arrays.fill(expected, 1000, 1010, (byte) 9);
        assertThat(read(file.disk(), 4 * MIB, 2 * MIB)).isEqualTo(expected);
        assertThat(file.blockState(0)).isEqualTo(BlockState.UNMAPPED);
    }

    @Test
    void room_is_not_used_again_before_the_table_is_durable() throws Exception {
        var device = new SparseMemoryDevice(0);
        WritableVhdx disk = WritableVhdx.create(device, envelope(8L * MIB, MIB));
        disk.write(0, bytes(MIB, 7));
        disk.flush();
        disk.unmap(new ByteRange(0, MIB));
        disk.write(MIB, bytes(MIB, 8));
        disk.flush();
        assertThat(device.size()).isEqualTo(NewVhdx.fileSize(envelope(8L * MIB, MIB), 2));
        disk.close();
    }

    @Test
    void a_place_that_an_empty_block_still_names_is_not_given_to_another() throws Exception {
        SparseMemoryDevice device = deviceOf(new VhdxBuilder().entry(3, 3, 4).entry(4, 6, 6));
        WritableVhdx disk = WritableVhdx.open(device);
        disk.write(0, bytes(1, 1));
        disk.write(MIB, bytes(1, 1));
        disk.close();
        var places = new TreeSet<Long>();
        VhdxFile.open(device).extents(new ByteRange(0, 8L * MIB), extent -> {
            if (extent instanceof Extent.Stored stored) {
                places.add(stored.fileOffset() / MIB);
            }
        });
        assertThat(places).containsExactly(5L, 6L, 7L);
    }

    @Test
    void zeroed_and_unmapped_blocks_are_told_apart() throws Exception {
        var device = new SparseMemoryDevice(0);
        WritableVhdx disk = WritableVhdx.create(device, envelope(4L * MIB + 512, MIB));
        disk.write(0, bytes(4 * MIB + 512, 7));
        disk.zero(new ByteRange(MIB - 512, MIB + 1024));
        disk.unmap(new ByteRange(3 * MIB - 512, MIB + 1024));
        disk.zero(new ByteRange(4L * MIB, 512));
        disk.close();
        VhdxFile file = VhdxFile.open(device);
        assertThat(List.of(
                        file.blockState(0),
                        file.blockState(1),
                        file.blockState(2),
                        file.blockState(3),
                        file.blockState(4)))
                .containsExactly(
                        BlockState.FULLY_PRESENT,
                        BlockState.ZERO,
                        BlockState.FULLY_PRESENT,
                        BlockState.UNMAPPED,
                        BlockState.ZERO);
        assertThat(read(file.disk(), MIB - 513, 2)).containsExactly(7, 0);
        assertThat(read(file.disk(), 2 * MIB + 511, 2)).containsExactly(0, 7);
    }

    @Test
    void a_fixed_disk_keeps_its_blocks() throws Exception {
        var device = new SparseMemoryDevice(0);
        WritableVhdx disk = WritableVhdx.create(device, envelope(4L * MIB, MIB).asFixed());
        disk.write(0, bytes(4 * MIB, 7));
        disk.zero(new ByteRange(0, 2 * MIB));
        disk.unmap(new ByteRange(0, 4 * MIB));
        disk.close();
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.blockState(0)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(read(file.disk(), 2 * MIB - 1, 2)).containsExactly(0, 7);
    }

    @Test
    void after_a_failed_write_nothing_more_is_written() throws Exception {
        SparseMemoryDevice device = new SparseMemoryDevice(0);
        WritableVhdx.create(device, envelope(4L * MIB, MIB)).close();
        var failing = new WritableBlockDevice() {
            int left = 8;

            @Override
            public long size() {
                return device.size();
            }

            @Override
            public void readFully(long offset, ByteBuffer target) throws IOException {
                device.readFully(offset, target);
            }

            @Override
            public void write(long offset, ByteBuffer source) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("No space left on device");
                }
                device.write(offset, source);
            }

            @Override
            public void flush() {}

            @Override
            public void resize(long size) {
                device.resize(size);
            }

            @Override
            public void close() {}
        };
        WritableVhdx disk = WritableVhdx.open(failing);
        disk.write(0, bytes(512, 1));
        disk.flush();
        assertThatThrownBy(() -> {
                    for (int i = 1; i < 8; i++) {
                        disk.write(512L * i, bytes(512, 2));
                    }
                })
                .hasMessageContaining("No space");
        failing.left = 100;
        assertThatThrownBy(() -> disk.write(0, bytes(512, 2))).hasMessageContaining("earlier write");
        assertThatThrownBy(disk::flush).hasMessageContaining("earlier write");
        disk.close();
        assertThat(read(VhdxFile.open(device).disk(), 0, 1)).containsExactly(1);
    }

    // --- against a plain model

    private record Shape(long size, int block, int sector, boolean fixed) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape(8L * MIB, MIB, 512, false),
            new Shape(8L * MIB + 512, 2 * MIB, 512, true),
            new Shape(40L << 30, MIB, 512, false),
            new Shape(90L << 30, MIB, 4096, false),
            new Shape(64L << 40, 256 * MIB, 512, false),
            new Shape(64L << 40, 256 * MIB, 4096, false),
            new Shape(300L * MIB, 32 * MIB, 4096, true));

    /** Places that matter: block and chunk borders, the ends. */
    private static long place(Random random, Shape shape) {
        long unit =
                switch (random.nextInt(4)) {
                    case 0 -> shape.block;
                    case 1 -> (Layout.SECTORS_PER_CHUNK * shape.sector);
                    case 2 -> 4096;
                    default -> shape.size;
                };
        long count = Math.max(1, Math.min(shape.size / unit, 20));
        long at = unit * random.nextInt((int) count + 1) + (random.nextInt(9) - 4) * 512L;
        return Math.max(0, Math.min(shape.size - 512, at));
    }

    @Test
    void random_changes_give_what_a_plain_array_gives() {
        RandomCases.run(Soak.times(12), random -> {
            Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
            var asked = new VhdxEnvelope(shape.size, shape.block, shape.fixed, shape.sector, 4096, DISK, List.of());
            if (shape.size % shape.sector != 0) {
                return;
            }
            var model = new SparseMemoryDevice(shape.size);
            var device = new SparseMemoryDevice(0);
            WritableVhdx disk = WritableVhdx.create(device, asked);
            for (int i = 0; i < 80; i++) {
                long at = place(random, shape);
                long length = Math.min(shape.size - at, 1 + random.nextInt(random.nextBoolean() ? 5000 : 3 * MIB));
                switch (random.nextInt(9)) {
                    case 0 -> disk.flush();
                    case 1 -> {
                        disk.close();
                        disk = WritableVhdx.open(device);
                    }
                    case 2 -> {
                        disk.zero(new ByteRange(at, length));
                        model.write(at, ByteBuffer.allocate((int) length));
                    }
                    case 3 -> {
                        long block = at / shape.block * shape.block;
                        long whole = Math.min(shape.block, shape.size - block);
                        if (whole <= 4 * MIB) {
                            disk.unmap(new ByteRange(block, whole));
                            if (!shape.fixed) {
                                model.write(block, ByteBuffer.allocate((int) whole));
                            }
                        }
                    }
                    case 4 -> assertThat(read(disk.disk(), at, (int) length)).isEqualTo(read(model, at, (int) length));
                    default -> {
                        byte[] bytes = new byte[(int) length];
                        random.nextBytes(bytes);
                        disk.write(at, ByteBuffer.wrap(bytes));
                        model.write(at, ByteBuffer.wrap(bytes));
                    }
                }
            }
            disk.close();
            assertSame(device, model);
        });
    }

    /** Compares all that the model holds, and all that the disk stores. */
    private static void assertSame(SparseMemoryDevice device, SparseMemoryDevice model) throws IOException {
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.info().logReplayed()).isFalse();
        assertThat(file.notes()).isEmpty();
        for (ByteRange range : model.written()) {
            assertSame(file, model, range);
        }
        file.extents(new ByteRange(0, file.virtualSize()), extent -> {
            if (extent instanceof Extent.Stored stored) {
                for (long done = 0; done < stored.length(); done += MIB) {
                    int length = (int) Math.min(MIB, stored.length() - done);
                    if (!device.isHole(stored.fileOffset() + done, length)) {
                        assertSame(file, model, new ByteRange(stored.diskOffset() + done, length));
                    }
                }
            }
        });
    }

    private static void assertSame(VhdxFile file, SparseMemoryDevice model, ByteRange range) throws IOException {
        byte[] expected = read(model, range.start(), (int) range.length());
        if (!Arrays.equals(read(file.disk(), range.start(), expected.length), expected)) {
            throw new AssertionError("content differs in " + range);
        }
    }
}
