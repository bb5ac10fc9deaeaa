package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Resets a profile, or lets the Office container be made anew: puts every copy aside, under one lease, the active site's first. */
final class FirstAid {
    static final String ACT = "container.first-aid";
    private static final String DRY = "first aid";

    private final CopiesPlanner copies;
    private final Leases leases;
    private final LeasePlaces places;
    private final SafeReplace swaps;
    private final AuditTrail audit;

    FirstAid(CopiesPlanner copies, Leases leases, LeasePlaces places, SafeReplace swaps, AuditTrail audit) {
        this.copies = copies;
        this.leases = leases;
        this.places = places;
        this.swaps = swaps;
        this.audit = audit;
    }

    FirstAidPlan plan(long containerId, Initiator initiator, Reach reach) {
        return plan(containerId, initiator, reach, DRY);
    }

    private FirstAidPlan plan(long containerId, Initiator initiator, Reach reach, String purpose) {
        try {
            ContainerDetail container = copies.container(containerId, reach);
            List<CopyDetail> present = copies.copies(container);
            copies.requireChangeable(present, initiator);
            copies.requireFree(container, reach);
            copies.requireNoOthers(container, present, initiator);
            List<RestoreTarget> targets = copies.targets(container, present, purpose, initiator);
            return new FirstAidPlan(
                    containerId,
                    container.row().account(),
                    container.row().kind(),
                    initiator,
                    targets,
                    sentences(container.row().kind(), targets, copies.warning(container)),
                    basis(targets),
                    null);
        } catch (RefusedException e) {
            return refused(containerId, initiator, e.refusal());
        } catch (IOException e) {
            return refused(containerId, initiator, Refusals.of(e));
        }
    }

    private static FirstAidPlan refused(long containerId, Initiator initiator, RestoreRefusal refusal) {
        return new FirstAidPlan(containerId, "", null, initiator, List.of(), List.of(), "", refusal);
    }

    private static List<String> sentences(ContainerKind kind, List<RestoreTarget> targets, List<String> warning) {
        List<String> all = new ArrayList<>(warning);
        all.add("write into the audit trail what is about to be done, or do not do it");
        all.add("hold every copy of the container alone, for at most 10 s, and give up if one is not what it is now");
        for (RestoreTarget target : targets) {
            all.add("put " + target.path() + " at " + target.locationId()
                    + " aside, so that nothing has its name; it is kept, whole");
        }
        all.add(
                kind == ContainerKind.ODFC
                        ? "at the next sign-in a new Office container is made, and filled again from the mail server"
                                + " and the cloud"
                        : "at the next sign-in a new, empty profile is made; what was in the old one can be taken out"
                                + " of it, or it is put back");
        return all;
    }

    private static String basis(List<RestoreTarget> targets) {
        String lines = targets.stream()
                .map(target -> "aside " + target.locationId() + ' '
                        + target.swap().seen().ofContent() + ' ' + target.path().value())
                .collect(Collectors.joining("\n"));
        return Sha256.of(lines.getBytes(StandardCharsets.UTF_8)).toString();
    }

    RestoreOutcome run(FirstAidPlan plan, RestoreRequest request) {
        String act = UUID.randomUUID().toString();
        String purpose = DRY + " (" + act.substring(0, 8) + ")";
        ReplaceAudit told = new ReplaceAudit(audit, ACT, plan.containerId(), request, evidence(plan, act));
        FirstAidPlan now = plan(plan.containerId(), request.initiator(), request.reach(), purpose);
        RestoreRefusal refusal = plan.refusal() == null ? now.refusal() : plan.refusal();
        if (refusal != null) {
            return Replacing.refused(told, refusal);
        }
        if (!now.basis().equals(plan.basis())) {
            return Replacing.refused(
                    told,
                    new RestoreRefusal(
                            Why.CHANGED, "the container is not what it was when this was planned: plan it anew"));
        }
        List<LeaseRequest.Copy> held =
                now.targets().stream().map(target -> target.swap().copy()).toList();
        try (Lease lease = leases.take(
                new LeaseRequest(plan.containerId(), held, purpose, request.initiator(), request.actor()))) {
            ContainerDetail container = copies.container(plan.containerId(), request.reach());
            for (RestoreTarget target : now.targets()) {
                new Neighbours(container.row(), target.locationId())
                        .requireAlone(places.storage(target.locationId(), request.initiator()), target.path());
            }
            boolean together = copies.together(container);
            told.begun();
            return told(act, together ? together(now, lease) : moved(now, lease), told);
        } catch (LeaseRefusedException e) {
            return Replacing.refused(told, Refusals.of(e.reason()));
        } catch (RefusedException e) {
            return Replacing.refused(told, e.refusal());
        } catch (CatalogException e) {
            return Replacing.refused(
                    told,
                    new RestoreRefusal(
                            Why.NOT_TOLD,
                            "it cannot be recorded, so nothing was done (" + e.getMessage() + "); try again later"));
        } catch (IOException e) {
            return Replacing.refused(told, Refusals.of(e));
        }
    }

    /** The first that does not go ends it: what is aside by then can be put back. */
    private List<CopyOutcome> moved(FirstAidPlan plan, Lease lease) {
        List<CopyOutcome> all = new ArrayList<>();
        boolean ended = false;
        for (RestoreTarget target : plan.targets()) {
            SwapOutcome outcome =
                    ended ? new SwapOutcome.NothingChanged("a copy before it was not put aside") : moved(target, lease);
            ended |= !(outcome instanceof SwapOutcome.MovedAside);
            all.add(new CopyOutcome(target.locationId(), outcome));
        }
        return all;
    }

    /** Two layouts never stand at once, nor one with the state of another. */
    private List<CopyOutcome> together(FirstAidPlan plan, Lease lease) throws IOException {
        List<CopyOutcome> all = new ArrayList<>();
        swaps.together(
                        plan.targets().stream()
                                .map(target -> new SafeReplace.Member(target.swap(), null))
                                .toList(),
                        lease)
                .forEach((location, outcome) -> all.add(new CopyOutcome(location, outcome)));
        return all;
    }

    private static RestoreOutcome told(String act, List<CopyOutcome> all, ReplaceAudit told) {
        boolean ended = !all.stream().allMatch(copy -> copy.swap() instanceof SwapOutcome.MovedAside);
        boolean nothing = all.stream()
                .allMatch(copy -> copy.swap() instanceof SwapOutcome.NothingChanged
                        || copy.swap() instanceof SwapOutcome.PutBack);
        if (nothing) {
            return Replacing.refused(
                    told, new RestoreRefusal(Why.CHANGED, all.get(0).swap().sentence() + "; plan it anew"));
        }
        RestoreOutcome outcome =
                ended ? new RestoreOutcome.Partly(act, all) : new RestoreOutcome.Restored(act, all, List.of());
        Map<String, String> came = new TreeMap<>();
        all.forEach(copy -> came.put("at " + copy.locationId(), copy.swap().sentence()));
        told.ended(came, ended ? "failed: " + outcome.sentence() : "done");
        return outcome;
    }

    private SwapOutcome moved(RestoreTarget target, Lease lease) {
        try {
            return swaps.moveAside(target.swap(), lease);
        } catch (IOException e) {
            return new SwapOutcome.Unsettled(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> evidence(FirstAidPlan plan, String act) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("act", act);
        evidence.put("basis", plan.basis());
        evidence.put("kind", String.valueOf(plan.kind()));
        evidence.put(
                "locations",
                plan.targets().stream().map(RestoreTarget::locationId).collect(Collectors.joining(" ")));
        return evidence;
    }
}
