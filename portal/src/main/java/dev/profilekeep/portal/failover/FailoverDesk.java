package dev.profilekeep.portal.failover;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.failover.PlanFault;
import dev.profilekeep.failover.PlanVersion;
import dev.profilekeep.failover.RefusedException;
import dev.profilekeep.failover.Run;
import java.util.List;

/** Failovers as the engine knows them. Who may is for the caller to see to. */
public interface FailoverDesk {
    /** The newest version of each plan. */
    List<PlanVersion> plans();

    /** What is wrong with a plan now; empty if it can be carried out. */
    List<PlanFault> faults(Plan plan) throws BrokerException;

    /** Newest first. */
    List<Run> runs(int most);

    /** People whose copies were not good when a run looked last, a line each. */
    List<String> notGood(long run);

    /** What was asked about a plan, newest first. */
    List<Approval> asked(String planId);

    /** Keeps a plan as a new version, sound or not. */
    PlanVersion save(Plan plan, Actor actor, String reason);

    Approval ask(String planId, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException, BrokerException;

    Approval approve(long approval, Actor actor, String reason) throws RefusedException, ApprovalRefusedException;

    Approval refuse(long approval, Actor actor, String reason) throws ApprovalRefusedException;

    Approval withdraw(long approval, Actor actor) throws ApprovalRefusedException;

    Run start(String planId, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException, BrokerException;

    /** One of the words that a person says to a run. */
    void say(Word word, long run, Actor actor, String reason) throws RefusedException;

    /** What a person can say to a run. */
    enum Word {
        /** It works: the last step but one may end. */
        CONFIRM,
        PAUSE,
        RESUME,
        ABORT,
        /** People whose copies are not good go all the same. */
        ACCEPT,
        /** Jobs of an aborted run's sets go on. */
        RELEASE
    }
}
