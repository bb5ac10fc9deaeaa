package dev.profilekeep.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.portal.support.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of places, by who reads it. */
class PlacelessTest {
    @Test
    void the_helpdesk_reads_that_a_key_cannot_be_used_and_not_where_it_lies() {
        String said = "the key in file:/etc/profilekeep/backups.key: group 7 is wrong";
        assertThat(Placeless.of(People.helge(), said))
                .isEqualTo("the key of the repository cannot be used; an administrator sees why");
        assertThat(Placeless.of(People.ada(), said)).isEqualTo(said);
        assertThat(Placeless.of(People.otto(), said)).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no answer from smb://fra-fs1/backups",
                "\\\\fra-fs1\\backups is gone",
                "D:\\backups cannot be read",
                "cannot read /srv/backups/index"
            })
    void an_address_of_any_kind_is_not_told(String said) {
        assertThat(Placeless.of(People.helge(), said))
                .isEqualTo("what is needed for it cannot be used; an administrator sees why");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Locked since Nov 22, 2026, 11:58 PM by AVD-03. The disk is open in Frankfurt.",
                "no answer; tried 3/4 times, and/or later"
            })
    void what_names_no_place_is_told_as_it_is(String said) {
        assertThat(Placeless.of(People.helge(), said)).isEqualTo(said);
    }
}
