package dev.profilekeep.lock;

import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans and outcomes of clearing as the REST API and the command line write them ({@code docs/locks.md}). Names and meanings stay
 * as they are; fields may be added.
 */
public final class ClearDocument {
    private ClearDocument() {}

    /**
     * What clearing would do.
     *
     * @param would how many would be cleared
     */
    public record Plan(Instant madeAt, long would, List<PlanRow> rows) {
        public Plan {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One container of a plan.
     *
     * @param verdict LIVE, STALE or UNPROVED; empty if nothing was found that locks it
     * @param sentence what is so, for people; empty without a verdict
     * @param remove lock files that would be removed
     * @param close handles of a dead machine that would be closed at the file server
     * @param silent locations that do not answer; a lock file that lies there would stay
     * @param basis stands for exactly these; sent back, nothing else is cleared; empty if it is refused
     * @param needsApproval it takes two administrators
     * @param refusal null if it would be done
     */
    public record PlanRow(
            long container,
            String sid,
            String account,
            String verdict,
            String sentence,
            List<File> remove,
            List<Handle> close,
            List<String> silent,
            String basis,
            boolean needsApproval,
            @Nullable Refusal refusal) {
        public PlanRow {
            remove = List.copyOf(remove);
            close = List.copyOf(close);
            silent = List.copyOf(silent);
        }
    }

    /** @param written by the server's clock */
    public record File(String location, String path, long bytes, Instant written) {}

    /** @param account who has it open, as the server says */
    public record Handle(String location, long id, String account) {}

    /**
     * What became of it.
     *
     * @param cleared how many are free now
     */
    public record Outcome(long cleared, List<OutcomeRow> rows) {
        public Outcome {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What became of one container.
     *
     * @param removed locations where the lock is gone
     * @param left locations where it is still there
     * @param unknown locations that did not answer
     * @param refusal null unless it was refused
     * @param sentence what is so now, and what to do
     */
    public record OutcomeRow(
            long container,
            String account,
            ClearOutcome.Result result,
            List<String> removed,
            List<String> left,
            List<String> unknown,
            @Nullable Refusal refusal,
            String sentence) {
        public OutcomeRow {
            removed = List.copyOf(removed);
            left = List.copyOf(left);
            unknown = List.copyOf(unknown);
        }
    }

    public static Plan of(ClearPlan plan, LockWords words) {
        return new Plan(
                plan.madeAt(),
                plan.count(),
                plan.rows().stream().map(row -> of(row, words)).toList());
    }

    /** One row, such as that of the one container that a page shows. */
    public static PlanRow of(ClearPlan.Row row, LockWords words) {
        LockVerdict verdict = row.verdict();
        List<File> remove = new ArrayList<>();
        row.removals()
                .forEach(one -> remove.add(new File(
                        one.locationId(), one.path().value(), one.bytes(), StoredFile.toInstant(one.written()))));
        List<Handle> close = new ArrayList<>();
        row.closings()
                .forEach(one -> close.add(new Handle(
                        one.locationId(), one.handle().id(), one.handle().account())));
        return new PlanRow(
                row.containerId(),
                row.sid(),
                row.account(),
                verdict == null ? "" : verdict.word(),
                verdict == null ? "" : words.sentence(verdict),
                remove,
                close,
                row.silent(),
                row.shown(),
                row.needsApproval(),
                row.refusal());
    }

    public static Outcome of(List<ClearOutcome> outcomes) {
        return new Outcome(
                outcomes.stream()
                        .filter(one -> one.result() == ClearOutcome.Result.CLEARED)
                        .count(),
                outcomes.stream().map(ClearDocument::of).toList());
    }

    /** One row as it ends. */
    public static OutcomeRow of(ClearOutcome one) {
        return new OutcomeRow(
                one.containerId(),
                one.account(),
                one.result(),
                one.removed(),
                one.left(),
                one.unknown(),
                one.refusal(),
                one.sentence());
    }
}
