package dev.profilekeep.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final String SOME_LETTERS = "aZ0_-~é ";

    private final SecureRandom random = new SecureRandom();

    @Test
    void a_token_is_read_as_it_was_made() {
        for (int i = 0; i < 1_000; i++) {
            Token made = Token.make(random);
            assertThat(made.text()).hasSize(66).startsWith("pk_" + made.id() + "_");
            assertThat(Token.parse(made.text())).contains(made);
        }
    }

    @Test
    void no_two_are_alike() {
        Set<String> texts = new HashSet<>();
        Set<String> digests = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Token made = Token.make(random);
            texts.add(made.text());
            digests.add(made.digest());
        }
        assertThat(texts).hasSize(1_000);
        assertThat(digests).hasSize(1_000).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    @Test
    void one_wrong_character_anywhere_is_told_without_asking_the_catalog() {
        String text = Token.make(random).text();
        for (int at = 0; at < text.length(); at++) {
            for (char other : SOME_LETTERS.toCharArray()) {
                String slip = text.substring(0, at) + other + text.substring(at + 1);
                if (!slip.equals(text)) {
                    assertThat(Token.parse(slip)).as(slip).isEmpty();
                }
            }
            assertThat(Token.parse(text.substring(0, at))).isEmpty();
            assertThat(Token.parse(text.substring(0, at) + text.substring(at + 1)))
                    .isEmpty();
        }
        assertThat(Token.parse(text + "0")).isEmpty();
        assertThat(Token.parse(text.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(Token.parse("")).isEmpty();
    }

    @Test
    void a_scanner_finds_it_in_a_text_by_the_documented_pattern() throws Exception {
        String documented =
                java.nio.file.Files.readString(java.nio.file.Path.of("../docs/access.md"), StandardCharsets.UTF_8);
        assertThat(documented).contains("`pk_[a-km-np-z2-9]{10}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}`");
        String token = Token.make(random).text();
        assertThat(Pattern.compile("pk_[a-km-np-z2-9]{10}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}")
                        .matcher("Authorization: Bearer " + token + "\n")
                        .results()
                        .map(found -> found.group()))
                .containsExactly(token);
    }

    @Test
    void what_ends_up_in_a_log_is_not_the_secret() {
        Token made = Token.make(random);
        assertThat(made.toString())
                .contains(made.id())
                .doesNotContain(made.text().substring(14, 30));
    }

    @Test
    void the_kept_digest_fits_its_token_alone() {
        Token made = Token.make(random);
        assertThat(made.isKeptAs(made.digest())).isTrue();
        assertThat(made.isKeptAs(Token.make(random).digest())).isFalse();
        assertThat(made.isKeptAs("0".repeat(64))).isFalse();
        assertThat(made.isKeptAs("")).isFalse();
    }
}
