package dev.profilekeep.portal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LocalesTest {
    private static final Locale AUSTRIA = Locale.forLanguageTag("de-AT");

    @Test
    void the_browsers_first_language_that_we_speak_counts_with_its_region() {
        assertThat(Locales.choose(null, List.of(Locale.FRANCE, AUSTRIA, Locale.US)))
                .isEqualTo(AUSTRIA);
    }

    @Test
    void the_persons_choice_wins_and_keeps_the_region_of_that_language() {
        assertThat(Locales.choose("de", List.of(Locale.US, AUSTRIA))).isEqualTo(AUSTRIA);
        assertThat(Locales.choose("en", List.of(AUSTRIA))).isEqualTo(Locale.UK);
    }

    @Test
    void who_understands_neither_is_spoken_to_in_english() {
        assertThat(Locales.choose(null, List.of(Locale.JAPAN)).getLanguage()).isEqualTo("en");
        assertThat(Locales.choose("tlh", List.of()).getLanguage()).isEqualTo("en");
    }

    @Test
    void a_region_does_not_change_the_language() {
        assertThat(Locales.language(AUSTRIA)).isEqualTo("de");
        assertThat(Locales.language(Locale.JAPAN)).isEqualTo("en");
    }
}
