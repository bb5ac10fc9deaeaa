package dev.profilekeep.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What is kept as text: reasons and counts. */
class TextsTest {
    @Test
    void a_reason_is_the_message_of_what_really_happened() {
        IOException real = new IOException("the share does not answer");

        assertThat(Reasons.of(real)).isEqualTo("the share does not answer");
        assertThat(Reasons.of(new UncheckedIOException(real))).isEqualTo("the share does not answer");
        assertThat(Reasons.of(new ExecutionException(real))).isEqualTo("the share does not answer");
        assertThat(Reasons.of(new IllegalStateException("cannot list fra", real)))
                .isEqualTo("cannot list fra");
        assertThat(Reasons.of(new IllegalStateException((String) null, real))).isEqualTo("the share does not answer");
        assertThat(Reasons.of(new NullPointerException())).isEqualTo("unexpected: NullPointerException");
    }

    @Test
    void a_long_text_is_cut_visibly_and_not_within_a_character() {
        assertThat(Reasons.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Reasons.cut("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(Reasons.cut("abcd\uD83D\uDE00gh", 6)).isEqualTo("abcd…");
    }

    @Test
    void counts_come_back_as_they_were() {
        Map<String, Long> counts = Map.of("fresh", 12L, "bytesRead", Long.MAX_VALUE, "gone", 0L);

        assertThat(Counts.map(Counts.text(counts))).isEqualTo(counts);
        assertThat(Counts.text(Map.of("b", 2L, "a", 1L))).isEqualTo("a=1 b=2");
        assertThat(Counts.map("")).isEmpty();
    }
}
