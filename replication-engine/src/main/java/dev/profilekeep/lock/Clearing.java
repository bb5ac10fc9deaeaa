package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.ClearPlan.Removal;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears one lock: holds every copy, closed to everybody; looks at the evidence again; keeps the lock's bytes in the audit; removes
 * the lock file through the very handle that keeps others out; looks whether it is gone and the disks untouched. Whoever opens a
 * disk first wins. A lock file is never put back.
 */
final class Clearing {
    private static final Logger LOG = LoggerFactory.getLogger(Clearing.class);
    static final String UNPROVED_ACT = "lock.clear.unproved";
    private static final String TWO =
            "it is not proved that nobody uses it: two administrators have to agree to clear exactly this lock";

    private final EvidenceGatherer gatherer;
    private final Planning planning;
    private final Leases leases;
    private final LeasePlaces places;
    private final Agreement agreement;
    private final ClearAudit audit;

    Clearing(
            EvidenceGatherer gatherer,
            Planning planning,
            Leases leases,
            LeasePlaces places,
            Approvals approvals,
            ClearAudit audit) {
        this.gatherer = gatherer;
        this.planning = planning;
        this.leases = leases;
        this.places = places;
        this.agreement = new Agreement(approvals, UNPROVED_ACT);
        this.audit = audit;
    }

    /** A lock file, held so that nobody else can open it. */
    private record HeldLock(Removal removal, OpenFile file, LockBytes bytes) {}

    /** It stops here; nothing was changed. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        Stopped(Why why, String sentence) {
            super(sentence);
            this.refusal = new Refusal(why, sentence);
        }
    }

    ClearOutcome clear(ContainerDetail container, ClearPlan.Row row, ClearRequest request) {
        Refusal missing = agreement.missing(row, request, TWO);
        if (missing != null) {
            return refused(row, request, missing);
        }
        LeaseRequest wanted = new LeaseRequest(
                row.containerId(), row.holding(), "clear a stale lock", Initiator.PERSON, request.actor());
        try (Lease lease = leases.take(wanted)) {
            return clear(container, row, request, lease);
        } catch (LeaseRefusedException e) {
            return refused(row, request, refusal(e.reason()));
        } catch (Stopped e) {
            return refused(row, request, e.refusal);
        } catch (CatalogException e) {
            return refused(row, request, Refusal.notTold(e));
        } catch (IOException e) {
            return refused(row, request, refusal(e));
        }
    }

    private ClearOutcome refused(ClearPlan.Row row, ClearRequest request, Refusal refusal) {
        audit.refused(row, request, refusal, agreement.unused(row, request));
        return ClearOutcome.refused(row, refusal);
    }

    private ClearOutcome clear(ContainerDetail container, ClearPlan.Row row, ClearRequest request, Lease lease)
            throws Stopped, IOException {
        Set<String> held = new HashSet<>();
        row.holding().forEach(copy -> held.add(copy.locationId()));
        Look look = gatherer.look(container, LookTerms.holding(held), place -> {});
        ClearPlan.Row now = planning.row(container, look);
        LockVerdict verdict = requireSame(row, look, now);
        Approval approval = row.needsApproval() || now.needsApproval() ? approved(now, request) : null;
        List<HeldLock> locks = new ArrayList<>();
        try {
            open(now, lease, locks);
            if (!lease.stillAsSeen()) {
                throw new Stopped(Why.CHANGED, "a disk changed while its lock was looked at: look again");
            }
            if (approval != null) {
                agreement.use(approval, request);
            }
            String act = begun(now, verdict, request, approval, locks);
            return remove(now, request, act, lease, locks, approval);
        } catch (ApprovalRefusedException e) {
            throw new Stopped(Why.NEEDS_APPROVAL, String.valueOf(e.getMessage()));
        } finally {
            locks.forEach(lock -> letGo(lock.file()));
        }
    }

    /** @return what joins the entries of this act; without them nothing is done */
    private String begun(
            ClearPlan.Row row,
            LockVerdict verdict,
            ClearRequest request,
            @Nullable Approval approval,
            List<HeldLock> locks) {
        try {
            String act = audit.begun(row, verdict, request, approval);
            locks.forEach(lock -> audit.removing(row, lock.removal(), lock.bytes(), request, act));
            return act;
        } catch (CatalogException e) {
            agreement.back(approval, request, "the audit trail could not be written");
            throw e;
        }
    }

    private static LockVerdict requireSame(ClearPlan.Row then, Look look, ClearPlan.Row now) throws Stopped {
        Refusal silent = Planning.fellSilent(then, look); // without what lies there it only looks like another lock
        Refusal refusal = silent == null ? now.refusal() : silent;
        if (refusal != null) {
            throw new Stopped(refusal.why(), refusal.sentence());
        }
        LockVerdict verdict = now.verdict();
        if (verdict == null || !now.basis().equals(then.basis())) {
            throw new Stopped(Why.CHANGED, "the lock is not the one that was looked at any more: look again");
        }
        return verdict;
    }

    private Approval approved(ClearPlan.Row row, ClearRequest request) throws Stopped {
        return agreement.of(row, request).orElseThrow(() -> new Stopped(Why.NEEDS_APPROVAL, TWO));
    }

    private static void open(ClearPlan.Row row, Lease lease, List<HeldLock> locks) throws Stopped, IOException {
        List<Removal> order = new ArrayList<>(row.removals());
        Collections.reverse(order); // the active site's comes first in the plan, and goes last
        for (Removal removal : order) {
            OpenFile file;
            try {
                file = lease.openToRemove(removal.locationId(), removal.path());
            } catch (StorageException.Busy e) {
                throw new Stopped(
                        Why.LIVE, "somebody has the lock file at " + removal.locationId() + " open: it is in use");
            } catch (StorageException.NotFound e) {
                throw new Stopped(Why.CHANGED, "the lock at " + removal.locationId() + " is gone already: look again");
            }
            boolean taken = false;
            try {
                StoredFile now = file.stat();
                if (now.size() != removal.bytes() || now.lastWriteTime() != removal.written()) {
                    throw new Stopped(
                            Why.CHANGED, "the lock at " + removal.locationId() + " was written meanwhile: look again");
                }
                locks.add(new HeldLock(removal, file, LockBytes.read(file, now)));
                taken = true;
            } finally {
                if (!taken) {
                    letGo(file);
                }
            }
        }
    }

    /** From here on something changes. */
    private ClearOutcome remove(
            ClearPlan.Row row,
            ClearRequest request,
            String act,
            Lease lease,
            List<HeldLock> locks,
            @Nullable Approval approval) {
        String trouble = null;
        boolean doubtful = false;
        for (HeldLock lock : locks) {
            if (trouble != null) {
                break;
            }
            try {
                lease.<Boolean, IOException>act(() -> {
                    lock.file().removeWhenClosed();
                    return true;
                });
                lock.file().close();
            } catch (IOException e) {
                trouble = lock.removal().locationId() + ": " + ServerView.words(e);
                doubtful = e instanceof StorageException.Unreachable; // it may still go by itself
            }
        }
        String changed = trouble == null ? untouched(lease) : null;
        locks.forEach(lock -> letGo(lock.file()));
        return told(row, request, act, locks, trouble, changed, approval, doubtful);
    }

    /** What is wrong with the disks after it; null if nothing is. */
    private static @Nullable String untouched(Lease lease) {
        try {
            return lease.stillAsSeen() ? null : "a disk changed while it was held closed";
        } catch (IOException e) {
            return "whether the disks are untouched cannot be told: " + ServerView.words(e);
        }
    }

    private enum After {
        GONE,
        THERE,
        /** Another one lies there: somebody made it at once. */
        NEW,
        UNKNOWN
    }

    private ClearOutcome told(
            ClearPlan.Row row,
            ClearRequest request,
            String act,
            List<HeldLock> locks,
            @Nullable String trouble,
            @Nullable String changed,
            @Nullable Approval approval,
            boolean doubtful) {
        List<String> removed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        boolean anew = false;
        for (HeldLock lock : locks) {
            After after = after(lock);
            anew |= after == After.NEW;
            (after == After.THERE ? left : after == After.UNKNOWN ? unknown : removed)
                    .add(lock.removal().locationId());
        }
        List<String> silent = row.silent();
        unknown.addAll(silent);
        boolean all = left.isEmpty() && unknown.isEmpty();
        Result result =
                all && changed == null ? Result.CLEARED : removed.isEmpty() || all ? Result.FAILED : Result.PARTLY;
        String sentence = sentence(removed, left, unknown, silent, trouble, changed, anew);
        boolean nothing = removed.isEmpty() && unknown.isEmpty() && changed == null && !doubtful;
        Approval after = nothing ? agreement.back(approval, request, sentence) : agreement.now(approval);
        if (nothing && after != null && after.state() == Approval.State.APPROVED) {
            sentence += "; " + Agreement.STAYS;
        }
        ClearOutcome outcome =
                new ClearOutcome(row.containerId(), row.account(), result, removed, left, unknown, null, sentence);
        audit.ended(row, outcome, request, act, after);
        LOG.info(
                "container={} lock={} by={}",
                row.containerId(),
                result,
                request.actor().id());
        return outcome;
    }

    private static String sentence(
            List<String> removed,
            List<String> left,
            List<String> unknown,
            List<String> silent,
            @Nullable String trouble,
            @Nullable String changed,
            boolean anew) {
        List<String> parts = new ArrayList<>();
        if (left.isEmpty() && unknown.isEmpty()) {
            parts.add("the lock is gone");
        } else {
            if (!removed.isEmpty()) {
                parts.add("removed at " + String.join(", ", removed));
            }
            if (!left.isEmpty()) {
                parts.add("still there at " + String.join(", ", left));
            }
            List<String> doubtful =
                    unknown.stream().filter(one -> !silent.contains(one)).toList();
            if (!doubtful.isEmpty()) {
                parts.add("not known at " + String.join(", ", doubtful) + ", where it may still go by itself");
            }
            if (!silent.isEmpty()) {
                parts.add(String.join(", ", silent) + " does not answer, and a lock that lies there stays");
            }
            if (trouble != null) {
                parts.add(trouble);
            }
            parts.add("look again, and clear what is left");
        }
        if (changed != null) {
            parts.add(changed);
        }
        if (anew) {
            parts.add("somebody made a new lock at once: they are signing in");
        }
        return String.join("; ", parts);
    }

    private After after(HeldLock lock) {
        try {
            StoredFile now = places.storage(lock.removal().locationId(), Initiator.PERSON)
                    .stat(lock.removal().path());
            boolean same = now.size() == lock.removal().bytes()
                    && now.lastWriteTime() == lock.removal().written()
                    && now.fileId() == lock.removal().fileId();
            return same ? After.THERE : After.NEW;
        } catch (StorageException.NotFound e) {
            return After.GONE;
        } catch (IOException e) {
            return After.UNKNOWN;
        }
    }

    private static void letGo(OpenFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("a held lock file could not be let go", e);
        }
    }

    /** Only what names somebody else's doing is somebody else's doing: a lease that was lost is a server's, or the line's. */
    static Refusal refusal(IOException e) {
        Why why = Why.UNREACHABLE;
        if (e instanceof StorageException.Busy) {
            why = Why.LIVE;
        } else if (e instanceof StorageException.Denied) {
            why = Why.DENIED;
        } else if (e instanceof StorageException.NotFound || e instanceof StorageException.Exists) {
            why = Why.CHANGED;
        }
        return new Refusal(why, ServerView.words(e));
    }

    private static Refusal refusal(LeaseRefused reason) {
        Why why = Why.DENIED;
        if (reason instanceof LeaseRefused.InUse) {
            why = Why.LIVE;
        } else if (reason instanceof LeaseRefused.HeldByUs) {
            why = Why.HELD_BY_US;
        } else if (reason instanceof LeaseRefused.Unreachable) {
            why = Why.UNREACHABLE;
        } else if (reason instanceof LeaseRefused.ModeForbids) {
            why = Why.MODE;
        } else if (reason instanceof LeaseRefused.NotThere || reason instanceof LeaseRefused.Changed) {
            why = Why.CHANGED;
        } else if (reason instanceof LeaseRefused.Unproved) {
            why = Why.NO_PROOF;
        }
        return new Refusal(why, reason.sentence());
    }
}
