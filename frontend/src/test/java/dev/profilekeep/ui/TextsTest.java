package dev.profilekeep.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void a_language_has_its_own_words_whatever_the_country() {
        assertThat(Texts.in(Locale.GERMAN).get("status.ready")).isEqualTo("Bereit");
        assertThat(Texts.in(Locale.forLanguageTag("de-AT")).get("status.ready")).isEqualTo("Bereit");
        assertThat(Texts.in(Locale.UK).get("status.ready")).isEqualTo("Ready");
    }

    @Test
    void a_language_that_is_missing_gets_english_and_not_the_language_of_the_server() {
        var server = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Texts.in(Locale.FRENCH).get("status.ready")).isEqualTo("Ready");
        } finally {
            Locale.setDefault(server);
        }
    }

    @Test
    void umlauts_survive_and_gaps_stay_for_the_browser() {
        var growth = Texts.in(Locale.GERMAN).under("growth");
        assertThat(growth.getString("label")).isEqualTo("Größe im Lauf der Zeit");
        assertThat(growth.getString("copy-file")).isEqualTo("{copy}: Dateigröße");
    }

    @Test
    void a_group_holds_its_own_keys_only() {
        assertThat(Texts.in(Locale.ENGLISH).under("density-switch").keys())
                .containsExactlyInAnyOrder("label", "comfortable", "compact");
        assertThat(Texts.in(Locale.ENGLISH).under("density").keys()).isEmpty();
    }

    @Test
    void a_key_nobody_wrote_is_named() {
        assertThatThrownBy(() -> Texts.in(Locale.ENGLISH).get("status.great"))
                .isInstanceOf(MissingResourceException.class)
                .hasMessageContaining("status.great");
    }

    @Test
    void every_status_and_answer_has_a_word_in_every_language() {
        for (var language : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            for (var status : Status.values()) {
                assertThat(Texts.in(language).get("status." + status.attribute()))
                        .isNotBlank();
            }
            assertThat(Texts.in(language).under("evidence").keys()).containsExactlyInAnyOrder("yes", "no", "unknown");
        }
    }
}
