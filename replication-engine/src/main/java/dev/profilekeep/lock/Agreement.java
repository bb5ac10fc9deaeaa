package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.lock.Refusal.Why;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What two administrators agreed on for one kind of act: found, used up just before it, and given back if it changed nothing. */
record Agreement(Approvals approvals, String act) {
    private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);
    static final String STAYS =
            "nothing was changed, so what the two administrators agreed on can be used again within its hour";

    Optional<Approval> of(ClearPlan.Row row, ClearRequest request) {
        return approvals.usable(act, "container:" + row.containerId(), row.basis(), request.actor());
    }

    /**
     * What is to be looked at before anything is opened, which keeps people out for its time.
     *
     * @param sentence that it takes two
     * @return null if it takes none, or two agreed on it
     */
    @Nullable
    Refusal missing(ClearPlan.Row row, ClearRequest request, String sentence) {
        if (!row.needsApproval()) {
            return null;
        }
        try {
            return of(row, request).isPresent() ? null : needed(sentence);
        } catch (CatalogException e) {
            return Refusal.notTold(e);
        }
    }

    /** For the audit of a refusal: what is there and stays; null if nothing is, or it cannot be told. */
    @Nullable
    Approval unused(ClearPlan.Row row, ClearRequest request) {
        if (!row.needsApproval()) {
            return null;
        }
        try {
            return of(row, request).orElse(null);
        } catch (CatalogException e) {
            LOG.debug("whether an approval is left cannot be told", e);
            return null;
        }
    }

    void use(Approval approval, ClearRequest request) throws ApprovalRefusedException {
        approvals.use(approval, request.actor());
    }

    /**
     * The act changed nothing, for certain.
     *
     * @return the approval as it is now; null if there was none
     */
    @Nullable
    Approval back(@Nullable Approval used, ClearRequest request, String why) {
        if (used == null) {
            return null;
        }
        try {
            return approvals.giveBack(used, request.actor(), "nothing was changed: " + why);
        } catch (ApprovalRefusedException | CatalogException e) {
            LOG.warn("approval={} stays used although nothing was changed", used.id(), e);
            return now(used);
        }
    }

    /** As it is now; as it was if that cannot be told. */
    @Nullable
    Approval now(@Nullable Approval approval) {
        if (approval == null) {
            return null;
        }
        try {
            return approvals.find(approval.id()).orElse(approval);
        } catch (CatalogException e) {
            LOG.debug("approval={} cannot be read", approval.id(), e);
            return approval;
        }
    }

    static Refusal needed(String sentence) {
        return new Refusal(Why.NEEDS_APPROVAL, sentence);
    }
}
