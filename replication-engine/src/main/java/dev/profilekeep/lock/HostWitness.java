package dev.profilekeep.lock;

import dev.profilekeep.config.SetConfig;
import dev.profilekeep.lock.HostSeen.Known;
import dev.profilekeep.lock.Observation.Source;
import dev.profilekeep.session.Host;
import dev.profilekeep.session.HostObservation;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.session.SessionDirectory;
import dev.profilekeep.session.SessionDirectory.Boot;
import dev.profilekeep.session.SessionDirectory.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of hosts that may have made a lock. That the person has no session at a host is said only where a listing named
 * the SID of everybody there; that a host keeps nothing of a disk, only where its own report said that its cache is empty. Safe
 * for several threads.
 */
final class HostWitness {
    /** Suspected, no more: a session that ended so long before the lock was written, clocks and lists being what they are. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private static final Pattern CACHE = Pattern.compile("(?:^|\\s)cache=(\\d+)(?:\\s|$)");

    private final SessionDirectory directory;
    private final Collection<String> configured;
    private final Latecomers latecomers;

    /** @param configured hosts of any set, as they are called there */
    HostWitness(SessionDirectory directory, Collection<String> configured) {
        this.directory = directory;
        this.configured = List.copyOf(configured);
        this.latecomers = new Latecomers(directory);
    }

    /** Sessions of a person, also those that ended, newest told first. */
    List<HostSession> historyOf(String sid, String account) {
        return directory.historyOf(sid, account);
    }

    private static List<HostSession> open(List<HostSession> history) {
        return history.stream().filter(session -> session.goneAt() == null).toList();
    }

    /**
     * Hosts that may have made a lock, or may keep what is not at the sites yet, the likeliest first: those with a session of the
     * person at any time from a little before the first lock file to the last write, and whoever says something of the disk; not
     * those that {@linkplain Latecomers came later}.
     */
    List<HostSeen> suspects(LockCase lock) {
        Map<String, @Nullable Observation> why = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        open(lock.history()).forEach(session -> name(names, session.host()));
        lock.machines().forEach(machine -> name(names, machine));
        for (HostSession session : lock.history()) {
            if (session.goneAt() != null && mayHaveBeenThere(session, lock) && !latecomers.isOne(session, lock)) {
                name(names, session.host());
                why.putIfAbsent(Suspects.key(session.host()), sessionThen(session));
            }
        }
        List<HostObservation> about = new ArrayList<>(directory.observationsAbout(lock.sid()));
        List<HostObservation> troubles = about.stream()
                .filter(seen -> seen.kind() == HostObservation.Kind.EVENT)
                .toList();
        about.addAll(directory.mountsWithoutSid());
        Instant locked = lock.locked();
        for (HostObservation seen : about) {
            boolean told = seen.kind() == HostObservation.Kind.EVENT
                    && locked != null
                    && !seen.at().isBefore(locked.minus(MARGIN))
                    && !latecomers.isRefusedOne(seen, lock);
            if (isMounted(seen, lock) || told) {
                name(names, seen.host());
                why.putIfAbsent(Suspects.key(seen.host()), line(seen));
            }
        }
        List<HostSeen> all = new ArrayList<>();
        names.forEach((key, name) -> all.add(seen(name, lock, made(name, lock, troubles), why.get(key))));
        return all;
    }

    /**
     * Whether a session there was seen to begin before the lock was written, and to be there still when it was: by what was seen
     * later, or by a restart or the end of the host that ended it. Who was only gone at the next look may have left before, and another
     * host may have written it. Nor is it said of a host that told of trouble with the person's profile in that session: it may be
     * the one that was locked out.
     */
    private boolean made(String name, LockCase lock, List<HostObservation> troubles) {
        Instant locked = lock.locked();
        Instant lastLocked = lock.lastLocked();
        if (locked == null || lastLocked == null) {
            return false;
        }
        GoneHosts.GoneHost gone = lock.gone().get(Suspects.key(name));
        List<Instant> ends = new ArrayList<>(boots(name));
        if (gone != null) {
            ends.add(gone.wentAt());
        }
        return lock.at(name)
                .filter(session -> !began(session).isAfter(locked.plus(CLOCKS)))
                .filter(session -> troubles.stream().noneMatch(event -> lockedOut(event, session, lastLocked)))
                .anyMatch(session -> !session.seenAt().isBefore(lastLocked)
                        || ends.stream().anyMatch(end -> endedBy(end, session, lastLocked)));
    }

    private static boolean lockedOut(HostObservation event, HostSession session, Instant lastLocked) {
        return Suspects.key(event.host()).equals(Suspects.key(session.host()))
                && !event.at().isBefore(began(session).minus(CLOCKS))
                && !event.at().isAfter(lastLocked.plus(CLOCKS));
    }

    /**
     * The start that was told last, and those before it. A later one that is not told any more was none. Of a host that reports itself
     * only its own word counts: an export may be in another zone than it was read in.
     */
    private List<Instant> boots(String name) {
        List<Boot> all = directory.bootsOf(name);
        List<Boot> own = all.stream()
                .filter(boot -> boot.source().kind() == dev.profilekeep.session.Source.Kind.HOST_REPORT)
                .toList();
        List<Boot> told = own.isEmpty() ? all : own;
        Optional<Instant> last = told.stream()
                .max(Comparator.comparing(Boot::seenAt).thenComparing(Boot::at))
                .map(Boot::at);
        return told.stream()
                .map(Boot::at)
                .filter(at -> last.isPresent() && !at.isAfter(last.get()))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** A session is there as of when it was seen, whether or not anybody told since when. */
    private static Instant began(HostSession session) {
        Instant since = session.since();
        return since == null ? session.seenAt() : since;
    }

    private static boolean endedBy(Instant boot, HostSession session, Instant lastLocked) {
        Instant gone = session.goneAt();
        return boot.isAfter(session.seenAt())
                && !boot.isBefore(lastLocked.minus(CLOCKS))
                && (gone == null || !boot.isAfter(gone));
    }

    /** Every host that an administrator named as of the set. */
    List<HostSeen> every(List<String> hosts, LockCase lock) {
        return hosts.stream().map(host -> seen(host, lock, false, null)).toList();
    }

    private static void name(Map<String, String> names, String host) {
        String key = Suspects.key(host);
        if (!key.isEmpty()) {
            names.putIfAbsent(key, host.replace("\\", ""));
        }
    }

    private boolean mayHaveBeenThere(HostSession session, LockCase lock) {
        Instant from = lock.locked();
        Instant until = lock.lastWritten();
        Instant gone = session.goneAt();
        if (from == null || until == null || gone != null && gone.isBefore(from.minus(MARGIN))) {
            return false;
        }
        Instant since = session.since();
        Instant latest = until.plus(MARGIN);
        return since == null
                || !since.isAfter(latest)
                || since.isAfter(session.seenAt())
                || !since.minus(ahead(session.host())).isAfter(latest);
    }

    /** When a session began is told by the host's own clock. */
    private Duration ahead(String host) {
        Duration skew = directory.host(host).map(Host::clockSkew).orElse(null);
        return skew == null || skew.isNegative() ? Duration.ZERO : skew;
    }

    static boolean isMounted(HostObservation seen, LockCase lock) {
        return seen.kind() == HostObservation.Kind.MOUNT && seen.goneAt() == null && lock.isDisk(seen);
    }

    private static Observation sessionThen(HostSession session) {
        return new Observation(
                Source.SESSIONS,
                null,
                session.seenAt(),
                Weight.NOTE,
                new Fact.SessionThen(session.host(), session.since(), session.goneAt()));
    }

    private static Observation line(HostObservation seen) {
        String text = seen.kind() == HostObservation.Kind.MOUNT ? "has mounted " + seen.path() : seen.detail();
        String cut = text.length() <= 300 ? text : text.substring(0, 300);
        return new Observation(Source.HOST, null, seen.at(), Weight.NOTE, new Fact.LogLine(seen.host(), cut));
    }

    private HostSeen seen(String name, LockCase lock, boolean made, @Nullable Observation why) {
        GoneHosts.GoneHost word = lock.gone().get(Suspects.key(name));
        HostSeen.Gone gone = word == null ? null : word.seen();
        List<HostSession> now = open(lock.history());
        Set<String> domains = domains(name, lock);
        if (domains.size() > 1) {
            return namesakes(name, now, domains);
        }
        Optional<Host> host = directory.host(name);
        if (host.isEmpty()) {
            return new HostSeen(name, null, null, Known.UNKNOWN, null, Known.UNKNOWN, gone, made, why);
        }
        List<Listing> listings =
                directory.listingsOf(name).stream().filter(Listing::withSids).toList();
        Instant listed = lock.sid().isEmpty()
                ? null
                : listings.stream().map(Listing::at).max(Instant::compareTo).orElse(null);
        HostSession open = now.stream()
                .filter(session -> Suspects.key(session.host()).equals(Suspects.key(name)))
                .filter(session ->
                        session.sid().isEmpty() || listings.stream().noneMatch(listing -> overrules(listing, session)))
                .findFirst()
                .orElse(null);
        Instant boot = boots(name).stream().findFirst().orElse(host.get().lastBoot());
        Cache cache = cache(name, lock, listings);
        Instant heard = open != null
                ? open.seenAt()
                : listed != null ? listed : host.get().seenAt();
        Instant cacheAt = cache.at();
        if (open == null && cacheAt != null && cacheAt.isBefore(heard)) {
            heard = cacheAt; // both hold as of the older of the two
        }
        return new HostSeen(
                host.get().name(),
                heard,
                boot,
                open != null ? Known.YES : listed != null ? Known.NO : Known.UNKNOWN,
                open == null ? null : open.since(),
                cache.known(),
                gone,
                made,
                why);
    }

    /** In which domains a host of that name is, by what was told of it and by whatever it is called anywhere. */
    private Set<String> domains(String name, LockCase lock) {
        String key = Suspects.key(name);
        Set<String> domains = new TreeSet<>(directory.domainsOf(name));
        GoneHosts.GoneHost gone = lock.gone().get(key);
        Stream.of(
                        Stream.of(name),
                        lock.machines().stream(),
                        configured.stream(),
                        Stream.ofNullable(gone).map(GoneHosts.GoneHost::host))
                .flatMap(names -> names)
                .filter(called -> Suspects.key(called).equals(key))
                .forEach(called -> domains.add(Suspects.domain(called)));
        domains.remove("");
        return domains;
    }

    /** Of several hosts of one name only that somebody works there can be believed; nothing that one of them says speaks for another. */
    private HostSeen namesakes(String name, List<HostSession> now, Set<String> domains) {
        HostSession open = now.stream()
                .filter(session -> Suspects.key(session.host()).equals(Suspects.key(name)))
                .findFirst()
                .orElse(null);
        Instant heard = open == null ? null : open.seenAt();
        Instant told = directory.host(name).map(Host::seenAt).orElse(Instant.EPOCH);
        return new HostSeen(
                name,
                heard,
                null,
                open == null ? Known.UNKNOWN : Known.YES,
                open == null ? null : open.since(),
                Known.UNKNOWN,
                null,
                false,
                new Observation(
                        Source.HOST,
                        null,
                        heard == null ? told : heard,
                        Weight.DOUBT,
                        new Fact.HostNamesakes(name, String.join(", ", domains))));
    }

    /**
     * A host of the set, or one where the person was in the last 30 days, whose report says that nothing is mounted, and yet something lies in its cache. While something is mounted, nobody can tell
     * whose it is. One that was declared gone since does not count where caches end with their hosts; null if there is none.
     */
    LockEvidence.@Nullable KeptCache keptCache(SetConfig set, LockCase lock) {
        Map<String, String> names = new LinkedHashMap<>();
        lock.history().forEach(session -> name(names, session.host()));
        set.hosts().forEach(host -> name(names, host));
        for (String host : names.values()) {
            List<HostObservation> said = directory.observationsOf(host).stream()
                    .filter(seen -> seen.goneAt() == null)
                    .toList();
            GoneHosts.GoneHost gone = set.cacheEndsWithHost() ? lock.gone().get(Suspects.key(host)) : null;
            boolean mounted = said.stream().anyMatch(seen -> seen.kind() == HostObservation.Kind.MOUNT);
            for (HostObservation seen : said) {
                long bytes = mounted ? 0 : cacheBytes(seen);
                if (bytes > 0 && (gone == null || seen.seenAt().isAfter(gone.wentAt()))) {
                    return new LockEvidence.KeptCache(host, bytes, seen.seenAt());
                }
            }
        }
        return null;
    }

    /** -1 if it says nothing of that, or could not tell what is mounted beside it. */
    private static long cacheBytes(HostObservation seen) {
        if (seen.kind() != HostObservation.Kind.CACHE_DISK || seen.detail().endsWith(HostObservation.MOUNTS_UNREAD)) {
            return -1;
        }
        Matcher bytes = CACHE.matcher(seen.detail());
        return bytes.find() && bytes.group(1).length() < 19 ? Long.parseLong(bytes.group(1)) : -1;
    }

    private record Cache(Known known, @Nullable Instant at) {}

    /**
     * What its own report says: that the disk is mounted, or that its cache has not a byte in it. The latter is worth nothing where
     * the person may have been there later, or where the report could not tell what is mounted.
     */
    private Cache cache(String name, LockCase lock, List<Listing> listings) {
        Known known = Known.UNKNOWN;
        Instant at = null;
        for (HostObservation seen : directory.observationsOf(name)) {
            if (seen.goneAt() != null) {
                continue;
            }
            if (isMounted(seen, lock)) {
                return new Cache(Known.YES, seen.seenAt());
            }
            if (known == Known.UNKNOWN && cacheBytes(seen) == 0) {
                known = Known.NO;
                at = seen.seenAt();
            }
        }
        Instant said = at;
        boolean later = said != null && lock.at(name).anyMatch(session -> lastedBeyond(said, session, listings));
        return later ? new Cache(Known.UNKNOWN, null) : new Cache(known, at);
    }

    /** Whether nothing says that a session was over by then: neither its source, nor a listing without it. */
    private static boolean lastedBeyond(Instant time, HostSession session, List<Listing> listings) {
        Instant gone = session.goneAt();
        boolean ended = gone != null && !gone.isAfter(time);
        boolean unlisted = !session.sid().isEmpty()
                && listings.stream()
                        .anyMatch(listing ->
                                overrules(listing, session) && !listing.at().isAfter(time));
        return !ended && !unlisted;
    }

    /**
     * Whether a listing without a session says that it is over. What the host itself said of it counts for ten minutes against any
     * other source.
     */
    private static boolean overrules(Listing listing, HostSession session) {
        boolean own = session.source().kind() == dev.profilekeep.session.Source.Kind.HOST_REPORT
                && listing.source().kind() != dev.profilekeep.session.Source.Kind.HOST_REPORT;
        return listing.at().isAfter(own ? session.seenAt().plus(Suspects.FRESH) : session.seenAt());
    }
}
