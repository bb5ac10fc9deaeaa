package dev.profilekeep.portal.base.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.text.Texts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMessagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de-DE"})
    void every_reason_against_an_act_is_told_as_what_it_is_and_in_no_words_of_the_engine(String language) {
        Texts texts = Texts.in(Locale.forLanguageTag(language));
        Set<String> said = Arrays.stream(Why.values())
                .map(why -> texts.get(ErrorMessages.of(new NotNowException(why, "words of the engine", null))
                        .key()))
                .collect(Collectors.toSet());
        assertThat(said).hasSize(Why.values().length).noneMatch(text -> text.contains("words of the engine"));
    }
}
