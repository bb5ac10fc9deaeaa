package dev.profilekeep.disk.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void files_are_told_by_their_first_bytes() {
        assertThat(Signature.of("regf\1\0\0\0".getBytes(US_ASCII))).isEqualTo(Signature.HIVE);
        assertThat(Signature.of("!BDN....SM......".getBytes(US_ASCII))).isEqualTo(Signature.OUTLOOK);
        assertThat(Signature.of("SQLite format 3\0".getBytes(US_ASCII))).isEqualTo(Signature.SQLITE);
        assertThat(Signature.of(new byte[] {1, 2, 3, 4, (byte) 0xef, (byte) 0xcd, (byte) 0xab, (byte) 0x89}))
                .isEqualTo(Signature.ESE);
    }

    @Test
    void whatever_is_too_short_or_differs_is_another() {
        for (String text : new String[] {"", "reg", "regF", "SQLite format 3", "SQLite format 4\0", "BDN!"}) {
            assertThat(Signature.of(text.getBytes(US_ASCII))).as(text).isEqualTo(Signature.OTHER);
        }
    }

    @Test
    void hives_and_mail_are_cut_small() {
        assertThat(Signature.values())
                .filteredOn(Signature::isCutSmall)
                .containsExactly(Signature.HIVE, Signature.OUTLOOK);
    }
}
