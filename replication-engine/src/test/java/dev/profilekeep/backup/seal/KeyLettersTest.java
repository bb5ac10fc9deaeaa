package dev.profilekeep.backup.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLettersTest {
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private final Random random = new Random(3);

    private byte[] bits() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return bits;
    }

    @Test
    void what_was_written_is_read_however_it_is_typed() {
        for (int i = 0; i < 500; i++) {
            byte[] bits = bits();
            String text = KeyLetters.write(bits);
            assertThat(text).matches("([0-9A-HJKMNP-TV-Z]{5}-){12}[0-9A-HJKMNP-TV-Z]{5}");
            assertThat(KeyLetters.parse(text)).isEqualTo(bits);
            String typed = text.toLowerCase(Locale.ROOT)
                    .replace("-", " ")
                    .replace('0', 'o')
                    .replace('1', 'l');
            assertThat(KeyLetters.parse("\n " + typed + "\t")).isEqualTo(bits);
        }
        for (int value : new int[] {0, 255}) {
            byte[] bits = new byte[32];
            Arrays.fill(bits, (byte) value);
            assertThat(KeyLetters.parse(KeyLetters.write(bits))).isEqualTo(bits);
        }
    }

    @Test
    void every_single_wrong_letter_is_found_in_its_group() {
        String text = KeyLetters.write(bits());
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '-') {
                continue;
            }
            for (char letter : LETTERS.toCharArray()) {
                if (letter == text.charAt(at)) {
                    continue;
                }
                String slip = text.substring(0, at) + letter + text.substring(at + 1);
                assertThatThrownBy(() -> KeyLetters.parse(slip))
                        .as(slip)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("group " + (at / 6 + 1) + " ");
            }
        }
    }

    @Test
    void letters_and_groups_that_changed_places_are_found() {
        for (int i = 0; i < 200; i++) {
            String text = KeyLetters.write(bits());
            int group = random.nextInt(13);
            int one = group * 6 + random.nextInt(5);
            int other = group * 6 + random.nextInt(5);
            if (text.charAt(one) != text.charAt(other)) {
                char[] slip = text.toCharArray();
                slip[one] = text.charAt(other);
                slip[other] = text.charAt(one);
                assertThatThrownBy(() -> KeyLetters.parse(new String(slip)))
                        .as("%s for %s", new String(slip), text)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            String[] groups = text.split("-");
            int first = random.nextInt(12);
            String kept = groups[first];
            groups[first] = groups[first + 1];
            groups[first + 1] = kept;
            String swapped = String.join("-", groups);
            assertThatThrownBy(() -> KeyLetters.parse(swapped)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ABC", "U0000-00000", "profilekeep"})
    void what_is_no_key_is_told_how_long_one_is(String text) {
        assertThatThrownBy(() -> KeyLetters.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("13 groups of 5");
    }
}
