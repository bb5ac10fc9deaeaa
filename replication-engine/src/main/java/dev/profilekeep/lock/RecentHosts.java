package dev.profilekeep.lock;

import dev.profilekeep.session.Host;
import dev.profilekeep.session.HostObservation;
import dev.profilekeep.session.HostSession;
import dev.profilekeep.session.SessionDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A directory for many looks: what is known of a host is believed for ten seconds, as thousands of locks are about a few hosts. What
 * is about a person is asked each time. Safe for several threads.
 */
final class RecentHosts implements SessionDirectory {
    private static final long BELIEVED = TimeUnit.SECONDS.toNanos(10);

    private final SessionDirectory directory;
    private final Answers<Optional<Host>> hosts = new Answers<>();
    private final Answers<List<Boot>> boots = new Answers<>();
    private final Answers<List<Listing>> listings = new Answers<>();
    private final Answers<Set<String>> domains = new Answers<>();
    private final Answers<List<HostObservation>> observations = new Answers<>();
    private final Answers<List<HostObservation>> mounts = new Answers<>();
    private final Answers<Boolean> clocks = new Answers<>();

    RecentHosts(SessionDirectory directory) {
        this.directory = directory;
    }

    private record Answer<T>(T value, long since) {}

    /** By host; one that is asked for again after its time is asked anew. */
    private static final class Answers<T> {
        private final Map<String, Answer<T>> kept = new ConcurrentHashMap<>();

        T of(String host, Supplier<T> ask) {
            long now = System.nanoTime();
            Answer<T> last = kept.get(host);
            if (last == null || now - last.since() > BELIEVED) {
                kept.values().removeIf(answer -> now - answer.since() > BELIEVED);
                last = new Answer<>(ask.get(), now);
                kept.put(host, last);
            }
            return last.value();
        }
    }

    @Override
    public List<Host> hosts() {
        return directory.hosts();
    }

    @Override
    public Optional<Host> host(String name) {
        return hosts.of(name, () -> directory.host(name));
    }

    @Override
    public boolean tellsOurTime(String host) {
        return clocks.of(host, () -> directory.tellsOurTime(host));
    }

    @Override
    public List<HostSession> sessionsOf(String sid, String account) {
        return directory.sessionsOf(sid, account);
    }

    @Override
    public List<HostSession> historyOf(String sid, String account) {
        return directory.historyOf(sid, account);
    }

    @Override
    public List<HostSession> sessionsAt(String host) {
        return directory.sessionsAt(host);
    }

    @Override
    public List<Boot> bootsOf(String host) {
        return boots.of(host, () -> directory.bootsOf(host));
    }

    @Override
    public List<Listing> listingsOf(String host) {
        return listings.of(host, () -> directory.listingsOf(host));
    }

    @Override
    public Set<String> domainsOf(String host) {
        return domains.of(host, () -> directory.domainsOf(host));
    }

    @Override
    public List<HostObservation> observationsOf(String host) {
        return observations.of(host, () -> directory.observationsOf(host));
    }

    @Override
    public List<HostObservation> observationsAbout(String sid) {
        return directory.observationsAbout(sid);
    }

    @Override
    public List<HostObservation> mountsWithoutSid() {
        return mounts.of("", directory::mountsWithoutSid);
    }
}
