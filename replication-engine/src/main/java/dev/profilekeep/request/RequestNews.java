package dev.profilekeep.request;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.Locale;

/** Tells those whom a request concerns what became of it. */
@FunctionalInterface
public interface RequestNews {
    /**
     * As a part of the transaction of the step; what cannot be told is not a reason to undo it.
     *
     * @param key the same for the same step
     * @param request as it is after the step
     * @param to who they are
     * @param address of their own sign-in
     * @param said what a person said along with it; may be empty
     */
    void tell(Session session, String key, Request request, To to, String address, Locale language, String said)
            throws SQLException;

    /** Who is told, and so why. */
    enum To {
        /** It is their own container, and they asked. */
        ASKER,
        /** They asked for somebody else. */
        HELPER,
        /** It is their own container, and somebody else asked. */
        OWNER
    }
}
