package dev.profilekeep.readiness;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose profiles there are. A person is all profiles of a SID in a set; where nobody knows whose a profile is, it is somebody's of their own. */
final class People {
    private People() {}

    /**
     * One person of a set.
     *
     * @param key the SID, or # and the container's number
     * @param sid empty if nobody knows
     * @param containers ids of their profiles
     */
    record Member(String setId, String key, String sid, List<Long> containers) {}

    private record Key(String setId, String person) {}

    /** Everybody with a profile that is still there. */
    static List<Member> all(Session session) throws SQLException {
        return read(session, "", List.of());
    }

    /** Whose this container is; empty if it is no profile, or there is none of that number. */
    static List<Member> of(Session session, long containerId) throws SQLException {
        List<Member> self = read(session, " AND id = ?", List.of(containerId));
        if (self.isEmpty() || self.get(0).sid().isEmpty()) {
            return self;
        }
        return read(
                session,
                " AND set_id = ? AND sid = ?",
                List.of(self.get(0).setId(), self.get(0).sid()));
    }

    private static List<Member> read(Session session, String more, List<Object> arguments) throws SQLException {
        Map<Key, List<Long>> found = new LinkedHashMap<>();
        Map<Key, String> sids = new LinkedHashMap<>();
        session.each(
                "SELECT id, set_id, sid FROM container WHERE kind = 'PROFILE' AND gone_since IS NULL" + more
                        + " ORDER BY id",
                row -> add(row, found, sids),
                arguments.toArray());
        List<Member> members = new ArrayList<>();
        found.forEach((key, containers) -> members.add(
                new Member(key.setId(), key.person(), sids.getOrDefault(key, ""), List.copyOf(containers))));
        return members;
    }

    private static void add(Row row, Map<Key, List<Long>> found, Map<Key, String> sids) throws SQLException {
        String sid = row.text("sid");
        long id = row.number("id");
        Key key = new Key(row.text("set_id"), sid.isEmpty() ? "#" + id : sid);
        sids.put(key, sid);
        found.computeIfAbsent(key, none -> new ArrayList<>()).add(id);
    }

    static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    static @Nullable Object[] array(Collection<?> values) {
        return values.toArray();
    }
}
