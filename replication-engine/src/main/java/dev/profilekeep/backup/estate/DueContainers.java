package dev.profilekeep.backup.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which containers of the catalog are due, and how much of each is to be read: the copy at the site where the set's people work, of the kinds that the policy names.
 *
 * <p>Each container has a day of its own in {@code fullEveryDays} days on which it is read as a whole, so that about the same number is each night. So is one that never was, or not for so long, whose
 * last try found it unreadable, whose volume was not closed at its last backup, of which the short way missed a change, or of whose later backups a check found something lost.
 */
final class DueContainers {
    /** A snapshot is made some time before it is known here when its containers were read. */
    private static final Duration A_NIGHT = Duration.ofHours(12);

    private final ProfileKeepConfig config;
    private final BackupPolicy policy;

    DueContainers(ProfileKeepConfig config) {
        this.config = config;
        this.policy = config.backups();
    }

    /** Where a container goes from, and to. */
    record Route(String repositoryId, String setId, String locationId) {}

    /** @param failed it could not be read at its last try */
    record Found(Route route, Due due, @Nullable Instant success, boolean failed) {}

    /**
     * Those that are due, never backed up and longest ago first; at the end those that could not be read at their last try, so that they keep nobody from a backup.
     *
     * @param only these, whatever their kind; empty for all of the policy's kinds
     */
    List<Found> find(Session session, Collection<Long> only, Instant now) throws SQLException {
        List<Found> all = new ArrayList<>();
        ActiveNow active = ActiveNow.of(session, config);
        for (SetConfig set : config.sets()) {
            String repository = policy.repositoryOf(set.id()).orElse(null);
            if (repository == null) {
                continue;
            }
            for (String id : set.locationIds()) {
                LocationConfig location = config.location(id).orElse(null);
                if (location != null && active.isAt(set, location)) {
                    find(session, new Route(repository, set.id(), id), only, now, all);
                }
            }
        }
        all.sort((one, other) -> {
            Instant mine = one.success() == null ? Instant.MIN : one.success();
            Instant theirs = other.success() == null ? Instant.MIN : other.success();
            int order = one.failed() == other.failed() ? mine.compareTo(theirs) : one.failed() ? 1 : -1;
            return order != 0
                    ? order
                    : Long.compare(one.due().container(), other.due().container());
        });
        return all;
    }

    private void find(Session session, Route route, Collection<Long> only, Instant now, List<Found> all)
            throws SQLException {
        List<Object> arguments = new ArrayList<>(List.of(route.locationId(), route.setId()));
        String which;
        if (only.isEmpty()) {
            which = "c.kind IN (" + marks(policy.kinds().size()) + ")";
            policy.kinds().forEach(kind -> arguments.add(kind.name()));
        } else {
            which = "c.id IN (" + marks(only.size()) + ")";
            arguments.addAll(only);
        }
        Set<Long> had = new HashSet<>();
        session.each(
                "SELECT c.id, c.identity_key, c.set_id, c.kind, c.sid, c.base_name, c.account, p.path, p.dirty,"
                        + " p.log_open, b.repository_id, b.outcome, b.success_at, b.whole_at, b.unclean, b.missed,"
                        + " (SELECT MAX(l.made) FROM repository_loss l WHERE l.container_key = c.identity_key AND"
                        + " l.repository_id = b.repository_id) AS lost FROM"
                        + " container c JOIN container_copy p ON p.container_id = c.id LEFT JOIN container_backup b ON"
                        + " b.container_key = c.identity_key WHERE p.location_id = ? AND c.set_id = ? AND c.gone_since IS"
                        + " NULL AND p.presence <> 'GONE' AND " + which + " ORDER BY c.id, p.written DESC, p.id",
                row -> {
                    if (had.add(row.number("id"))) { // of two disks of one container, the one written last
                        all.add(found(route, row, now));
                    }
                },
                arguments.toArray());
    }

    private Found found(Route route, Row row, Instant now) throws SQLException {
        boolean here = row.text("repository_id").equals(route.repositoryId());
        Instant success = here ? row.time("success_at") : null;
        String key = row.text("identity_key");
        boolean failed = row.text("outcome").equals(Outcome.UNREADABLE.name());
        boolean whole = success == null
                || failed
                || row.flag("unclean")
                || row.number("missed") > 0
                || lacks(row.time("lost"), row.time("whole_at"))
                || isTurn(key, row.time("whole_at"), now);
        Due due = new Due(
                row.number("id"),
                new ContainerIdentity(
                        row.text("set_id"),
                        ContainerKind.valueOf(row.text("kind")),
                        row.text("sid"),
                        row.text("base_name")),
                row.text("account"),
                StoragePath.of(row.text("path")),
                whole,
                row.flag("dirty") || row.flag("log_open"));
        return new Found(route, due, success, failed);
    }

    /** Whether something is lost of a backup that was made since the last full reading, or by it. */
    private static boolean lacks(@Nullable Instant lost, @Nullable Instant whole) {
        return lost != null && (whole == null || lost.isAfter(whole.minus(A_NIGHT)));
    }

    private boolean isTurn(String key, @Nullable Instant whole, Instant now) {
        if (whole == null || !whole.isAfter(now.minus(Duration.ofDays(policy.fullEveryDays())))) {
            return true;
        }
        LocalDate today = now.atZone(policy.zone()).toLocalDate();
        LocalDate day = whole.atZone(policy.zone()).toLocalDate();
        return day.isBefore(today) && Math.floorMod(today.toEpochDay() - turn(key), policy.fullEveryDays()) == 0;
    }

    /** A number that is the same each time, and evenly spread. */
    private long turn(String key) {
        return Math.floorMod((key.hashCode() * 0x9E3779B97F4A7C15L) >>> 16, (long) policy.fullEveryDays());
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
