package dev.profilekeep.portal.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalog's database gives no connection, or broke one off: nothing is wrong with what was asked, nor with us, for long. */
public final class CatalogAway {
    /** When to ask again. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    public static final String TYPE = "catalog-away";
    public static final String WORDS =
            "The catalog does not answer at the moment. Try again in " + RETRY_AFTER.toSeconds() + " seconds.";

    /** SQLSTATE: no connection (class 08), too many of them, the server is ended, crashed or starts (PostgreSQL). */
    private static final Set<String> STATES = Set.of("53300", "57P01", "57P02", "57P03");

    /** H2: closed by what went wrong, closing, already closed, ended. */
    private static final Set<Integer> H2 = Set.of(90_067, 90_098, 90_121, 90_135);

    private CatalogAway() {}

    /** Whether {@code thrown} came about because of that. */
    public static boolean isBehind(@Nullable Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at instanceof SQLException sql && isAway(sql)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static boolean isAway(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || (state != null && (state.startsWith("08") || STATES.contains(state)))
                || (state != null && state.equals(Integer.toString(e.getErrorCode())) && H2.contains(e.getErrorCode()));
    }
}
