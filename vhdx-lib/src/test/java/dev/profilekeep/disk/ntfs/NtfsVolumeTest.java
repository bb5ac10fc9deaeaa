package dev.profilekeep.disk.ntfs;

import static dev.profilekeep.disk.ntfs.NtfsBuilder.CLUSTER;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.CLUSTERS;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.MFT;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.MIRROR;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.RECORD;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.apart;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.list;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.resident;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.volumeInformation;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.volumeName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.testing.RandomCases;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NtfsVolumeTest {
    private static final int DATA = 0x80;
    private static final int LIST = 0x20;

    private static NtfsVolume open(NtfsBuilder builder) throws Exception {
        return NtfsVolume.open(builder.device());
    }

    private static long used(NtfsVolume volume) throws Exception {
        return volume.bitmap().countUsed(0, volume.clusters());
    }

    @Test
    void an_ordinary_volume_is_read() throws Exception {
        NtfsVolume volume = open(NtfsBuilder.ordinary(321));
        assertThat(volume.label()).contains("Volume");
        assertThat(volume.version()).isEqualTo("3.1");
        assertThat(volume.isDirty()).isFalse();
        assertThat(volume.clusterBytes()).isEqualTo(CLUSTER);
        assertThat(volume.clusters()).isEqualTo(CLUSTERS);
        assertThat(volume.clusterRange().end()).isEqualTo(CLUSTERS * (long) CLUSTER);
        assertThat(used(volume)).isEqualTo(321);
        assertThat(volume.logState()).isEqualTo(NtfsLogState.CLOSED);
        assertThat(volume.restartAreaBytes()).hasSize(8192);
        assertThat(volume.notes()).isEmpty();
    }

    @Test
    void the_dirty_flag_is_the_lowest_bit() throws Exception {
        assertThat(open(NtfsBuilder.ordinary(1).record(3, volumeInformation(1))).isDirty())
                .isTrue();
        NtfsVolume checked = open(NtfsBuilder.ordinary(1).record(3, volumeInformation(0xfffe)));
        assertThat(checked.isDirty()).isFalse();
        assertThat(checked.label()).isEmpty();
    }

    @Test
    void a_bitmap_inside_its_record_is_read() throws Exception {
        byte[] bits = new byte[125];
        bits[0] = 7;
        bits[124] = (byte) 0x80;
        assertThat(used(open(NtfsBuilder.ordinary(1).record(6, resident(DATA, bits)))))
                .isEqualTo(4);
    }

    @Test
    void a_table_in_pieces_is_found_through_its_own_pieces() throws Exception {
        // Records 0–3 lie in the first cluster, 4–7 at 500, 8–11 at 300. Record 1 names the second piece, record 4,
        // which is
        // in that, the third. The list is not in the order of the pieces.
        var builder = new NtfsBuilder();
        builder.record(
                0, resident(LIST, list(DATA, 2, 4, DATA, 0, 0, DATA, 1, 1)), apart(DATA, 0, 12L * RECORD, MFT, 1));
        builder.record(MFT * CLUSTER + RECORD, 0L, apart(DATA, 1, 0, 500, 1));
        builder.record(2, apart(DATA, 0, 2L * CLUSTER, 200, 2));
        builder.record(3, volumeName("Pieces"), volumeInformation(0));
        builder.record(500 * CLUSTER, 0L, apart(DATA, 2, 0, 300, 1));
        builder.record(500 * CLUSTER + 2 * RECORD, 0L, resident(LIST, list(DATA, 0, 9)));
        builder.record(300 * CLUSTER + RECORD, 6L, apart(DATA, 0, 125, 100, 1));
        builder.used(100, 55).closedLog(200);
        NtfsVolume volume = open(builder);
        assertThat(volume.label()).contains("Pieces");
        assertThat(used(volume)).isEqualTo(55);
    }

    @Test
    void a_bitmap_spread_over_records_is_put_together() throws Exception {
        var builder = NtfsBuilder.ordinary(0);
        // The list itself lies outside the record, and the bitmap's second cluster (of no bits) in record 9.
        builder.record(6, apart(LIST, 0, 64, 600, 1), apart(DATA, 0, 4096 + 10, 101, 1));
        builder.bytes().put(600 * CLUSTER, list(DATA, 0, 6, DATA, 1, 9));
        builder.record(MFT * CLUSTER + 9 * RECORD, 6L, apart(DATA, 1, 0, 102, 1));
        builder.used(101, 77);
        assertThat(used(open(builder))).isEqualTo(77);
    }

    @Test
    void pieces_that_do_not_follow_each_other_are_refused() throws Exception {
        var builder = NtfsBuilder.ordinary(0);
        builder.record(6, resident(LIST, list(DATA, 0, 6, DATA, 2, 9)), apart(DATA, 0, 4096, 101, 1));
        builder.record(MFT * CLUSTER + 9 * RECORD, 6L, apart(DATA, 2, 0, 102, 1));
        NtfsVolume volume = open(builder);
        assertThatThrownBy(volume::bitmap)
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("does not follow");
        builder.record(MFT * CLUSTER + 9 * RECORD, 7L, apart(DATA, 2, 0, 102, 1));
        assertThatThrownBy(() -> open(builder).bitmap())
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("does not extend record 6");
    }

    @Test
    void a_damaged_first_record_is_replaced_by_its_mirror_and_told() throws Exception {
        for (int record : new int[] {0, 2, 3}) {
            var builder = NtfsBuilder.ordinary(9);
            builder.bytes().putShort(MFT * CLUSTER + record * RECORD + 510, (short) 99);
            NtfsVolume volume = open(builder);
            assertThat(used(volume)).isEqualTo(9);
            assertThat(volume.logState()).isEqualTo(NtfsLogState.CLOSED);
            assertThat(volume.notes())
                    .singleElement()
                    .asString()
                    .contains("file record " + record, "not written as a whole", "mirror");
        }
    }

    @Test
    void a_record_damaged_in_both_places_is_refused() {
        var builder = NtfsBuilder.ordinary(9);
        builder.bytes().put(MFT * CLUSTER, (byte) 'X').put(MIRROR * CLUSTER, (byte) 'X');
        assertThatThrownBy(() -> open(builder))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("file record 0: signature is not \"FILE\"");
    }

    @Test
    void a_record_beyond_the_mirror_has_no_second_chance() throws Exception {
        var builder = NtfsBuilder.ordinary(9);
        builder.bytes().put(MFT * CLUSTER + 6 * RECORD, (byte) 'X');
        NtfsVolume volume = open(builder);
        assertThatThrownBy(volume::bitmap).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void a_damaged_boot_sector_is_replaced_by_the_copy_at_the_end_and_told() throws Exception {
        var builder = NtfsBuilder.ordinary(5);
        builder.bytes().put(0, new byte[512]);
        NtfsVolume volume = open(builder);
        assertThat(used(volume)).isEqualTo(5);
        assertThat(volume.notes()).singleElement().asString().contains("boot sector is damaged", "copy at the end");
        assertThat(NtfsVolume.hasBackupBootSector(builder.device())).isTrue();
        builder.bytes().put(CLUSTERS * CLUSTER, new byte[512]);
        assertThat(NtfsVolume.hasBackupBootSector(builder.device())).isFalse();
        assertThatThrownBy(() -> open(builder)).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void a_copy_that_speaks_of_another_size_is_not_believed() {
        var builder = NtfsBuilder.ordinary(5);
        builder.bytes().put(0, new byte[512]).putLong(CLUSTERS * CLUSTER + 40, CLUSTERS * 8L - 8);
        assertThatThrownBy(() -> open(builder)).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void an_encrypted_bitmap_a_missing_one_and_one_too_short_are_refused() throws Exception {
        byte[] encrypted = apart(DATA, 0, 125, 100, 1);
        encrypted[13] = 0x40;
        NtfsVolume first = open(NtfsBuilder.ordinary(1).record(6, encrypted));
        assertThatThrownBy(first::bitmap).isInstanceOf(UnsupportedDiskException.class);
        NtfsVolume second = open(NtfsBuilder.ordinary(1).record(6, volumeName("x")));
        assertThatThrownBy(second::bitmap).hasMessageContaining("no content");
        NtfsVolume third = open(NtfsBuilder.ordinary(1).record(6, apart(DATA, 0, 124, 100, 1)));
        assertThatThrownBy(third::bitmap).hasMessageContaining("has 124 bytes");
        NtfsVolume fourth = open(NtfsBuilder.ordinary(1).record(6, apart(DATA, 0, 5000, 100, 1)));
        assertThatThrownBy(fourth::bitmap).hasMessageContaining("its runs only 4096");
    }

    @Test
    void a_hole_in_a_bitmap_is_free() throws Exception {
        assertThat(used(open(NtfsBuilder.ordinary(1).record(6, apart(DATA, 0, 125, -1, 1)))))
                .isZero();
    }

    /** A restart page with its update sequence. */
    private static byte[] restartPage(long lsn, int clients, int flags) {
        ByteBuffer page = NtfsBuilder.little(4096);
        page.put(0, "RSTR".getBytes(StandardCharsets.US_ASCII))
                .putShort(4, (short) 30)
                .putShort(6, (short) 9);
        page.putInt(16, 4096).putShort(24, (short) 64);
        page.putLong(64, lsn).putShort(64 + 12, (short) clients).putShort(64 + 14, (short) flags);
        page.putShort(30, (short) 3);
        for (int i = 1; i <= 8; i++) {
            page.putShort(i * 512 - 2, (short) 3);
        }
        return page.array();
    }

    private static NtfsLogState logState(byte[] first, byte[] second) throws Exception {
        var builder = NtfsBuilder.ordinary(1);
        builder.bytes().put(200 * CLUSTER, first).put(201 * CLUSTER, second);
        return open(builder).logState();
    }

    @Test
    void the_newer_restart_page_says_whether_the_log_is_open() throws Exception {
        byte[] open = restartPage(100, 0, 0);
        byte[] closed = restartPage(101, 0, 2);
        byte[] noClient = restartPage(101, 0xffff, 0);
        byte[] nothing = new byte[4096];
        assertThat(logState(open, closed)).isEqualTo(NtfsLogState.CLOSED);
        assertThat(logState(closed, open)).isEqualTo(NtfsLogState.CLOSED);
        assertThat(logState(restartPage(102, 0, 0), closed)).isEqualTo(NtfsLogState.OPEN);
        assertThat(logState(open, noClient)).isEqualTo(NtfsLogState.CLOSED);
        assertThat(logState(nothing, open)).isEqualTo(NtfsLogState.OPEN);
        assertThat(logState(nothing, nothing)).isEqualTo(NtfsLogState.UNKNOWN);
        byte[] torn = closed.clone();
        torn[1022] = 9;
        assertThat(logState(torn, open)).isEqualTo(NtfsLogState.OPEN);
    }

    @Test
    void a_list_that_names_itself_or_nothing_ends() throws Exception {
        var itself = NtfsBuilder.ordinary(1);
        itself.record(6, resident(LIST, list(DATA, 0, 6, DATA, 0, 6)), apart(DATA, 0, 125, 100, 1));
        assertThat(used(open(itself))).isEqualTo(1);
        var nothing = NtfsBuilder.ordinary(1);
        nothing.record(6, resident(LIST, list(DATA, 0, 1L << 40)), apart(DATA, 0, 125, 100, 1));
        assertThatThrownBy(() -> open(nothing).bitmap()).hasMessageContaining("there is no record 1099511627776");
        var shortEntry = NtfsBuilder.ordinary(1);
        byte[] list = list(DATA, 0, 6);
        list[4] = 8;
        shortEntry.record(6, resident(LIST, list), apart(DATA, 0, 125, 100, 1));
        assertThatThrownBy(() -> open(shortEntry).bitmap()).hasMessageContaining("entry length makes no sense: 8");
    }

    @Test
    void changed_records_end_in_an_answer_or_a_disk_exception() {
        var builder = NtfsBuilder.ordinary(1);
        builder.record(6, resident(LIST, list(DATA, 0, 6, DATA, 1, 9)), apart(DATA, 0, 4100, 101, 1));
        builder.record(MFT * CLUSTER + 9 * RECORD, 6L, apart(DATA, 1, 0, 102, 1));
        byte[] original = builder.bytes().array().clone();
        byte[] volume = builder.bytes().array();
        int[] places = {0, 0, 1, 2, 3, 6, 6, 9};
        RandomCases.run(8000, random -> {
            int record = places[random.nextInt(places.length)];
            int at = MFT * CLUSTER + record * RECORD + random.nextInt(300);
            if (random.nextInt(10) == 0) {
                at = random.nextInt(90);
            }
            volume[at] = (byte) (random.nextBoolean() ? random.nextInt() : volume[at] + 1);
            try {
                NtfsVolume opened = open(builder);
                opened.logState();
                used(opened);
            } catch (DiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            } finally {
                volume[at] = original[at];
            }
        });
    }
}
