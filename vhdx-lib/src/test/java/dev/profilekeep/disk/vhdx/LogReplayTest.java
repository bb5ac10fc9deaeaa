package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.LOG;
import static dev.profilekeep.disk.vhdx.VhdxBuilder.LOG_GUID;
import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static dev.profilekeep.disk.vhdx.VhdxBuilder.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.RandomCases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogReplayTest {
    private static final int SECTOR = 4096;

    /** An entry of the log, written from the specification. */
    static final class Entry {
        private final long sequence;
        private final int tail;
        private final List<byte[]> descriptors = new ArrayList<>();
        private final List<byte[]> sectors = new ArrayList<>();
        UUID guid = LOG_GUID;
        long flushed = 8L * MIB;
        long last = 8L * MIB;

        Entry(long sequence, int tail) {
            this.sequence = sequence;
            this.tail = tail;
        }

        Entry data(long offset, byte[] update) {
            ByteBuffer descriptor = little(32).put("desc".getBytes(StandardCharsets.US_ASCII));
            descriptor
                    .put(update, SECTOR - 4, 4)
                    .put(update, 0, 8)
                    .putLong(offset)
                    .putLong(sequence);
            descriptors.add(descriptor.array());
            ByteBuffer sector = little(SECTOR).put(update);
            sector.put(0, "data".getBytes(StandardCharsets.US_ASCII));
            sector.putInt(4, (int) (sequence >>> 32)).putInt(SECTOR - 4, (int) sequence);
            sectors.add(sector.array());
            return this;
        }

        Entry zeros(long offset, long length) {
            ByteBuffer descriptor = little(32).put("zero".getBytes(StandardCharsets.US_ASCII));
            descriptors.add(descriptor
                    .putInt(0)
                    .putLong(length)
                    .putLong(offset)
                    .putLong(sequence)
                    .array());
            return this;
        }

        byte[] bytes() {
            int area = (64 + 32 * descriptors.size() + SECTOR - 1) / SECTOR * SECTOR;
            ByteBuffer entry = little(area + SECTOR * sectors.size());
            entry.put("loge".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(entry.capacity());
            entry.putInt(tail).putLong(sequence).putInt(descriptors.size()).putInt(0);
            entry.put(Guids.toBytes(guid)).putLong(flushed).putLong(last);
            descriptors.forEach(entry::put);
            entry.position(area);
            sectors.forEach(entry::put);
            Checksums.ofVhdxStructure(entry.array(), 0, entry.capacity());
            return entry.array();
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static VhdxBuilder withLog() {
        var builder = new VhdxBuilder();
        builder.logGuid = LOG_GUID;
        return builder;
    }

    /** Writes into the ring of the log, around its end. */
    static VhdxBuilder put(VhdxBuilder builder, int at, byte[] entry) {
        int first = Math.min(entry.length, MIB - at);
        builder.write(LOG + at, Arrays.copyOf(entry, first));
        if (first < entry.length) {
            builder.write(LOG, Arrays.copyOfRange(entry, first, entry.length));
        }
        return builder;
    }

    /** The first sector of the block table with block {@code block} stored at 7 MiB. */
    static byte[] table(int block) {
        return little(SECTOR).putLong(8 * block, 7L * MIB | 6).array();
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[SECTOR];
        random.nextBytes(bytes);
        return bytes;
    }

    private static VhdxFile open(VhdxBuilder builder) throws Exception {
        return VhdxFile.open(builder.build());
    }

    @Test
    void what_the_log_holds_is_seen_and_the_file_stays_as_it_is() throws Exception {
        BlockDevice device =
                put(withLog(), 0, new Entry(5, 0).data(TABLE, table(3)).bytes()).build();
        VhdxFile file = VhdxFile.open(device);
        assertThat(file.info().logReplayed()).isTrue();
        assertThat(file.blockState(3)).isEqualTo(BlockState.FULLY_PRESENT);
        var raw = little(8);
        device.readFully(TABLE + 24, raw);
        assertThat(raw.getLong(0)).isZero();
    }

    @Test
    void without_a_log_guid_nothing_is_replayed() throws Exception {
        VhdxFile file = open(
                put(new VhdxBuilder(), 0, new Entry(5, 0).data(TABLE, table(3)).bytes()));
        assertThat(file.info().logReplayed()).isFalse();
        assertThat(file.blockState(3)).isEqualTo(BlockState.NOT_PRESENT);
    }

    @Test
    void entries_are_replayed_in_order_from_the_tail_on() throws Exception {
        var builder = withLog();
        put(builder, 0, new Entry(5, 0).data(TABLE, table(1)).bytes());
        put(builder, 8192, new Entry(6, 8192).data(TABLE, table(2)).bytes());
        put(builder, 16384, new Entry(7, 8192).zeros(TABLE, SECTOR).bytes());
        put(builder, 20480, new Entry(8, 8192).data(TABLE + SECTOR, table(4)).bytes());
        VhdxFile file = open(builder);
        assertThat(file.blockState(1)).as("before the tail").isEqualTo(BlockState.NOT_PRESENT);
        assertThat(file.blockState(2)).as("zeroed again").isEqualTo(BlockState.NOT_PRESENT);
    }

    @Test
    void the_sequence_with_the_greatest_number_is_the_active_one() throws Exception {
        var builder = withLog();
        put(builder, 0, new Entry(20, 0).data(TABLE, table(1)).bytes());
        put(builder, 65536, new Entry(9, 65536).data(TABLE, table(2)).bytes());
        VhdxFile file = open(builder);
        assertThat(file.blockState(1)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(file.blockState(2)).isEqualTo(BlockState.NOT_PRESENT);
    }

    @Test
    void entries_of_another_log_are_left_alone() throws Exception {
        var stranger = new Entry(99, 8192).data(TABLE, table(2));
        stranger.guid = UUID.randomUUID();
        var builder = put(withLog(), 0, new Entry(5, 0).data(TABLE, table(1)).bytes());
        VhdxFile file = open(put(builder, 8192, stranger.bytes()));
        assertThat(file.blockState(1)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(file.blockState(2)).isEqualTo(BlockState.NOT_PRESENT);
    }

    @Test
    void a_sequence_goes_on_around_the_end_of_the_log() throws Exception {
        int at = MIB - SECTOR;
        var builder = put(withLog(), at, new Entry(5, at).data(TABLE, table(1)).bytes());
        put(builder, SECTOR, new Entry(6, at).data(TABLE, table(2)).bytes());
        VhdxFile file = open(builder);
        assertThat(file.blockState(1)).isEqualTo(BlockState.NOT_PRESENT);
        assertThat(file.blockState(2)).isEqualTo(BlockState.FULLY_PRESENT);
    }

    @Test
    void a_log_full_to_the_last_sector_is_read_to_its_end() throws Exception {
        var builder = withLog();
        for (int i = 0; i < 128; i++) {
            put(
                    builder,
                    8192 * i,
                    new Entry(1 + i, 0).data(TABLE, table(i % 64)).bytes());
        }
        VhdxFile file = open(builder);
        assertThat(file.blockState(63)).isEqualTo(BlockState.FULLY_PRESENT);
        assertThat(file.blockState(62)).isEqualTo(BlockState.NOT_PRESENT);
    }

    @Test
    void an_empty_entry_is_a_log_without_changes() throws Exception {
        VhdxFile file = open(put(withLog(), 0, new Entry(1, 0).bytes()));
        assertThat(file.info().logReplayed()).isTrue();
        assertThat(file.notes()).singleElement().asString().contains("holds no changes");
    }

    @Test
    void more_descriptors_than_one_sector_holds_are_read() throws Exception {
        var entry = new Entry(1, 0);
        for (int i = 0; i < 200; i++) {
            entry.data(TABLE + (long) SECTOR * (i % 3), table(i % 50));
        }
        assertThat(open(put(withLog(), 0, entry.bytes())).blockState(48)).isEqualTo(BlockState.FULLY_PRESENT);
    }

    @Test
    void the_file_grows_to_what_the_log_says() throws Exception {
        var entry = new Entry(1, 0)
                .data(TABLE, little(SECTOR).putLong(0, 9L * MIB | 6).array());
        entry.last = 10L * MIB;
        VhdxFile file = open(put(withLog(), 0, entry.bytes()));
        var content = ByteBuffer.allocate(16);
        file.disk().readFully(0, content);
        assertThat(content.array()).containsOnly(0);
    }

    @Test
    void a_log_without_a_complete_sequence_is_corrupt() {
        assertThatThrownBy(() -> open(withLog()))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("no complete sequence");
        // The newest entry says that the sequence began earlier than anything that is there.
        assertThatThrownBy(() -> open(put(
                        withLog(), 8192, new Entry(5, 0).zeros(TABLE, SECTOR).bytes())))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("no complete sequence");
    }

    @Test
    void a_file_shorter_than_when_the_log_was_written_was_cut() {
        var entry = new Entry(1, 0);
        entry.flushed = 9L * MIB;
        assertThatThrownBy(() -> open(put(withLog(), 0, entry.bytes())))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void an_entry_that_writes_where_none_may_is_no_entry() {
        for (long offset : new long[] {0, 64 * 1024, LOG, LOG + MIB - SECTOR, TABLE + 512, -SECTOR, 1L << 60}) {
            assertThatThrownBy(() -> open(put(
                            withLog(), 0, new Entry(1, 0).zeros(offset, SECTOR).bytes())))
                    .as("at %s", offset)
                    .isInstanceOf(CorruptDiskException.class);
        }
        assertThatThrownBy(() -> open(put(
                        withLog(),
                        0,
                        new Entry(1, 0).zeros(TABLE, Long.MAX_VALUE - 4095).bytes())))
                .isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void any_changed_byte_of_an_entry_is_noticed() {
        byte[] entry = new Entry(5, 0)
                .data(TABLE, table(3))
                .zeros(TABLE + SECTOR, SECTOR)
                .bytes();
        RandomCases.run(300, random -> {
            byte[] changed = entry.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> open(put(withLog(), 0, changed))).isInstanceOf(CorruptDiskException.class);
        });
    }

    @Test
    void an_entry_changed_with_its_checksum_ends_in_an_answer_or_a_disk_exception() {
        byte[] entry = new Entry(5, 0)
                .data(TABLE, table(3))
                .zeros(TABLE + SECTOR, SECTOR)
                .bytes();
        RandomCases.run(1000, random -> {
            byte[] changed = entry.clone();
            int at = random.nextBoolean() ? random.nextInt(128) : random.nextInt(changed.length);
            changed[at] = (byte) random.nextInt();
            Checksums.ofVhdxStructure(changed, 0, changed.length);
            try {
                open(put(withLog(), 0, changed));
            } catch (DiskException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        });
    }

    @Test
    void random_logs_are_replayed_as_their_entries_were_written() {
        RandomCases.run(60, random -> {
            var builder = withLog();
            // Only free space of the metadata region is written to, so that the file stays one that can be opened.
            long area = VhdxBuilder.METADATA + 128L * 1024;
            byte[] model = new byte[8 * SECTOR];
            int at = random.nextInt(256) * SECTOR;
            int tail = at;
            int used = 0;
            long sequence = 1 + random.nextInt(1000);
            while (used < 200 * SECTOR) {
                var entry = new Entry(sequence++, tail);
                for (int i = random.nextInt(5); i > 0; i--) {
                    int place = random.nextInt(8);
                    if (random.nextBoolean()) {
                        byte[] update = random(random);
                        entry.data(area + (long) place * SECTOR, update);
                        System.arraycopy(update, 0, model, place * SECTOR, SECTOR);
                    } else {
                        int count = random.nextInt(9 - place);
                        entry.zeros(area + (long) place * SECTOR, (long) count * SECTOR);
                        Arrays.fill(model, place * SECTOR, (place + count) * SECTOR, (byte) 0);
                    }
                }
                byte[] bytes = entry.bytes();
                put(builder, at, bytes);
                at = (at + bytes.length) % MIB;
                used += bytes.length;
            }
            BlockDevice device = builder.build();
            var header = new VhdxHeader(1, LOG_GUID, LOG_GUID, LOG_GUID, 0, new ByteRange(LOG, MIB));
            var replayed = ByteBuffer.allocate(model.length);
            LogReplay.plan(device, device.size(), header).over(device).readFully(area, replayed);
            assertThat(replayed.array()).isEqualTo(model);
        });
    }
}
