package dev.profilekeep.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock, as far as that is known.
 *
 * @param host empty if it is not known
 * @param account as the source wrote it; empty if it is not known
 * @param since when the lock began; null if that is not known
 */
public record Holder(String host, String account, @Nullable Instant since) {
    public static final Holder UNKNOWN = new Holder("", "", null);
}
