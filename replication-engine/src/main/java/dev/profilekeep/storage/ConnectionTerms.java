package dev.profilekeep.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is special about another connection to the same location.
 *
 * @param ends the {@link StorageProvider#sessionId()} of an earlier session of the same account, which the server ends as this
 *     one signs in: a dead node's handles fall at once, though its TCP connection still stands. A session that is gone
 *     already, or another account's, is left as it is without a word
 * @param deadline for every call: longer is Unreachable, and such a connection is given up at once. Never goes on by itself
 *     after a loss. For leases
 */
public record ConnectionTerms(OptionalLong ends, Optional<Duration> deadline) {
    private static final ConnectionTerms USUAL = new ConnectionTerms(OptionalLong.empty(), Optional.empty());

    public ConnectionTerms {
        if (deadline.isPresent() && (deadline.get().isZero() || deadline.get().isNegative())) {
            throw new IllegalArgumentException("a deadline is longer than nothing: " + deadline.get());
        }
    }

    /** As the first connection. */
    public static ConnectionTerms usual() {
        return USUAL;
    }

    public ConnectionTerms ending(long previousSession) {
        return new ConnectionTerms(OptionalLong.of(previousSession), deadline);
    }

    public ConnectionTerms answeringWithin(Duration each) {
        return new ConnectionTerms(ends, Optional.of(each));
    }
}
