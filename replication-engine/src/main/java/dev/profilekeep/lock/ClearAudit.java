package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.lock.ClearPlan.Removal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit of locks that are cleared. No entry, no act: what comes before an act throws if it cannot be told. */
final class ClearAudit {
    private static final Logger LOG = LoggerFactory.getLogger(ClearAudit.class);
    private static final int MOST_OBSERVED = 40_000;
    private static final int MOST_NAMED = 50;

    private final AuditTrail audit;
    private final LockWords words;

    ClearAudit(AuditTrail audit, UnaryOperator<String> placeName) {
        this.audit = audit;
        this.words = new LockWords(Locale.ENGLISH, ZoneOffset.UTC, placeName);
    }

    /** @return what joins the entries of this act */
    String begun(ClearPlan.Row row, LockVerdict verdict, ClearRequest request, @Nullable Approval approval) {
        String act = UUID.randomUUID().toString();
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("act", act);
        evidence.put("verdict", verdict.word());
        evidence.put("rule", verdict.rule().name());
        evidence.put("judgedAt", verdict.at().toString());
        evidence.put("sentence", words.sentence(verdict));
        String seen = LockJson.write(verdict.observations());
        evidence.put(
                "observations", seen.length() <= MOST_OBSERVED ? seen : LockJson.write(few(verdict.observations())));
        evidence.put("basis", row.basis());
        evidence.put(
                "locations", row.removals().stream().map(Removal::locationId).collect(Collectors.joining(" ")));
        if (!row.closings().isEmpty()) {
            evidence.put(
                    "handles",
                    row.closings().stream()
                            .map(one -> one.locationId() + " " + one.handle().id() + " "
                                    + one.handle().account())
                            .collect(Collectors.joining("; ")));
        }
        if (approval != null) {
            evidence.put("approval", Long.toString(approval.id()));
            evidence.put("askedBy", approval.askerId());
            evidence.put("approvedBy", approval.deciderId());
        }
        tell(name(row), row, request, evidence, "begun");
        return act;
    }

    private static List<Observation> few(List<Observation> all) {
        return all.subList(0, Math.min(50, all.size()));
    }

    private static String name(ClearPlan.Row row) {
        return row.closings().isEmpty() ? "lock.clear" : "lock.close-handles";
    }

    void removing(ClearPlan.Row row, Removal removal, LockBytes bytes, ClearRequest request, String act) {
        Map<String, String> evidence = new TreeMap<>(bytes.evidence());
        evidence.put("act", act);
        evidence.put("location", removal.locationId());
        evidence.put("path", removal.path().value());
        tell("lock.remove", row, request, evidence, "begun");
    }

    /** The act is done: what cannot be told any more is logged. */
    void ended(ClearPlan.Row row, ClearOutcome outcome, ClearRequest request, String act, @Nullable Approval approval) {
        Map<String, String> evidence = new TreeMap<>(of(approval));
        evidence.put("act", act);
        evidence.put("removed", String.join(" ", outcome.removed()));
        evidence.put("left", String.join(" ", outcome.left()));
        evidence.put("unknown", String.join(" ", outcome.unknown()));
        String end = outcome.result() == ClearOutcome.Result.CLEARED ? "done" : "failed: " + outcome.sentence();
        quietly(name(row), row, request, evidence, end);
    }

    /** @param approval that was there for it, as it is now; null for none */
    void refused(ClearPlan.Row row, ClearRequest request, Refusal refusal, @Nullable Approval approval) {
        Map<String, String> evidence = new TreeMap<>(of(approval));
        evidence.put("why", refusal.why().name());
        evidence.put("basis", row.basis());
        quietly(name(row), row, request, evidence, "refused: " + refusal.sentence());
    }

    /** That somebody asked for what may not be. That nothing locks it is no act; what is beyond their reach see {@link #unknown}. */
    void refusedInPlan(ClearPlan.Row row, ClearRequest request) {
        Refusal refusal = row.refusal();
        if (refusal != null && refusal.why() != Refusal.Why.NOT_LOCKED && refusal.why() != Refusal.Why.UNKNOWN) {
            refused(row, request, refusal, null);
        }
    }

    /** That a row was not even tried: the whole act may not be, or one before it did not end as expected. */
    void notTried(ClearPlan.Row row, ClearRequest request, ClearOutcome outcome) {
        Refusal refusal = outcome.refusal();
        Map<String, String> evidence = new TreeMap<>();
        evidence.put(
                "why", refusal == null ? outcome.result().name() : refusal.why().name());
        evidence.put("basis", row.basis());
        quietly(name(row), row, request, evidence, "refused: " + outcome.sentence());
    }

    /**
     * That somebody asked for what there is not, or what is beyond their reach: one entry for all of it.
     *
     * @param containers as they were asked for
     */
    void unknown(List<Long> containers, ClearRequest request) {
        if (containers.isEmpty()) {
            return;
        }
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("why", Refusal.Why.UNKNOWN.name());
        evidence.put("count", Integer.toString(containers.size()));
        evidence.put(
                "containers",
                containers.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(" "))
                        + (containers.size() > MOST_NAMED ? " …" : ""));
        String subject = containers.size() == 1 ? "container:" + containers.get(0) : "locks";
        String outcome = containers.size() == 1
                ? "refused: there is no such container within reach"
                : "refused: there are no such containers within reach";
        try {
            append("lock.clear", subject, request, evidence, outcome);
        } catch (RuntimeException e) {
            LOG.error("{} lock.clear ({}) could not be told to the audit", subject, outcome, e);
        }
    }

    /** What two people agreed on, and whether it can still be used. */
    private static Map<String, String> of(@Nullable Approval approval) {
        return approval == null
                ? Map.of()
                : Map.of(
                        "approval", Long.toString(approval.id()),
                        "approvalState", approval.state().name(),
                        "approvalEnds", approval.expiresAt().toString());
    }

    private void quietly(
            String act, ClearPlan.Row row, ClearRequest request, Map<String, String> evidence, String outcome) {
        try {
            tell(act, row, request, evidence, outcome);
        } catch (RuntimeException e) {
            LOG.error("container={} {} ({}) could not be told to the audit", row.containerId(), act, outcome, e);
        }
    }

    private void tell(
            String act, ClearPlan.Row row, ClearRequest request, Map<String, String> evidence, String outcome) {
        append(act, "container:" + row.containerId(), request, evidence, outcome);
    }

    private void append(
            String act, String subject, ClearRequest request, Map<String, String> evidence, String outcome) {
        Map<String, String> all = new TreeMap<>(evidence);
        if (!request.ticket().isEmpty()) {
            all.put("ticket", request.ticket());
        }
        audit.append(request.actor(), new AuditEntry(act, subject, request.reason(), all, outcome));
    }
}
