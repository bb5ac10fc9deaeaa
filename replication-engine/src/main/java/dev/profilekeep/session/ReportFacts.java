package dev.profilekeep.session;

import dev.profilekeep.session.Facts.HostFact;
import dev.profilekeep.session.Facts.SessionFact;
import dev.profilekeep.session.HostObservation.Kind;
import dev.profilekeep.session.HostReport.CacheDisk;
import dev.profilekeep.session.HostReport.Event;
import dev.profilekeep.session.HostReport.Mount;
import dev.profilekeep.session.HostReport.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A host's report as facts.
 *
 * @param mountsTold whether the host could tell what is mounted; if not, what was stays
 */
record ReportFacts(Facts facts, List<Observed> observations, boolean mountsTold) {

    /** @param listing whether it is believed that its sessions are all that the host had as of then */
    static ReportFacts of(HostReport report, String host, HostTimes times, boolean listing) {
        Source source = Source.report(host);
        Instant at = times.asOf();
        String key = HostName.key(host);
        List<SessionFact> sessions = new ArrayList<>();
        for (HostReport.Session session : report.sessions()) {
            AccountName account = AccountName.of(session.account());
            if (!session.sid().isEmpty() || !account.isEmpty()) {
                Instant since = session.logonTime();
                sessions.add(new SessionFact(
                        host, session.sid(), account, ExportReader.state(session.state()), since, times.began(since)));
            }
        }
        HostFact fact = new HostFact(
                host,
                domains(report),
                report.pool(),
                report.agentVersion(),
                report.fslogixVersion(),
                boot(report, times));
        Facts facts = new Facts(
                source, at, Map.of(key, fact), sessions, listing ? Facts.listed(Set.of(key), sessions) : Map.of());
        return new ReportFacts(facts, observations(report, host, source, at, times), report.mounts() != null);
    }

    private static Set<String> domains(HostReport report) {
        Set<String> domains = new TreeSet<>();
        domains.add(HostName.dns(report.domain()));
        domains.add(HostName.domain(report.host()));
        return domains;
    }

    /** A host that starts after it tells of it does not know when it started. */
    private static @Nullable Instant boot(HostReport report, HostTimes times) {
        Instant boot = report.bootTime();
        return boot == null || boot.isAfter(report.time()) ? null : times.ours(boot);
    }

    private static List<Observed> observations(
            HostReport report, String host, Source source, Instant at, HostTimes times) {
        List<Observed> all = new ArrayList<>();
        List<Mount> mounts = report.mounts();
        for (Mount mount : mounts == null ? List.<Mount>of() : mounts) {
            String detail = mount.readOnly() ? "read-only" : "";
            all.add(new Observed(
                    mount.path().toLowerCase(Locale.ROOT),
                    new HostObservation(
                            host,
                            Kind.MOUNT,
                            SidText.person(mount.path()),
                            mount.path(),
                            "",
                            detail,
                            at,
                            at,
                            null,
                            source)));
        }
        for (Provider provider : report.cloudCacheProviders()) {
            Boolean reachable = provider.reachable();
            String code = reachable == null ? "unknown" : reachable ? "reachable" : "unreachable";
            String detail = (provider.kind() + " " + provider.position() + " " + provider.type() + " "
                            + provider.name())
                    .strip();
            all.add(new Observed(
                    detail + '\n' + provider.target(),
                    new HostObservation(
                            host, Kind.PROVIDER, "", provider.target(), code, detail, at, at, null, source)));
        }
        CacheDisk disk = report.cacheDisk();
        if (disk != null) {
            String detail = "size=" + disk.sizeBytes() + " free=" + disk.freeBytes() + " cache=" + disk.cacheBytes()
                    + (mounts == null ? HostObservation.MOUNTS_UNREAD : "");
            all.add(new Observed(
                    disk.path().toLowerCase(Locale.ROOT),
                    new HostObservation(host, Kind.CACHE_DISK, "", disk.path(), "", detail, at, at, null, source)));
        }
        for (Event event : report.events()) {
            String provider = event.provider().isEmpty() ? event.log() : event.provider();
            all.add(new Observed(
                    event.log() + '\n' + event.recordId() + '\n' + event.id() + '\n' + event.time(),
                    new HostObservation(
                            host,
                            Kind.EVENT,
                            SidText.person(event.text()),
                            "",
                            provider + ":" + event.id(),
                            event.text(),
                            times.ours(event.time()),
                            at,
                            null,
                            source)));
        }
        return all;
    }

    /**
     * An observation.
     *
     * @param identity what tells it from others of its kind at this host, whatever the clocks say
     */
    record Observed(String identity, HostObservation what) {}
}
