package dev.profilekeep.readiness;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.readiness.People.Member;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.storage.StoredFile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When copies were last written, as the inventory or a later look saw: a comparison says nothing of what was written after it. */
record LastWrites(Map<At, Instant> times) {
    /** Servers and we need not agree on the time to the second. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private record At(long containerId, String locationId) {}

    static LastWrites of(Session session, List<Member> members) throws SQLException {
        List<Long> containers =
                members.stream().flatMap(member -> member.containers().stream()).toList();
        Map<At, Instant> times = new HashMap<>();
        if (!containers.isEmpty()) {
            session.each(
                    "SELECT p.container_id, p.location_id, p.written, COALESCE(rl.written, 0) AS look_written"
                            + " FROM container_copy p LEFT JOIN readiness_look rl ON rl.copy_id = p.id"
                            + " WHERE p.presence <> 'GONE' AND p.container_id IN (" + People.marks(containers) + ")",
                    row -> {
                        long last = Math.max(row.number("written"), row.number("look_written"));
                        if (last > 0) {
                            times.merge(
                                    new At(row.number("container_id"), row.text("location_id")),
                                    StoredFile.toInstant(last),
                                    (one, other) -> one.isBefore(other) ? other : one);
                        }
                    },
                    People.array(containers));
        }
        return new LastWrites(times);
    }

    /** What the comparison says as of the last write at the active site: a copy that was equal in the morning is behind in the evening. */
    @Nullable
    CopyStanding asOf(@Nullable CopyStanding standing) {
        if (standing == null) {
            return null;
        }
        Instant written = times.get(new At(standing.containerId(), standing.againstLocationId()));
        Instant upTo = standing.agreedUpTo();
        Instant known = upTo == null ? standing.at() : upTo;
        Duration behind = standing.behind();
        if (written == null
                || behind == null
                || !written.isAfter(known.plus(CLOCKS))
                || !written.isAfter(standing.at())) {
            return standing;
        }
        Duration since = upTo == null ? null : Duration.between(upTo, written);
        boolean wasEqual = standing.word() == CopyWord.EQUAL || standing.word() == CopyWord.PRESUMED_EQUAL;
        return new CopyStanding(
                standing.containerId(),
                standing.locationId(),
                standing.againstLocationId(),
                wasEqual ? CopyWord.LAGGING : standing.word(),
                standing.at(),
                standing.provedAt(),
                upTo,
                since == null || since.compareTo(behind) > 0 ? since : behind,
                standing.isNewborn(),
                standing.sights());
    }
}
