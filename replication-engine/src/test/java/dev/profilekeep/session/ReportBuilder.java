package dev.profilekeep.session;

import dev.profilekeep.session.HostReport.Event;
import dev.profilekeep.session.HostReport.Mount;
import dev.profilekeep.session.HostReport.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reports for tests; all sessions are named unless said otherwise. */
final class ReportBuilder {
    private final String host;
    private final Instant time;
    private final List<HostReport.Session> sessions = new ArrayList<>();
    private final List<Mount> mounts = new ArrayList<>();
    private boolean mountsTold = true;
    private final List<Provider> providers = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private Instant sentAt;
    private Instant serverTime;
    private Instant boot;
    private boolean complete = true;

    ReportBuilder(String host, Instant time) {
        this.host = host;
        this.time = time;
        this.sentAt = time;
    }

    ReportBuilder sentAt(Instant at) {
        sentAt = at;
        return this;
    }

    /** What we told the host as our time before it began to gather. */
    ReportBuilder serverTime(Instant at) {
        serverTime = at;
        return this;
    }

    ReportBuilder boot(Instant at) {
        boot = at;
        return this;
    }

    ReportBuilder incomplete() {
        complete = false;
        return this;
    }

    ReportBuilder session(String sid, String account, String state, Instant since) {
        sessions.add(new HostReport.Session(sid, account, state, since));
        return this;
    }

    ReportBuilder mount(String path) {
        mounts.add(new Mount(path, false));
        return this;
    }

    /** The host could not tell what is mounted. */
    ReportBuilder withoutMounts() {
        mountsTold = false;
        return this;
    }

    ReportBuilder provider(String target, boolean reachable) {
        providers.add(new Provider("PROFILE", providers.size() + 1, "", "smb", target, reachable));
        return this;
    }

    ReportBuilder event(int id, String text, Instant at) {
        events.add(new Event(
                "Microsoft-FSLogix-Apps/Operational",
                "Microsoft-FSLogix-Apps",
                id,
                "Error",
                at,
                events.size() + 1,
                text));
        return this;
    }

    HostReport build() {
        return new HostReport(
                HostReport.VERSION,
                "report-" + time,
                host,
                "example.com",
                "",
                time,
                sentAt,
                serverTime,
                boot,
                "W. Europe Standard Time",
                60,
                "1.0",
                "1.0.9000.0",
                "3.26.126.19110",
                List.of(),
                List.of(),
                sessions,
                complete,
                providers,
                null,
                mountsTold ? mounts : null,
                events,
                List.of());
    }
}
