package dev.profilekeep.disk.ntfs.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.testing.RandomCases;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityDescriptorTest {
    private static final String SYSTEM = "010100000000000512000000";
    private static final String ADMINISTRATORS = "01020000000000052000000020020000";
    private static final String EVERYONE = "010100000000000100000000";

    private static SecurityDescriptor parse(String hex) throws CorruptDiskException {
        return SecurityDescriptor.parse(
                ByteView.of("descriptor", 0, HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    /** Owner administrators, group system, one list after both. */
    private static String descriptor(String control, String aces, int count) {
        int size = 8 + aces.length() / 2;
        return "0100" + control + "14000000 24000000 00000000 30000000" + ADMINISTRATORS + SYSTEM
                + "0200%02x00%02x000000".formatted(size, count) + aces;
    }

    @Test
    void a_descriptor_is_read_and_written_as_windows_writes_it() throws Exception {
        SecurityDescriptor descriptor = parse(descriptor(
                "0494",
                "00031400ff011f00" + SYSTEM + "00131400a9001200" + EVERYONE + "010b140000000001" + EVERYONE,
                3));
        assertThat(descriptor.sddl())
                .isEqualTo("O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICIID;0x1200a9;;;WD)(D;OICIIO;0x1000000;;;WD)");
        assertThat(descriptor.isProtected()).isTrue();
        assertThat(descriptor.owner()).isEqualTo(new Sid(5, List.of(32L, 544L)));
        assertThat(descriptor.dacl().entries()).extracting(Ace::isAllow).containsExactly(true, true, false);
        assertThat(descriptor.dacl().entries()).extracting(Ace::isDeny).containsExactly(false, false, true);
        assertThat(descriptor.dacl().entries()).extracting(Ace::isInherited).containsExactly(false, true, false);
    }

    @ParameterizedTest
    @CsvSource({
        "0000140089001200, FR",
        "0000140016011200, FW",
        "00001400a0001200, FX",
        "00001400bf011300, 0x1301bf",
        "0000140000000010, GA",
        "00001400000000e0, GRGWGX",
        "00001400ff010f00, CCDCLCSWRPWPDTLOCRSDRCWDWO"
    })
    void rights_have_the_short_forms_of_windows(String ace, String text) throws Exception {
        assertThat(parse(descriptor("0480", ace + EVERYONE, 1)).sddl()).endsWith("D:(A;;" + text + ";;;WD)");
    }

    @Test
    void no_list_and_an_empty_list_are_not_the_same() throws Exception {
        assertThat(parse("01000480 14000000 24000000 00000000 00000000" + ADMINISTRATORS + SYSTEM)
                        .sddl())
                .isEqualTo("O:BAG:SYD:NO_ACCESS_CONTROL");
        assertThat(parse(descriptor("0480", "", 0)).sddl()).isEqualTo("O:BAG:SYD:");
        assertThat(parse("01000080 00000000 00000000 00000000 00000000").sddl()).isEmpty();
    }

    @Test
    void entries_for_objects_audits_and_labels_are_told() throws Exception {
        String object = "05002800ff010f00 01000000 8b7ca20647909a4bb8fe575f050f886e" + EVERYONE;
        assertThat(parse(descriptor("0484", object.replace(" ", ""), 1)).sddl())
                .contains("(OA;;CCDCLCSWRPWPDTLOCRSDRCWDWO;06a27c8b-9047-4b9a-b8fe-575f050f886e;;WD)");
        String label = "0100 1080 14000000 24000000 30000000 00000000" + ADMINISTRATORS + SYSTEM
                + "02001c0001000000 1100140001000000 010100000000001000100000".replace(" ", "");
        assertThat(parse(label).sddl()).isEqualTo("O:BAG:SYS:(ML;;NW;;;LW)");
        String unknown = "55000800deadbeef";
        assertThat(parse(descriptor("0484", unknown, 1)).dacl().entries())
                .containsExactly(new Ace(0x55, 0, 0, null, null, null, 4));
    }

    @Test
    void numbers_of_people_are_written_in_full() throws Exception {
        ByteView view = ByteView.of(
                "sid", 0, HexFormat.of().parseHex("010500000000000515000000010000000200000003000000e8030000"));
        assertThat(Sid.parse(view, 0)).hasToString("S-1-5-21-1-2-3-1000");
        assertThat(new Sid(1L << 40, List.of(0xffffffffL))).hasToString("S-1-0x010000000000-4294967295");
    }

    @ParameterizedTest
    @CsvSource({
        "0200048014000000 00000000 00000000 00000000, revision 2",
        "0100048004000000 00000000 00000000 00000000, in its header",
        "0100048064000000 00000000 00000000 00000000, outside",
        "0100048014000000 00000000 00000000 00000000 0210000000000005, no SID"
    })
    void a_descriptor_that_breaks_a_rule_is_refused(String hex, String words) {
        assertThatThrownBy(() -> parse(hex))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(words);
    }

    @Test
    void changed_bytes_end_in_a_descriptor_or_a_fault() {
        byte[] whole = HexFormat.of()
                .parseHex(descriptor("0494", "00031400ff011f00" + SYSTEM + "00131400a9001200" + EVERYONE, 2)
                        .replace(" ", ""));
        RandomCases.run(5000, random -> {
            byte[] changed = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(SecurityDescriptor.parse(ByteView.of("descriptor", 0, changed))
                                .sddl())
                        .isNotNull();
            } catch (CorruptDiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }
}
