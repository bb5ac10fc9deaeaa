package dev.profilekeep.restore;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.PreparedSwap;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.restore.RestoreRefusal.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts new files in the place of a container's copies: all are made and checked first, beside the copies; then it is written into the audit; then every copy is held, and one after
 * another changes hands, the active site's first.
 */
final class Replacing {
    private static final Logger LOG = LoggerFactory.getLogger(Replacing.class);
    /** With less left of a lease, the next copy gets a new one. */
    private static final Duration ENOUGH = Duration.ofSeconds(5);

    private final CopiesPlanner copies;
    private final Leases leases;
    private final LeasePlaces places;
    private final SafeReplace swaps;

    Replacing(CopiesPlanner copies, Leases leases, LeasePlaces places, SafeReplace swaps) {
        this.copies = copies;
        this.leases = leases;
        this.places = places;
        this.swaps = swaps;
    }

    /**
     * @param purpose for people who find the container held
     * @param files one for each copy, in the order in which they change hands
     */
    RestoreOutcome run(
            ContainerDetail container,
            String act,
            String purpose,
            List<NewFile> files,
            RestoreRequest request,
            ReplaceAudit audit,
            RestoreProgress progress) {
        List<PreparedSwap> prepared = new ArrayList<>();
        try {
            for (NewFile file : files) {
                prepared.add(swaps.prepare(file.target().swap(), file.content(), file.check()));
            }
            copies.requireFree(container, request.reach());
            if (!progress.at(RestoreProgress.Phase.EXCHANGING, 0, files.size())) {
                throw new CancellationException("stopped");
            }
            audit.begun();
            return exchange(container, act, purpose, prepared, request, audit);
        } catch (CancellationException e) {
            audit.ended(Map.of(), "refused: it was stopped before anything was changed");
            return new RestoreOutcome.Stopped();
        } catch (RefusedException e) {
            return refused(audit, e.refusal());
        } catch (CatalogException e) {
            return refused(
                    audit,
                    new RestoreRefusal(
                            Why.NOT_TOLD,
                            "it cannot be recorded, so nothing was done (" + e.getMessage() + "); try again later"));
        } catch (IOException e) {
            return refused(audit, Refusals.of(e));
        } finally {
            prepared.forEach(PreparedSwap::close);
        }
    }

    static RestoreOutcome refused(ReplaceAudit audit, RestoreRefusal refusal) {
        audit.refused(refusal);
        return Refusals.outcome(refusal);
    }

    private RestoreOutcome exchange(
            ContainerDetail container,
            String act,
            String purpose,
            List<PreparedSwap> prepared,
            RestoreRequest request,
            ReplaceAudit audit) {
        Map<String, SwapOutcome> outcomes = new LinkedHashMap<>();
        RestoreRefusal refusal = exchange(container, purpose, prepared, request, outcomes);
        List<CopyOutcome> told = prepared.stream()
                .map(one -> one.plan().locationId())
                .map(location -> new CopyOutcome(
                        location,
                        outcomes.getOrDefault(
                                location,
                                new SwapOutcome.NothingChanged(
                                        refusal == null ? "a copy before it was not replaced" : refusal.sentence()))))
                .toList();
        boolean doubtful = told.stream().anyMatch(copy -> copy.swap() instanceof SwapOutcome.Unsettled);
        if (told.stream().noneMatch(CopyOutcome::isReplaced) && !doubtful) {
            RestoreRefusal why = refusal == null
                    ? new RestoreRefusal(Why.CHANGED, told.get(0).swap().sentence() + "; plan it anew")
                    : refusal;
            return refused(audit, why);
        }
        boolean all = told.stream().allMatch(copy -> copy.swap() instanceof SwapOutcome.Swapped);
        RestoreOutcome outcome =
                all ? new RestoreOutcome.Restored(act, told, List.of()) : new RestoreOutcome.Partly(act, told);
        Map<String, String> came = new LinkedHashMap<>();
        told.forEach(copy -> came.put("at " + copy.locationId(), copy.swap().sentence()));
        came.put(
                "kept",
                told.stream()
                        .filter(copy -> copy.swap() instanceof SwapOutcome.Swapped)
                        .map(copy -> copy.locationId() + " "
                                + ((SwapOutcome.Swapped) copy.swap()).kept().txn())
                        .collect(Collectors.joining("; ")));
        audit.ended(came, all ? "done" : "failed: " + outcome.sentence());
        LOG.info("container={} act={} copies={} all={}", container.row().id(), act, told.size(), all);
        return outcome;
    }

    /** @return why not all were tried; null if they were */
    private @Nullable RestoreRefusal exchange(
            ContainerDetail container,
            String purpose,
            List<PreparedSwap> prepared,
            RestoreRequest request,
            Map<String, SwapOutcome> outcomes) {
        Lease lease = null;
        try {
            for (PreparedSwap one : prepared) {
                if (lease == null || lease.isLost() || lease.remaining().compareTo(ENOUGH) < 0) {
                    if (lease != null) {
                        lease.close();
                    }
                    lease = take(container, purpose, prepared, outcomes.keySet(), request);
                }
                SwapOutcome outcome = swaps.swap(one, lease);
                outcomes.put(one.plan().locationId(), outcome);
                if (!(outcome instanceof SwapOutcome.Swapped)) {
                    return null;
                }
            }
            return null;
        } catch (LeaseRefusedException e) {
            return Refusals.of(e.reason());
        } catch (RefusedException e) {
            return e.refusal();
        } catch (CatalogException e) {
            return new RestoreRefusal(Why.NOT_TOLD, "the catalog did not answer: " + e.getMessage());
        } catch (IOException e) {
            return Refusals.of(e);
        } finally {
            if (lease != null) {
                lease.close();
            }
        }
    }

    /** All copies, or none; and nothing may have come to lie beside one. */
    private Lease take(
            ContainerDetail container,
            String purpose,
            List<PreparedSwap> prepared,
            Set<String> replaced,
            RestoreRequest request)
            throws LeaseRefusedException, RefusedException, IOException {
        Set<String> done = new HashSet<>(replaced);
        List<LeaseRequest.Copy> all = prepared.stream()
                .map(one -> done.contains(one.plan().locationId())
                        ? new LeaseRequest.Copy(
                                one.plan().locationId(), one.plan().target())
                        : one.plan().copy())
                .toList();
        Lease lease =
                leases.take(new LeaseRequest(container.row().id(), all, purpose, request.initiator(), request.actor()));
        boolean kept = false;
        try {
            for (PreparedSwap one : prepared) {
                String location = one.plan().locationId();
                new Neighbours(container.row(), location)
                        .requireAlone(
                                places.storage(location, request.initiator()),
                                one.plan().target());
            }
            kept = true;
            return lease;
        } finally {
            if (!kept) {
                lease.close();
            }
        }
    }
}
