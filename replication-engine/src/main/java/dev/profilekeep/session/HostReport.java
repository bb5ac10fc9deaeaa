package dev.profilekeep.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session host says about itself: the body that {@code ProfileKeep-HostReport.ps1} posts. Names here are the names in the
 * JSON; {@code docs/host-report.md} describes them. Lists that are missing are empty, texts too; times are by the host's clock, but for
 * {@code serverTime}.
 *
 * @param schemaVersion {@link #VERSION}
 * @param reportId of this report, chosen by the host; the same for each try to send it
 * @param host name of the computer
 * @param domain of the computer; may be empty
 * @param pool the host pool, if whoever set up the script gave one
 * @param time when it was gathered
 * @param sentAt when this try to send it began
 * @param serverTime what ProfileKeep told as its own time just before the host began to gather; null if it was not asked
 * @param bootTime when the computer was started; null if that could not be told
 * @param timeZone Windows' id of its time zone
 * @param utcOffsetMinutes its offset then, summer time included
 * @param scriptVersion of the script
 * @param agentVersion of the broker's agent
 * @param fslogixVersion of FSLogix
 * @param settings FSLogix' values in the registry, without secrets
 * @param services those that FSLogix needs
 * @param sessions of people
 * @param sessionsComplete whether these are all that the host has
 * @param cloudCacheProviders in the order of CCDLocations
 * @param cacheDisk the disk with the Cloud Cache; null if there is none
 * @param mounts disks in files that are attached; null if the host could not tell
 * @param events of the last day that matter here
 * @param problems what could not be gathered, and why
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record HostReport(
        int schemaVersion,
        String reportId,
        String host,
        String domain,
        String pool,
        Instant time,
        Instant sentAt,
        @Nullable Instant serverTime,
        @Nullable Instant bootTime,
        String timeZone,
        @Nullable Integer utcOffsetMinutes,
        String scriptVersion,
        String agentVersion,
        String fslogixVersion,
        List<Setting> settings,
        List<Service> services,
        List<Session> sessions,
        boolean sessionsComplete,
        List<Provider> cloudCacheProviders,
        @Nullable CacheDisk cacheDisk,
        @Nullable List<Mount> mounts,
        List<Event> events,
        List<String> problems) {

    /** The version that is written and read. */
    public static final int VERSION = 1;

    public HostReport {
        settings = List.copyOf(settings);
        services = List.copyOf(services);
        sessions = List.copyOf(sessions);
        cloudCacheProviders = List.copyOf(cloudCacheProviders);
        mounts = mounts == null ? null : List.copyOf(mounts);
        events = List.copyOf(events);
        problems = List.copyOf(problems);
    }

    /** A value of the registry, as text; several lines for one of several texts. */
    public record Setting(String key, String name, String value) {}

    /** A service of Windows: {@code Running}, {@code Stopped}; {@code Auto}, {@code Manual}, {@code Disabled}. */
    public record Service(String name, String state, String startMode) {}

    /**
     * @param sid may be empty
     * @param account {@code DOMAIN\name}
     * @param state {@code Active}, {@code Disconnected} and so on, as Windows calls it
     * @param logonTime null if it could not be told
     */
    public record Session(String sid, String account, String state, @Nullable Instant logonTime) {}

    /**
     * @param kind PROFILE or ODFC
     * @param position from 1; the first is the one that is read
     * @param type {@code smb} or {@code azure}
     * @param target the share, or the account of an Azure store; never a secret
     * @param reachable null if that was not tried
     */
    public record Provider(
            String kind, int position, String name, String type, String target, @Nullable Boolean reachable) {}

    /** Sizes in bytes; {@code cacheBytes} is what the Cloud Cache takes of it. */
    public record CacheDisk(
            String path, @Nullable Long sizeBytes, @Nullable Long freeBytes, @Nullable Long cacheBytes) {}

    /** A disk in a file that is attached; {@code readOnly} as Windows says. */
    public record Mount(String path, boolean readOnly) {}

    /** An entry of the event log. */
    public record Event(String log, String provider, int id, String level, Instant time, long recordId, String text) {}
}
