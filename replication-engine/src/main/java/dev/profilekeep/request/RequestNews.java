package dev.profilekeep.request;

import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells whoever asked what became of a request. */
@FunctionalInterface
public interface RequestNews {
    /**
     * As a part of the transaction of the step; what cannot be told is not a reason to undo it.
     *
     * @param key the same for the same step
     * @param word of the state it came to
     * @param address of the asker's own sign-in
     * @param moment of the backup; null if there is none
     * @param said what a person said along with it; may be empty
     */
    void tell(
            Session session,
            String key,
            RequestState word,
            String address,
            Locale language,
            @Nullable Instant moment,
            String said)
            throws SQLException;
}
