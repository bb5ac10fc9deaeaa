package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.CatalogException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;

class CatalogAwayTest {
    @ParameterizedTest
    @CsvSource({
        "08001, 0, true",
        "08006, 0, true",
        "57P01, 0, true",
        "53300, 0, true",
        "90121, 90121, true",
        "23505, 0, false",
        "42P01, 0, false",
        "57014, 0, false",
        ", 90121, false"
    })
    void it_is_told_by_what_the_database_says(String state, int code, boolean away) {
        SQLException said = new SQLException("words", state, code);
        assertThat(CatalogAway.isBehind(new CatalogException("the catalog", said)))
                .isEqualTo(away);
        assertThat(CatalogAway.isBehind(new DataAccessResourceFailureException("spring", said)))
                .isEqualTo(away);
    }

    @Test
    void a_pool_without_a_connection_is_one_too_and_anything_else_is_not() {
        assertThat(CatalogAway.isBehind(
                        new IllegalStateException(new SQLTransientConnectionException("timed out after 5000ms"))))
                .isTrue();
        assertThat(CatalogAway.isBehind(new IllegalStateException())).isFalse();
        assertThat(CatalogAway.isBehind(null)).isFalse();
    }
}
