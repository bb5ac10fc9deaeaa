package dev.profilekeep.lock;

import dev.profilekeep.session.HostObservation;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.session.SessionDirectory;
import dev.profilekeep.session.Source.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells hosts to which a person came after everything was written: whom a lock keeps out tries the next desktop, and that one has not made it. A host that
 * takes a container over writes its lock file, so one that came after the last write of every file, and says afterwards itself that neither the person nor
 * the disk is there, never had it. Safe for several threads.
 */
final class Latecomers {
    /** Clocks that are known differ by less. */
    private static final Duration CLOCKS = Written.CLOCKS;
    /** Sharing violation, lock violation, lock failed: what a container gives that another has. Any other trouble may be about what a host keeps. */
    private static final Pattern REFUSED = Pattern.compile("(?i)\\b0x0*(?:20|21|a7)\\b");

    private final SessionDirectory directory;

    Latecomers(SessionDirectory directory) {
        this.directory = directory;
    }

    /** Whether a session that is over began after the last write, as the host itself told it. */
    boolean isOne(HostSession session, LockCase lock) {
        Instant since = session.since();
        return since != null
                && session.source().kind() == Kind.HOST_REPORT
                && !since.isAfter(session.seenAt())
                && isAfterAll(since, lock)
                && isElsewhere(session.host(), session.seenAt(), lock);
    }

    /** Whether an event says that the host was refused after the last write. */
    boolean isRefusedOne(HostObservation event, LockCase lock) {
        return REFUSED.matcher(event.detail()).find()
                && isAfterAll(event.at(), lock)
                && isElsewhere(event.host(), event.at(), lock);
    }

    private static boolean isAfterAll(Instant came, LockCase lock) {
        Instant written = lock.lastWritten();
        return written != null && came.isAfter(written.plus(CLOCKS));
    }

    /** Whether the host says, later than {@code then} and by a clock that is known, that neither the person nor the disk is there. */
    private boolean isElsewhere(String host, Instant then, LockCase lock) {
        return directory.tellsOurTime(host)
                && lock.at(host).noneMatch(session -> session.goneAt() == null)
                && directory.listingsOf(host).stream()
                        .anyMatch(listing -> listing.withSids()
                                && listing.source().kind() == Kind.HOST_REPORT
                                && listing.at().isAfter(then))
                && hasNotMounted(host, then, lock);
    }

    private boolean hasNotMounted(String host, Instant then, LockCase lock) {
        List<HostObservation> told = directory.observationsOf(host);
        @Nullable
        HostObservation cache = told.stream()
                .filter(seen -> seen.kind() == HostObservation.Kind.CACHE_DISK && seen.goneAt() == null)
                .findFirst()
                .orElse(null);
        return cache != null
                && cache.seenAt().isAfter(then)
                && !cache.detail().endsWith(HostObservation.MOUNTS_UNREAD)
                && told.stream().noneMatch(seen -> HostWitness.isMounted(seen, lock));
    }
}
