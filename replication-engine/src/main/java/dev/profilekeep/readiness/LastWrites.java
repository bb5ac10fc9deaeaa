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
record LastWrites(Map<At, Written> times) {
    /** Servers and we need not agree on the time to the second. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private record At(long containerId, String locationId) {}

    /** @param known when its location last told so; null if it never told of all that lies there */
    private record Written(Instant last, @Nullable Instant known) {
        Written or(Written other) {
            return last.isBefore(other.last) ? other : this;
        }
    }

    static LastWrites of(Session session, List<Member> members) throws SQLException {
        List<Long> containers =
                members.stream().flatMap(member -> member.containers().stream()).toList();
        Map<At, Written> times = new HashMap<>();
        if (!containers.isEmpty()) {
            session.each(
                    "SELECT p.container_id, p.location_id, p.written, COALESCE(rl.written, 0) AS look_written,"
                            + " l.last_listed FROM container_copy p JOIN location l ON l.id = p.location_id LEFT JOIN readiness_look rl ON rl.copy_id = p.id"
                            + " WHERE p.presence <> 'GONE' AND p.container_id IN (" + People.marks(containers) + ")",
                    row -> {
                        long last = Math.max(row.number("written"), row.number("look_written"));
                        if (last > 0) {
                            times.merge(
                                    new At(row.number("container_id"), row.text("location_id")),
                                    new Written(StoredFile.toInstant(last), row.time("last_listed")),
                                    Written::or);
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
        Written last = times.get(new At(standing.containerId(), standing.againstLocationId()));
        Instant upTo = standing.agreedUpTo();
        Duration behind = standing.behind();
        if (last == null) {
            return standing;
        }
        Instant written = last.last();
        if (behind == null) {
            return upTo != null && standing.word() == CopyWord.UNPROVED ? asLastKnown(standing, upTo, last) : standing;
        }
        Instant known = upTo == null ? standing.at() : upTo;
        if (!written.isAfter(known.plus(CLOCKS)) || !written.isAfter(standing.at())) {
            return standing;
        }
        Duration since = upTo == null ? null : Duration.between(upTo, written);
        boolean wasEqual = standing.word() == CopyWord.EQUAL || standing.word() == CopyWord.PRESUMED_EQUAL;
        return with(
                standing,
                wasEqual ? CopyWord.LAGGING : standing.word(),
                standing.at(),
                since == null || since.compareTo(behind) > 0 ? since : behind);
    }

    /**
     * Beside a site that does not answer, the copy is still what it was proved to be: what is lost is what that site was last known to have written since. No longer than that is believed: people
     * may go on to work where only we cannot see it.
     */
    private static CopyStanding asLastKnown(CopyStanding standing, Instant upTo, Written last) {
        Instant known = last.known();
        Instant seen = known == null || known.isBefore(upTo) ? upTo : known;
        return with(
                standing,
                standing.word(),
                seen.isBefore(standing.at()) ? seen : standing.at(),
                last.last().isAfter(upTo) ? Duration.between(upTo, last.last()) : Duration.ZERO);
    }

    private static CopyStanding with(CopyStanding standing, CopyWord word, Instant at, @Nullable Duration behind) {
        return new CopyStanding(
                standing.containerId(),
                standing.locationId(),
                standing.againstLocationId(),
                word,
                at,
                standing.provedAt(),
                standing.agreedUpTo(),
                behind,
                standing.isNewborn(),
                standing.sights());
    }
}
