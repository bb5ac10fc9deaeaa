package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.Ability;
import dev.profilekeep.storage.StorageException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found out about a file server, for some minutes; shared by all connections to a location. Safe for several threads. */
final class SmbAbilities {
    private static final long KEPT_NANOS = Duration.ofMinutes(5).toNanos();

    /** What there is to find out, and how to say that it cannot be done. */
    enum Kind {
        OPEN_FILES("open files cannot be listed here: "),
        SESSIONS("sessions cannot be listed here: "),
        CLOSE("nobody's handle can be closed here: ");

        private final String cannot;

        Kind(String cannot) {
            this.cannot = cannot;
        }
    }

    private record Found(Ability ability, boolean denied, long at) {}

    private final Map<Kind, Found> found = new EnumMap<>(Kind.class);

    private long listedOthersAt;
    private boolean listedOthers;

    /** The list of open files showed others' as well as ours. */
    synchronized void listedOthers() {
        listedOthers = true;
        listedOthersAt = System.nanoTime();
    }

    synchronized boolean listedOthersLately() {
        return listedOthers && System.nanoTime() - listedOthersAt <= KEPT_NANOS;
    }

    private synchronized @Nullable Found lately(Kind kind) {
        Found last = found.get(kind);
        return last == null || System.nanoTime() - last.at > KEPT_NANOS ? null : last;
    }

    /** Null if it was not asked lately. */
    @Nullable
    Ability known(Kind kind) {
        Found last = lately(kind);
        return last == null ? null : last.ability;
    }

    /** @throws StorageException if it was found out lately that it cannot be done */
    void requireNotImpossible(Kind kind) throws StorageException {
        Found last = lately(kind);
        if (last != null && !last.ability.can()) {
            throw refusal(last);
        }
    }

    private static StorageException refusal(Found found) {
        String why = found.ability.why();
        return found.denied ? new StorageException.Denied(why, null) : new StorageException.Failed(why, null);
    }

    synchronized Ability possible(Kind kind) {
        Ability yes = Ability.yes();
        found.put(kind, new Found(yes, false, System.nanoTime()));
        return yes;
    }

    /** @return what to throw */
    synchronized StorageException impossible(Kind kind, String why, boolean denied) {
        String whole = why.startsWith(kind.cannot) ? why : kind.cannot + why;
        Found now = new Found(Ability.no(whole), denied, System.nanoTime());
        found.put(kind, now);
        return refusal(now);
    }
}
