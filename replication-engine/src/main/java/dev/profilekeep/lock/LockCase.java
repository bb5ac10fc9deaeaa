package dev.profilekeep.lock;

import dev.profilekeep.session.HostObservation;
import dev.profilekeep.session.HostSession;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lock that hosts are asked about.
 *
 * @param sid of the person; may be empty
 * @param disk name of the container's disk without its ending
 * @param history sessions of the person, also those that ended
 * @param locked when the first lock file was written; null if there is none
 * @param lastLocked when the last one was
 * @param lastWritten when the last of the files was that the lock may be about: under Cloud Cache any of the container, as a host may
 *     have written it that was locked out before; otherwise the first lock file
 * @param machines that the file servers name, as they call them
 * @param gone hosts that were declared gone
 */
record LockCase(
        String sid,
        String disk,
        List<HostSession> history,
        @Nullable Instant locked,
        @Nullable Instant lastLocked,
        @Nullable Instant lastWritten,
        Collection<String> machines,
        Map<String, GoneHosts.GoneHost> gone) {

    static LockCase of(
            String sid,
            String disk,
            boolean cloudCache,
            List<HostSession> history,
            List<PlaceSeen> places,
            Collection<String> machines,
            Map<String, GoneHosts.GoneHost> gone) {
        List<PlaceSeen> told = places.stream().filter(place -> !place.fenced()).toList();
        List<Written> locks = told.stream().flatMap(PlaceSeen::lockWrites).toList();
        List<Instant> lasts = locks.stream().map(Written::last).sorted().toList();
        Instant last = told.stream()
                .flatMap(PlaceSeen::writes)
                .map(Written::last)
                .max(Instant::compareTo)
                .orElse(null);
        return new LockCase(
                sid,
                disk,
                history,
                locks.stream().map(Written::first).min(Instant::compareTo).orElse(null),
                lasts.isEmpty() ? null : lasts.get(lasts.size() - 1),
                cloudCache ? last : lasts.isEmpty() ? null : lasts.get(0),
                machines,
                gone);
    }

    /** Sessions of the person at a host. */
    Stream<HostSession> at(String host) {
        return history.stream().filter(session -> Suspects.key(session.host()).equals(Suspects.key(host)));
    }

    /** Whether what a host has mounted is the disk: by the SID in its path, or by its name where the path has none. */
    boolean isDisk(HostObservation mount) {
        if (!mount.sid().isEmpty()) {
            return mount.sid().equals(sid);
        }
        String path = mount.path().toLowerCase(Locale.ROOT);
        String name = path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
        String base = disk.toLowerCase(Locale.ROOT);
        return !base.isEmpty() && (name.equals(base + ".vhdx") || name.equals(base + ".vhd"));
    }
}
