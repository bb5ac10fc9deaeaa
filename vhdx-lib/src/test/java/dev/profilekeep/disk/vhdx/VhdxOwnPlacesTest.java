package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.image.DiskPart;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.OverlayDevice;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A container has no more content than its file has bytes. */
@Timeout(60)
class VhdxOwnPlacesTest {
    private static final int PRESENT = 6;
    private static final int PARTIALLY = 7;
    private static final long LARGEST = 64L << 40;

    private static VhdxFile open(VhdxBuilder builder) throws IOException {
        return VhdxFile.open(builder.build());
    }

    /** Stored blocks at 4 and 5 MiB, with a third where the test wants it. */
    private static VhdxBuilder three(long third) {
        return new VhdxBuilder().entry(0, PRESENT, 4).entry(1, PRESENT, 5).entry(9, PRESENT, third);
    }

    @Test
    void a_disk_of_64_TiB_in_one_block_of_a_small_file_is_refused_before_anything_is_read() throws Exception {
        VhdxBuilder builder = new VhdxBuilder();
        builder.virtualSize = LARGEST;
        builder.blockSize = 32 * MIB;
        long ratio = (1L << 23) * 512 / builder.blockSize;
        long entries = LARGEST / builder.blockSize;
        builder.tableLength = 17L * MIB;
        builder.fileSize = (20L + 32) * MIB;
        OverlayDevice file = builder.build();
        ByteBuffer table =
                ByteBuffer.allocate((int) (entries + entries / ratio) * 8).order(ByteOrder.LITTLE_ENDIAN);
        while (table.hasRemaining()) {
            table.putLong(20L * MIB | PRESENT);
        }
        file.write(VhdxBuilder.TABLE, table.array());
        TrackingDevice tracking = new TrackingDevice(file);
        VhdxFile disk = VhdxFile.open(tracking);

        assertThatThrownBy(() -> ContentLayout.of(disk))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("block 0 and block 1 share a place in the file");
        assertThat(tracking.bytes()).isLessThan(4L * MIB);
    }

    @Test
    void two_blocks_of_one_place_are_named_wherever_content_is_made_of_a_disk() throws Exception {
        VhdxFile disk = open(three(5));
        String both =
                "block 1 and block 9 share a place in the file: what one of them held is lost (at offset 0x500000)";

        assertThatThrownBy(() -> ContentLayout.of(disk)).hasMessageContaining(both);
        assertThatThrownBy(() -> ContentLayout.raw(disk, ChunkSizes.STANDARD, "asked for"))
                .hasMessageContaining(both);
        assertThatThrownBy(() -> ConversionPlanner.toRaw(disk)).hasMessageContaining(both);
        assertThatThrownBy(new DiskPart(disk, new ByteRange(0, MIB))::requireOwnPlaces)
                .hasMessageContaining(both);
        try (ParentChain chain = ParentChain.open("disk", three(5).build(), (child, path) -> Optional.empty())) {
            assertThatThrownBy(() -> ContentLayout.of(chain)).hasMessageContaining(both);
        }
    }

    @Test
    void blocks_that_overlap_in_part_share_a_place() throws Exception {
        VhdxBuilder builder = new VhdxBuilder().entry(0, PRESENT, 6).entry(1, PRESENT, 4);
        builder.blockSize = 4 * MIB;
        builder.fileSize = 11L * MIB;

        assertThatThrownBy(() -> ContentLayout.of(open(builder))).hasMessageContaining("block 0 and block 1 share");
    }

    @Test
    void blocks_side_by_side_and_in_any_order_are_read() throws Exception {
        VhdxBuilder builder = three(7).entry(3, PRESENT, 6);

        assertThat(ContentLayout.of(open(builder)).countedBytes()).isEqualTo(builder.virtualSize);
    }

    @Test
    void the_last_block_takes_what_lies_inside_the_disk() throws Exception {
        VhdxBuilder builder = new VhdxBuilder().entry(1, PRESENT, 4).entry(0, PRESENT, 5);
        builder.blockSize = 2 * MIB;
        builder.virtualSize = 3L * MIB;

        assertThatCode(open(builder)::requireOwnPlaces).doesNotThrowAnyException();
    }

    @Test
    void blocks_that_are_not_stored_may_name_any_place() throws Exception {
        // Not present, zero, unmapped.
        VhdxBuilder builder = three(6).entry(2, 0, 4).entry(3, 2, 4).entry(4, 3, 4);

        assertThatCode(open(builder)::requireOwnPlaces).doesNotThrowAnyException();
    }

    private static VhdxBuilder child(long bitmapAt) {
        VhdxBuilder builder = new VhdxBuilder().entry(0, PARTIALLY, 4).entry(1, PARTIALLY, 5);
        builder.entry(4096, PRESENT, bitmapAt);
        builder.parameterFlags = 2;
        builder.parent.put("relative_path", ".\\parent.vhdx");
        builder.parent.put("parent_linkage", "{" + new UUID(1, 2) + "}");
        return builder;
    }

    @Test
    void the_bits_of_a_differencing_disk_have_their_own_place_too() throws Exception {
        assertThatCode(open(child(6))::requireOwnPlaces).doesNotThrowAnyException();
        assertThatThrownBy(open(child(5))::requireOwnPlaces)
                .hasMessageContaining("the sector bitmap of chunk 0 and block 1 share");
    }

    @Test
    void a_place_farther_away_than_any_disk_takes_no_memory() throws Exception {
        VhdxBuilder builder = three(1L << 40);
        builder.fileSize = Long.MAX_VALUE / 2;

        assertThatThrownBy(open(builder)::requireOwnPlaces)
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("block 9 lies farther away");
    }

    /** The table of a full disk of 64 TiB in the usual blocks, without the disk. */
    private record FullTable(BlockDevice start, long ratio, int blockSize) implements BlockDevice {
        @Override
        public long size() {
            return LARGEST + (1L << 30);
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            if (offset < VhdxBuilder.TABLE) {
                start.readFully(offset, target);
                return;
            }
            target.order(ByteOrder.LITTLE_ENDIAN);
            for (long index = (offset - VhdxBuilder.TABLE) / 8; target.hasRemaining(); index++) {
                boolean bitmap = index % (ratio + 1) == ratio;
                long block = index - index / (ratio + 1);
                target.putLong(bitmap ? 0 : (1L << 30) + block * blockSize | PRESENT);
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void the_table_of_a_full_disk_of_64_TiB_is_read_once() throws Exception {
        VhdxBuilder builder = new VhdxBuilder();
        builder.virtualSize = LARGEST;
        builder.blockSize = 32 * MIB;
        long ratio = (1L << 23) * 512 / builder.blockSize;
        long blocks = LARGEST / builder.blockSize;
        long table = (blocks + (blocks - 1) / ratio) * 8;
        builder.tableLength = 17L * MIB;
        builder.fileSize = LARGEST + (1L << 30);
        var tracking = new TrackingDevice(new FullTable(builder.build(), ratio, builder.blockSize));
        VhdxFile disk = VhdxFile.open(tracking);
        long opened = tracking.bytes();

        disk.requireOwnPlaces();

        assertThat(tracking.bytes() - opened).isEqualTo(table);
    }
}
