package dev.profilekeep.space.estate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentVersionTest {
    @ParameterizedTest
    @CsvSource({
        "2.9.8228.50276, true",
        "2.9.8361.52325, true",
        "1.99.9999.99999, true",
        "2.9.8361.52326, false",
        "2.9.8440.42104, false",
        "2.10.1.1, false",
        "3.25.202.4223, false",
        "2201, false",
        "2.9, false",
        "2.9.8228.99999999999, false",
        "unknown, false",
        "'', false"
    })
    void versions_before_2210_are_too_old_and_what_is_no_version_says_nothing(String version, boolean old) {
        assertThat(AgentVersion.isTooOld(version)).isEqualTo(old);
    }
}
