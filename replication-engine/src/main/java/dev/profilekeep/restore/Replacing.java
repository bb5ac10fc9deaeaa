package dev.profilekeep.restore;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.KeptCopy;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.PreparedSwap;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.StorageException;
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
import java.util.stream.Stream;
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
     * @param aside copies that only leave their names, where all change as one
     */
    RestoreOutcome run(
            ContainerDetail container,
            String act,
            String purpose,
            List<NewFile> files,
            List<RestoreTarget> aside,
            RestoreRequest request,
            ReplaceAudit audit,
            RestoreProgress progress) {
        return run(container, act, purpose, files, aside, Still.NOTHING_MORE, request, audit, progress);
    }

    /** @param still asked once more when the new files are there, and once more when the copies are held, if all change as one */
    RestoreOutcome run(
            ContainerDetail container,
            String act,
            String purpose,
            List<NewFile> files,
            List<RestoreTarget> aside,
            Still still,
            RestoreRequest request,
            ReplaceAudit audit,
            RestoreProgress progress) {
        List<PreparedSwap> prepared = new ArrayList<>();
        try {
            boolean together = copies.together(container);
            for (NewFile file : files) {
                prepared.add(together ? prepared(file, prepared, progress) : prepared(file));
            }
            still.whenFree(copies.requireFree(container, request.reach()));
            if (!progress.at(RestoreProgress.Phase.EXCHANGING, 0, files.size())) {
                throw new CancellationException("stopped");
            }
            audit.begun();
            return exchange(container, act, purpose, prepared, aside, together, still, request, audit);
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

    private PreparedSwap prepared(NewFile file) throws IOException {
        return swaps.prepareBeside(file.target().swap(), file.content(), file.check());
    }

    /** Where all change as one. */
    private PreparedSwap prepared(NewFile file, List<PreparedSwap> before, RestoreProgress progress)
            throws IOException {
        if (file.likeFirst() && !before.isEmpty()) {
            KeptCopy same = progress.copying(() -> swaps.openPrepared(before.get(0)));
            return swaps.prepare(file.target().swap(), same::write, made -> {
                try {
                    same.check(made);
                } catch (StorageException e) {
                    throw e;
                } catch (IOException e) { // no backup is at fault
                    throw new NotMadeException(Why.SNAPSHOT_DAMAGED, e);
                }
            });
        }
        PreparedSwap made = prepared(file);
        Kept kept = file.kept();
        if (kept == null) {
            return made;
        }
        boolean done = false;
        try {
            swaps.bringSidecars(made, kept);
            done = true;
            return made;
        } finally {
            if (!done) {
                made.close();
            }
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
            List<RestoreTarget> aside,
            boolean together,
            Still still,
            RestoreRequest request,
            ReplaceAudit audit) {
        Map<String, SwapOutcome> outcomes = new LinkedHashMap<>();
        RestoreRefusal refusal = together
                ? exchangeTogether(container, purpose, prepared, aside, still, request, outcomes)
                : exchange(container, purpose, prepared, request, outcomes);
        Set<String> leaving = aside.stream().map(RestoreTarget::locationId).collect(Collectors.toSet());
        List<CopyOutcome> told = Stream.concat(
                        prepared.stream().map(one -> one.plan().locationId()),
                        aside.stream().map(RestoreTarget::locationId))
                .map(location -> new CopyOutcome(
                        location,
                        outcomes.getOrDefault(
                                location,
                                new SwapOutcome.NothingChanged(
                                        refusal == null ? "a copy before it was not replaced" : refusal.sentence()))))
                .toList();
        boolean doubtful = told.stream().anyMatch(copy -> copy.swap() instanceof SwapOutcome.Unsettled);
        boolean nothing =
                told.stream().noneMatch(copy -> copy.isReplaced() || copy.swap() instanceof SwapOutcome.MovedAside);
        if (nothing && !doubtful) {
            RestoreRefusal why = refusal == null
                    ? new RestoreRefusal(Why.CHANGED, told.get(0).swap().sentence() + "; plan it anew")
                    : refusal;
            return refused(audit, why);
        }
        boolean all = told.stream()
                .allMatch(copy -> copy.swap() instanceof SwapOutcome.Swapped
                        || leaving.contains(copy.locationId()) && copy.swap() instanceof SwapOutcome.MovedAside);
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

    /** All at once, under one lease. */
    private @Nullable RestoreRefusal exchangeTogether(
            ContainerDetail container,
            String purpose,
            List<PreparedSwap> prepared,
            List<RestoreTarget> aside,
            Still still,
            RestoreRequest request,
            Map<String, SwapOutcome> outcomes) {
        List<SafeReplace.Member> members = new ArrayList<>();
        prepared.forEach(one -> members.add(new SafeReplace.Member(one.plan(), one)));
        aside.forEach(one -> members.add(new SafeReplace.Member(one.swap(), null)));
        try (Lease lease = hold(
                container,
                purpose,
                members.stream().map(one -> one.plan().copy()).toList(),
                request)) {
            still.whenHeld();
            outcomes.putAll(swaps.together(members, lease));
            return null;
        } catch (LeaseRefusedException e) {
            return Refusals.of(e.reason());
        } catch (RefusedException e) {
            return e.refusal();
        } catch (CatalogException e) {
            return new RestoreRefusal(Why.NOT_TOLD, "the catalog did not answer: " + e.getMessage());
        } catch (IOException e) {
            return Refusals.of(e);
        }
    }

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
        return hold(container, purpose, all, request);
    }

    /** All copies, or none; and nothing may have come to lie beside one. */
    private Lease hold(ContainerDetail container, String purpose, List<LeaseRequest.Copy> all, RestoreRequest request)
            throws LeaseRefusedException, RefusedException, IOException {
        Lease lease =
                leases.take(new LeaseRequest(container.row().id(), all, purpose, request.initiator(), request.actor()));
        boolean kept = false;
        try {
            for (LeaseRequest.Copy copy : all) {
                new Neighbours(container.row(), copy.locationId())
                        .requireAlone(places.storage(copy.locationId(), request.initiator()), copy.path());
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
