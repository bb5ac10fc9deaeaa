package dev.profilekeep.lock;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.Reach;
import java.util.List;
import java.util.Optional;

/**
 * Approvals as somebody may see and decide them who is held to a part of the estate: those about containers within their reach.
 * Others are as if they did not exist; one that is about no container is for those who are held to nothing. Safe for several
 * threads.
 */
public final class LockApprovals {
    private static final String SUBJECT = "container:";

    private final Approvals approvals;
    private final Containers containers;
    private final Reach reach;

    LockApprovals(Approvals approvals, Containers containers, Reach reach) {
        this.approvals = approvals;
        this.containers = containers;
        this.reach = reach.withoutOwn();
    }

    public Optional<Approval> find(long id) {
        return approvals.find(id).filter(this::within);
    }

    /** What waits for a second person, oldest first. */
    public List<Approval> open() {
        return approvals.open().stream().filter(this::within).toList();
    }

    /** All on one subject, newest first. */
    public List<Approval> of(String subject, int limit) {
        return approvals.of(subject, limit).stream().filter(this::within).toList();
    }

    /** @throws IllegalArgumentException if there is none of that id within reach */
    public Approval approve(long id, Actor decider, String reason) throws ApprovalRefusedException {
        require(id);
        return approvals.approve(id, decider, reason);
    }

    /** @throws IllegalArgumentException if there is none of that id within reach */
    public Approval refuse(long id, Actor decider, String reason) throws ApprovalRefusedException {
        require(id);
        return approvals.refuse(id, decider, reason);
    }

    /** @throws IllegalArgumentException if there is none of that id within reach */
    public Approval withdraw(long id, Actor asker) throws ApprovalRefusedException {
        require(id);
        return approvals.withdraw(id, asker);
    }

    private void require(long id) {
        if (find(id).isEmpty()) {
            throw new IllegalArgumentException("there is no approval " + id);
        }
    }

    private boolean within(Approval approval) {
        if (approval.act().startsWith("files.")) {
            return false; // whose files somebody may see is decided elsewhere
        }
        if (reach.isEverywhere()) {
            return true;
        }
        String subject = approval.subject();
        if (!subject.matches(SUBJECT + "\\d{1,18}")) {
            return false;
        }
        return containers
                .detail(Long.parseLong(subject.substring(SUBJECT.length())))
                .filter(found -> reach.includes(found.row()))
                .isPresent();
    }
}
