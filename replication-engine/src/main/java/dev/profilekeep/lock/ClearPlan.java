package dev.profilekeep.lock;

import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.StoragePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clearing locks would do, row by row: the dry run. Immutable; whoever runs it looks again before every step.
 *
 * @param surprises containers of rows that are not what somebody was shown of them before ({@link #expecting})
 */
public record ClearPlan(Instant madeAt, List<Row> rows, Set<Long> surprises) {
    /** As it is shown: nothing of it is a surprise. */
    public ClearPlan(Instant madeAt, List<Row> rows) {
        this(madeAt, rows, Set.of());
    }

    public ClearPlan {
        rows = List.copyOf(rows);
        surprises = Set.copyOf(surprises);
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

        /**
         * What somebody who is shown this row gives back with the wish to have it done: none if it is refused, and another than
         * {@code basis} if it takes two administrators.
         */
        public String shown() {
            return refusal != null ? "" : needsApproval ? byTwo(basis) : basis;
        }

        private static String byTwo(String basis) {
            return Planning.sha256(("two administrators " + basis).getBytes(StandardCharsets.UTF_8));
        }

        /** Whether it is still of the same files and handles as when that was shown. */
        private boolean isOf(String then) {
            return then.equals(basis) || then.equals(byTwo(basis));
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

    /** What whoever is shown this plan knows of its rows, by container: {@link Row#shown}. */
    public Map<Long, String> shown() {
        Map<Long, String> shown = new HashMap<>();
        rows.forEach(row -> shown.put(row.containerId(), row.shown()));
        return shown;
    }

    /**
     * The same for somebody who saw an earlier plan: what is not as it was then is refused, and a surprise unless it was refused
     * then too. Rows it does not name stay.
     *
     * @param shown of the rows of that plan, by container; the {@code basis} that two agreed on will do
     */
    public ClearPlan expecting(Map<Long, String> shown) {
        List<Row> expected = new ArrayList<>();
        Set<Long> surprising = new HashSet<>();
        for (Row row : rows) {
            String then = shown.get(row.containerId());
            boolean would = row.refusal() == null;
            if (then == null || then.isEmpty() && !would) {
                expected.add(row);
            } else if (then.isEmpty()) {
                expected.add(row.refused(new Refusal(
                        Refusal.Why.CHANGED, "it was refused when it was looked at, and is another now: look again")));
            } else if (would && row.isOf(then)) {
                expected.add(row);
                if (row.needsApproval() && !then.equals(row.shown())) {
                    surprising.add(row.containerId()); // proved then, and not now
                }
            } else {
                expected.add(
                        would
                                ? row.refused(new Refusal(
                                        Refusal.Why.CHANGED, "the lock is not the one that was looked at: look again"))
                                : row);
                surprising.add(row.containerId());
            }
        }
        return new ClearPlan(madeAt, expected, surprising);
    }
}
