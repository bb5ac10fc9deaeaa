package dev.profilekeep.request;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.Locale;

/** Tells whoever asked what became of a request. */
@FunctionalInterface
public interface RequestNews {
    /**
     * As a part of the transaction of the step; what cannot be told is not a reason to undo it.
     *
     * @param key the same for the same step
     * @param request as it is after the step
     * @param address of the asker's own sign-in
     * @param said what a person said along with it; may be empty
     */
    void tell(Session session, String key, Request request, String address, Locale language, String said)
            throws SQLException;
}
