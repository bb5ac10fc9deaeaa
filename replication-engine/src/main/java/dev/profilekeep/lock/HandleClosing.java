package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.ClearPlan.Closing;
import dev.profilekeep.lock.LockVerdict.Remedy;
import dev.profilekeep.lock.LockVerdict.Stale;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Closes a dead machine's handles at the file server: standard mode alone, with the proof that the machine restarted, or is gone, since its
 * session began, and two administrators.
 */
final class HandleClosing {
    static final String ACT = "lock.close-handles";
    private static final String TWO =
            "closing somebody's handle loses what they did not save: two administrators have to agree";

    private final EvidenceGatherer gatherer;
    private final Planning planning;
    private final LeasePlaces places;
    private final Agreement agreement;
    private final ClearAudit audit;

    HandleClosing(
            EvidenceGatherer gatherer, Planning planning, LeasePlaces places, Approvals approvals, ClearAudit audit) {
        this.gatherer = gatherer;
        this.planning = planning;
        this.places = places;
        this.agreement = new Agreement(approvals, ACT);
        this.audit = audit;
    }

    ClearOutcome close(ContainerDetail container, ClearPlan.Row row, ClearRequest request) {
        Refusal missing = agreement.missing(row, request, TWO);
        if (missing != null) {
            return refused(row, request, missing);
        }
        Look look = gatherer.look(container, LookTerms.ACT, place -> {});
        ClearPlan.Row now = planning.row(container, look);
        Refusal silent = Planning.fellSilent(row, look);
        Refusal refusal = silent == null ? now.refusal() : silent;
        boolean dead = now.verdict() instanceof Stale stale
                && stale.remedy() == Remedy.CLOSE_HANDLES
                && now.basis().equals(row.basis());
        if (refusal == null && !dead) {
            refusal = new Refusal(Why.CHANGED, "the handles are not those that were looked at any more: look again");
        }
        LockVerdict verdict = now.verdict();
        if (refusal != null || verdict == null) {
            return refused(row, request, refusal == null ? new Refusal(Why.NOT_LOCKED, "nothing locks it") : refusal);
        }
        Approval approval = agreement.of(row, request).orElse(null);
        if (approval == null) {
            return refused(row, request, Agreement.needed(TWO));
        }
        String act;
        try {
            agreement.use(approval, request);
        } catch (ApprovalRefusedException e) {
            return refused(row, request, Agreement.needed(String.valueOf(e.getMessage())));
        } catch (CatalogException e) {
            return refused(row, request, Refusal.notTold(e));
        }
        try {
            act = audit.begun(now, verdict, request, approval);
        } catch (CatalogException e) {
            agreement.back(approval, request, "the audit trail could not be written");
            return refused(row, request, Refusal.notTold(e));
        }
        ClearOutcome outcome = close(now);
        Approval after = agreement.now(approval);
        if (outcome.removed().isEmpty() && outcome.unknown().isEmpty()) {
            after = agreement.back(approval, request, outcome.sentence());
            if (after != null && after.state() == Approval.State.APPROVED) {
                outcome = outcome.saying(outcome.sentence() + "; " + Agreement.STAYS);
            }
        }
        audit.ended(now, outcome, request, act, after);
        return outcome;
    }

    private ClearOutcome close(ClearPlan.Row row) {
        List<String> closed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (Closing closing : row.closings()) {
            String location = closing.locationId();
            try {
                places.storage(location, Initiator.PERSON).fileServer().close(closing.handle());
                closed.add(location);
            } catch (StorageException.NotFound e) {
                closed.add(location); // it went by itself
            } catch (StorageException.Unreachable e) {
                unknown.add(location);
                said.add(location + ": " + ServerView.words(e));
            } catch (IOException e) {
                left.add(location);
                said.add(location + ": " + ServerView.words(e));
            }
        }
        boolean all = left.isEmpty() && unknown.isEmpty();
        said.add(
                0,
                all ? "the dead machine's handles are closed; look again in a minute" : "not all handles are closed");
        return new ClearOutcome(
                row.containerId(),
                row.account(),
                all ? Result.CLEARED : closed.isEmpty() ? Result.FAILED : Result.PARTLY,
                closed,
                left,
                unknown,
                null,
                String.join("; ", said));
    }

    private ClearOutcome refused(ClearPlan.Row row, ClearRequest request, Refusal refusal) {
        audit.refused(row, request, refusal, agreement.unused(row, request));
        return ClearOutcome.refused(row, refusal);
    }
}
