package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.health.Exposure;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.StoragePath;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns the folders of a location and to whom they are open, as read when they last changed. */
final class SecurityTable {
    private SecurityTable() {}

    /**
     * A folder's security as it was read.
     *
     * @param sid of its person; empty for the location's own folder
     * @param changed its ChangeTime then
     */
    record Read(StoragePath path, String sid, long changed, FileSecurity security) {}

    /**
     * How long an unchanged ChangeTime is believed to mean that the rights are the same. Windows changes it with them; Samba 4.17 gives
     * the last write in its place.
     */
    static final Duration BELIEVED = Duration.ofDays(7);

    /** Stands for a folder whose security is to be read again, whatever its ChangeTime says; no server gives it. */
    private static final long AGAIN = -1;

    /** ChangeTimes of the folders of a location when their security was read, by path. */
    static Map<String, Long> known(Session session, String location, Instant now) throws SQLException {
        Instant oldest = now.minus(BELIEVED);
        Map<String, Long> known = new HashMap<>();
        session.each(
                "SELECT path, changed, read_at FROM folder_security WHERE location_id = ?",
                row -> known.put(
                        row.text("path"), row.when("read_at").isBefore(oldest) ? AGAIN : row.number("changed")),
                location);
        return known;
    }

    /** Forgets folders that are not there any more. */
    static void forget(Session session, String location, Set<String> known, Set<String> there) throws SQLException {
        List<@Nullable Object[]> gone = new ArrayList<>();
        for (String path : known) {
            if (!path.isEmpty() && !there.contains(path)) {
                gone.add(new @Nullable Object[] {location, ContainerIdentity.digest(path)});
            }
        }
        session.batch("DELETE FROM folder_security WHERE location_id = ? AND path_key = ?", gone);
    }

    static void put(Session session, String location, List<Read> all, Instant now) throws SQLException {
        List<@Nullable Object[]> old = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Read read : all) {
            String key = ContainerIdentity.digest(read.path().value());
            old.add(new @Nullable Object[] {location, key});
            row(location, key, read, now).ifPresent(rows::add);
        }
        session.batch("DELETE FROM folder_security WHERE location_id = ? AND path_key = ?", old);
        session.batch(
                "INSERT INTO folder_security (location_id, path_key, path, sid, changed, owner_sid, wrong_owner, exposed_to,"
                        + " rights, inherited, read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    /** Empty if nothing can be told: the server has no such notion, or a descriptor that breaks the rules. */
    private static Optional<@Nullable Object[]> row(String location, String key, Read read, Instant now) {
        String owner = read.security().ownerSid();
        byte[] bytes = read.security().descriptor();
        if (owner == null && bytes.length == 0) {
            return Optional.empty();
        }
        Exposure exposure;
        try {
            SecurityDescriptor descriptor = SecurityDescriptor.parse(bytes);
            exposure = (read.sid().isEmpty() ? Exposure.below(descriptor) : Exposure.at(descriptor)).orElse(null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new @Nullable Object[] {
            location,
            key,
            read.path().value(),
            read.sid(),
            read.changed(),
            owner == null ? "" : owner,
            Exposure.wrongOwner(owner, read.sid()),
            exposure == null ? "" : Runs.cut(exposure.who(), 2000),
            exposure == null ? "" : exposure.rights(),
            exposure != null && exposure.inherited(),
            now
        });
    }
}
