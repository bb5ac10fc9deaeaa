package dev.profilekeep.portal.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.portal.support.People;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreferencesTest {
    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final Preferences preferences = new Preferences(dataSource);

    @BeforeEach
    void tables() {
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/portal")
                .load()
                .migrate();
    }

    @Test
    void what_somebody_chose_is_found_again_and_by_nobody_else() {
        preferences.keep(People.anna(), Preferences.LANGUAGE, "de");
        preferences.keep(People.anna(), Preferences.LANGUAGE, "en");
        assertThat(preferences.find(People.anna(), Preferences.LANGUAGE)).contains("en");
        assertThat(preferences.find(People.helge(), Preferences.LANGUAGE)).isEmpty();
        assertThat(preferences.find(People.anna(), Preferences.PROFILES_COLUMNS))
                .isEmpty();
    }

    @Test
    void the_same_sid_is_the_same_person_whatever_they_are_called_now() {
        preferences.keep(People.anna(), Preferences.LANGUAGE, "de");
        Person renamed = People.person("anna.newname", People.ANNAS_SID, Role.USER);
        assertThat(preferences.find(renamed, Preferences.LANGUAGE)).contains("de");
    }

    @Test
    void without_a_sid_the_same_name_elsewhere_is_somebody_else() {
        Person here = new Person("otto", "Otto", null, null, Set.of(Role.AUDITOR), "one");
        Person elsewhere = new Person("otto", "Otto", null, null, Set.of(Role.AUDITOR), "two");
        preferences.keep(here, Preferences.LANGUAGE, "de");
        assertThat(preferences.find(elsewhere, Preferences.LANGUAGE)).isEmpty();
    }

    @Test
    void a_database_that_is_away_costs_a_choice_and_no_page() {
        Preferences lost = new Preferences(new JdbcDataSource());
        lost.keep(People.anna(), Preferences.LANGUAGE, "de");
        assertThat(lost.find(People.anna(), Preferences.LANGUAGE)).isEmpty();
    }

    @Test
    void a_value_without_end_is_refused() {
        assertThatThrownBy(() -> preferences.keep(People.anna(), "x", "y".repeat(3_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000");
    }
}
