package dev.profilekeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonSidTest {
    @ParameterizedTest
    @CsvSource({
        "S-1-5-21-1-2-3-1000, S-1-5-21-1-2-3-1000",
        "' s-1-5-21-1004336348-1177238915-682003330-1104 ', S-1-5-21-1004336348-1177238915-682003330-1104",
        "S-1-5-21-4294967295-0-0-4294967295, S-1-5-21-4294967295-0-0-4294967295",
        "s-1-12-1-1-2-3-4, S-1-12-1-1-2-3-4"
    })
    void an_account_of_a_domain_or_of_entra_id_is_a_persons(String text, String sid) {
        assertThat(PersonSid.of(text)).hasValue(sid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "S-1-1-0",
                "S-1-5-18",
                "S-1-5-32-544",
                "S-1-5-21-1-2-3",
                "S-1-5-21-1-2-3-500",
                "S-1-5-21-1-2-3-513",
                "S-1-5-21-1-2-3-999",
                "S-1-5-21-1-2-3-0513",
                "S-1-5-21-1-2-3-4294967296",
                "S-1-5-21-1-2-3-1104-1",
                "S-1-12-1-1-2-3",
                "S-1-12-1-1-2-3-4294967296",
                "S-1-5-21-1-2-3-1104\nS-1-1-0"
            })
    void anything_else_is_not(String text) {
        assertThat(PersonSid.of(text)).isEmpty();
    }
}
