package dev.profilekeep.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class ReasonsTest {
    @Test
    void a_wrapper_says_what_it_wraps() {
        assertThat(Reasons.of(new ExecutionException(new IllegalStateException("the share is gone"))))
                .isEqualTo("the share is gone");
    }

    @Test
    void what_has_no_words_is_named() {
        assertThat(Reasons.of(new NullPointerException(""))).isEqualTo("unexpected: NullPointerException");
    }

    @Test
    void that_nothing_could_be_taken_back_is_no_reason() {
        var rollback = new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        assertThat(Reasons.of(rollback))
                .isEqualTo("the catalog's database gave no connection, or broke it off: Connection is closed");

        rollback.initApplicationException(new IllegalStateException("the share is gone"));
        assertThat(Reasons.of(rollback)).isEqualTo("the share is gone");
    }

    @Test
    void a_database_that_is_away_is_said_to_be() {
        assertThat(Reasons.of(new CannotCreateTransactionException("Could not open JDBC Connection for transaction")))
                .isEqualTo("the catalog's database gave no connection, or broke it off");
    }
}
