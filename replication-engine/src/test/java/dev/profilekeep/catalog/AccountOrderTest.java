package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountOrderTest {
    private static List<String> sorted(List<String> accounts) {
        List<String> mixed = new ArrayList<>(accounts);
        Collections.shuffle(mixed, new Random(1));
        mixed.sort(Comparator.comparing(AccountOrder::key));
        return mixed;
    }

    @Test
    void letters_count_first_and_accents_only_between_equals() {
        List<String> people = List.of(
                "anna",
                "Änne",
                "anneliese",
                "Bjørk",
                "Bjorn",
                "Björn",
                "Björna",
                "José",
                "Łukasz",
                "Müller",
                "Mustermann",
                "Strass",
                "Straße",
                "strasser",
                "Zoe",
                "Zoë",
                "zoo",
                "Ольга",
                "Юрий",
                "李");

        assertThat(sorted(people)).isEqualTo(people);
    }

    @Test
    void numbers_count_by_their_value_however_long() {
        List<String> numbered = List.of(
                "test",
                "test 9",
                "test1",
                "test2",
                "test02b",
                "test10",
                "test99",
                "test100",
                "test123456789",
                "test1234567890",
                "test99999999999999999999",
                "test100000000000000000000",
                "testa");

        assertThat(sorted(numbered)).isEqualTo(numbered);
    }

    @Test
    void spaces_and_dashes_count_as_they_stand() {
        List<String> people = List.of("a meier", "a-meier", "a.meier", "a.zorn", "adams", "aden");

        assertThat(sorted(people)).isEqualTo(people);
    }

    @Test
    void case_and_unicode_form_make_no_difference() {
        assertThat(AccountOrder.key("JOSÉ"))
                .isEqualTo(AccountOrder.key("josé"))
                .isEqualTo(AccountOrder.key(Normalizer.normalize("José", Normalizer.Form.NFD)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\ud800", "😀", "\u0301"})
    void every_name_has_a_key(String account) {
        assertThat(AccountOrder.key(account)).matches("[0-9kmpqvx]+");
    }

    @Test
    void the_longest_name_fits_the_column() {
        assertThat(AccountOrder.key("李".repeat(500)).length()).isBetween(990, 1010);
        assertThat(AccountOrder.key("1".repeat(500)).length()).isBetween(990, 1010);
    }
}
