package dev.profilekeep.lock;

import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What clearing locks would do, row by row: the dry run. Immutable; whoever runs it looks again before every step. */
public record ClearPlan(Instant madeAt, List<Row> rows) {
    public ClearPlan {
        rows = List.copyOf(rows);
    }

    /**
     * A lock file that would be removed.
     *
     * @param written FILETIME, by the server's clock
     */
    public record Removal(String locationId, StoragePath path, long bytes, long written, long fileId) {}

    /** A dead machine's handle that would be closed at the file server. */
    public record Closing(String locationId, ServerOpenFile handle) {}

    /**
     * One container.
     *
     * @param verdict null if nothing locks it
     * @param holding the copies that are held, closed to everybody, while it is done
     * @param basis stands for exactly these removals and closings: whoever agreed to them agreed to no others
     * @param needsApproval it takes two administrators
     * @param refusal null if it would be done
     */
    public record Row(
            long containerId,
            String sid,
            String account,
            @Nullable LockVerdict verdict,
            List<Removal> removals,
            List<Closing> closings,
            List<LeaseRequest.Copy> holding,
            String basis,
            boolean needsApproval,
            @Nullable Refusal refusal) {
        public Row {
            removals = List.copyOf(removals);
            closings = List.copyOf(closings);
            holding = List.copyOf(holding);
        }

        /** Locations that did not answer, or were not asked: a lock that lies there stays. None that is cut off. */
        public List<String> silent() {
            return verdict == null
                    ? List.of()
                    : verdict.observations().stream()
                            .filter(seen ->
                                    seen.fact() instanceof Fact.Unreachable || seen.fact() instanceof Fact.NotLooked)
                            .map(Observation::locationId)
                            .filter(Objects::nonNull)
                            .distinct()
                            .toList();
        }

        Row refused(Refusal other) {
            return new Row(
                    containerId, sid, account, verdict, removals, closings, holding, basis, needsApproval, other);
        }
    }

    /** Containers whose lock would be cleared. */
    public long count() {
        return rows.stream().filter(row -> row.refusal() == null).count();
    }

    /** The same for somebody who saw an earlier plan: what is not as it was then is refused. Rows it does not name stay. */
    public ClearPlan expecting(Map<Long, String> basis) {
        List<Row> expected = new ArrayList<>();
        for (Row row : rows) {
            String then = basis.get(row.containerId());
            expected.add(
                    row.refusal() == null && then != null && !then.equals(row.basis())
                            ? row.refused(new Refusal(
                                    Refusal.Why.CHANGED, "the lock is not the one that was looked at: look again"))
                            : row);
        }
        return new ClearPlan(madeAt, expected);
    }
}
