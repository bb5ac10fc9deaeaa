package dev.profilekeep.portal.helpcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.security.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpCodesTest {
    private final MovedClock clock = new MovedClock();
    private final HelpCodes codes = new HelpCodes(PortalTables.empty(), clock);

    @Test
    void five_letters_find_whoever_reads_them_out() {
        HelpCode code = codes.of(People.anna());
        assertThat(code.letters()).hasSize(5).matches("[" + HelpCode.ALPHABET + "]{5}");
        assertThat(codes.find(code.letters()).orElseThrow().sid()).isEqualTo(People.ANNAS_SID);
    }

    @Test
    void one_for_each_person_as_long_as_it_lasts_a_call() {
        HelpCode first = codes.of(People.anna());
        clock.forward(Duration.ofMinutes(9));
        assertThat(codes.of(People.anna())).isEqualTo(first);
        clock.forward(Duration.ofMinutes(2));
        HelpCode second = codes.of(People.anna());
        assertThat(second.letters()).isNotEqualTo(first.letters());
        assertThat(codes.find(first.letters())).as("the old one finds nobody").isEmpty();
        assertThat(codes.find(second.letters())).isPresent();
    }

    @Test
    void after_fifteen_minutes_it_finds_nobody() {
        HelpCode code = codes.of(People.anna());
        clock.forward(Duration.ofMinutes(15));
        assertThat(codes.find(code.letters())).isEmpty();
    }

    @Test
    void somebody_without_a_windows_account_is_found_too() {
        HelpCode code = codes.of(People.person("new", null, Role.USER));
        Caller caller = codes.find(code.letters()).orElseThrow();
        assertThat(caller.sid()).isNull();
        assertThat(caller.subject()).isEqualTo("new");
    }

    @Test
    void no_two_people_have_the_same() {
        Set<String> letters = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            letters.add(codes.of(People.person("p" + i, "S-1-5-21-1-2-3-" + (5_000 + i), Role.USER))
                    .letters());
        }
        assertThat(letters).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kwhtf", "K W H T F", "kw-htf", " KWHTF "})
    void it_is_found_as_people_type_it(String typed) {
        assertThat(HelpCode.typed(typed)).hasValue("KWHTF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anna", "berge", "KWHT", "KWHTFF", "KWHT1", "S-1-5-21"})
    void what_can_be_no_code_is_none(String typed) {
        assertThat(HelpCode.typed(typed)).isEmpty();
    }

    @Test
    void no_word_can_come_about() {
        assertThat(HelpCode.ALPHABET).doesNotContainPattern("[AEIOUY]").hasSize(16);
    }
}
