package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityDescriptorTest {
    /** [MS-DTYP] 2.4.2.2 and the well-known SIDs of 2.4.2.4. */
    @ParameterizedTest
    @CsvSource({
        "S-1-1-0, 010100000000000100000000",
        "S-1-5-18, 010100000000000512000000",
        "S-1-5-32-544, 01020000000000052000000020020000",
        "S-1-5-21-4294967295-2-3-500, 010500000000000515000000ffffffff0200000003000000f4010000",
    })
    void sids_are_text_and_bytes(String text, String hex) {
        assertThat(HexFormat.of().formatHex(Sids.bytes(text))).isEqualTo(hex);
        assertThat(Sids.text(HexFormat.of().parseHex(hex))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S",
                "S-1",
                "S-2-5-18",
                "X-1-5-18",
                "S-1-5-",
                "S-1-5-x",
                "S-1-5-4294967296",
                "S-1-5-18 ",
                "S-1--5-1",
                "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"
            })
    void what_is_no_sid_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sids.bytes(text)).withMessageContaining("not a SID");
    }

    private static byte[] dacl() {
        byte[] sid = Sids.bytes("S-1-5-18");
        byte[] acl = new byte[16 + sid.length];
        acl[0] = 2;
        acl[2] = (byte) acl.length;
        acl[4] = 1;
        acl[10] = (byte) (8 + sid.length);
        System.arraycopy(sid, 0, acl, 16, sid.length);
        return acl;
    }

    @Test
    void what_is_set_is_what_was_read() {
        SecurityDescriptor whole = new SecurityDescriptor(
                0x8404, Sids.bytes("S-1-5-21-1-2-3-1001"), Sids.bytes("S-1-5-21-1-2-3-513"), dacl());
        SecurityDescriptor back = SecurityDescriptor.parse(whole.toSet());
        assertThat(Sids.text(back.owner())).isEqualTo("S-1-5-21-1-2-3-1001");
        assertThat(Sids.text(back.group())).isEqualTo("S-1-5-21-1-2-3-513");
        assertThat(back.dacl()).isEqualTo(dacl());
        assertThat(back.control() & 0x400).as("auto-inherited").isNotZero();
        assertThat(back.control() & 0x100).as("asked for").isNotZero();
        assertThat(SecurityDescriptor.parse(new byte[0]).hasDacl()).isFalse();
    }

    @Test
    void falsified_descriptors_end_in_an_answer_or_a_refusal() {
        byte[] good = new SecurityDescriptor(0x8004, Sids.bytes("S-1-5-21-1-2-3-1001"), Sids.bytes("S-1-5-18"), dacl())
                .toSet();
        Random random = new Random(Integer.getInteger("tests.seed", 5));
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int flips = random.nextInt(4); flips > 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                SecurityDescriptor parsed = SecurityDescriptor.parse(bad);
                assertThat(parsed.owner().length + parsed.group().length + parsed.dacl().length)
                        .isLessThanOrEqualTo(3 * bad.length);
                Sids.text(parsed.owner());
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
