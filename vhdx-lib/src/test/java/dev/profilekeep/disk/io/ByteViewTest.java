package dev.profilekeep.disk.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ByteViewTest {
    private static final byte[] COUNTING = {(byte) 0x81, (byte) 0x82, (byte) 0x83, (byte) 0x84, 5, 6, 7, (byte) 0x88};

    private static ByteView view(byte... bytes) {
        return ByteView.of("thing", 0x1000, bytes);
    }

    @Test
    void numbers_are_unsigned_and_little_endian() throws Exception {
        ByteView view = view(COUNTING);
        assertThat(view.u8(0)).isEqualTo(0x81);
        assertThat(view.u16(0)).isEqualTo(0x8281);
        assertThat(view.u32(0)).isEqualTo(0x84838281L);
        assertThat(view.bits64(0)).isEqualTo(0x8807060584838281L);
    }

    @Test
    void vhd_numbers_are_big_endian() throws Exception {
        ByteView view = view(COUNTING);
        assertThat(view.u16be(0)).isEqualTo(0x8182);
        assertThat(view.u32be(0)).isEqualTo(0x81828384L);
        assertThat(view.bits64be(0)).isEqualTo(0x8182838405060788L);
    }

    @Test
    void sizes_beyond_63_bits_are_refused_with_their_place() {
        assertThatThrownBy(() -> view(COUNTING).size64(0))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessage("thing: number is beyond every sensible size: 9801809734762988161 (at offset 0x1000)");
        assertThatThrownBy(() -> view(COUNTING).size64be(0)).isInstanceOf(CorruptDiskException.class);
        assertThatThrownBy(() -> view(COUNTING).size32(0)).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void a_field_outside_is_a_fault_of_the_disk() {
        ByteView view = view(COUNTING);
        for (int at : new int[] {-1, 1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> view.bits64(at)).isInstanceOf(CorruptDiskException.class);
            assertThatThrownBy(() -> view.slice("part", at, 8)).isInstanceOf(CorruptDiskException.class);
        }
        assertThatThrownBy(() -> view.copy(0, -1)).isInstanceOf(CorruptDiskException.class);
        assertThatThrownBy(() -> view.utf16(4, 6)).isInstanceOf(CorruptDiskException.class);
    }

    @Test
    void a_slice_knows_where_it_came_from() throws Exception {
        ByteView slice = view(COUNTING).slice("part", 4, 4);
        assertThat(slice.origin()).isEqualTo(0x1004);
        assertThat(slice.u8(0)).isEqualTo(5);
        assertThatThrownBy(() -> slice.u8(4)).isInstanceOf(CorruptDiskException.class);
        assertThat(slice.corrupt(2, "is wrong")).hasMessage("part: is wrong (at offset 0x1006)");
    }

    @Test
    void a_structure_past_the_end_of_the_device_is_named() {
        var device = new MemoryDevice(new byte[100]);
        assertThatThrownBy(() -> ByteView.read("header", device, 90, 20))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("header: lies past the end: 20 bytes expected, the end is at 100");
    }

    @Test
    void a_guid_is_mixed_endian() throws Exception {
        UUID guid = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");
        byte[] bytes = Guids.toBytes(guid);
        assertThat(bytes[0]).isEqualTo((byte) 0x06);
        assertThat(bytes[8]).isEqualTo((byte) 0xb8);
        assertThat(view(bytes).guid(0)).isEqualTo(guid);
    }

    @Test
    void text_is_read_in_both_orders() throws Exception {
        assertThat(view("Größe 利".getBytes(StandardCharsets.UTF_16LE)).utf16(0, 14))
                .isEqualTo("Größe 利");
        assertThat(view("Größe 利".getBytes(StandardCharsets.UTF_16BE)).utf16be(0, 14))
                .isEqualTo("Größe 利");
        assertThat(view((byte) 'a', (byte) 0xe4).ascii(0, 2)).isEqualTo("aä");
    }
}
