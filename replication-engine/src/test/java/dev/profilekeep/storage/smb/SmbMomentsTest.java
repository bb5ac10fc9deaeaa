package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmbMomentsTest {
    private static byte[] answer(int bytes, String names) {
        byte[] text = names.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer answer = ByteBuffer.allocate(12 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        return answer.putInt(2)
                .putInt(2)
                .putInt(bytes < 0 ? text.length : bytes)
                .put(text)
                .array();
    }

    @Test
    void names_are_moments_in_UTC_the_latest_first_and_each_once() {
        assertThat(SmbMoments.parse(
                        answer(-1, "@GMT-2024.02.29-23.59.59\0@GMT-2026.11.20-01.02.03\0@GMT-2024.02.29-23.59.59\0\0")))
                .containsExactly(Instant.parse("2026-11-20T01:02:03Z"), Instant.parse("2024-02-29T23:59:59Z"));
    }

    @Test
    void names_of_another_form_and_days_that_there_are_not_are_passed_over() {
        assertThat(
                        SmbMoments.parse(
                                answer(
                                        -1,
                                        "@GMT-2026.02.30-01.02.03\0GMT-2026.11.20-01.02.03\0@GMT-2026.11.20-01.02.03Z\0\0@GMT-2026.11.21-01.02.03\0")))
                .containsExactly(Instant.parse("2026-11-21T01:02:03Z"));
    }

    @Test
    void lengths_that_fit_nothing_are_cut_to_what_came() {
        assertThat(SmbMoments.parse(answer(-2 >>> 1, "@GMT-2026.11.20-01.02.03\0\0")))
                .hasSize(1);
        assertThat(SmbMoments.parse(answer(20, "@GMT-2026.11.20-01.02.03\0\0"))).isEmpty();
        assertThat(SmbMoments.parse(new byte[0])).isEmpty();
        assertThat(SmbMoments.parse(new byte[12])).isEmpty();
    }

    @Test
    void whatever_bytes_come_nothing_breaks() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = answer(-1, "@GMT-2026.11.20-01.02.03\0@GMT-2026.11.21-01.02.03\0\0");
            for (int k = 0; k < 4; k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(SmbMoments.parse(bytes)).hasSizeLessThan(4);
        }
    }
}
