package dev.profilekeep.portal.failover;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.broker.BrokerException;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.failover.FailoverService;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.failover.PlanFault;
import dev.profilekeep.failover.PlanVersion;
import dev.profilekeep.failover.RefusedException;
import dev.profilekeep.failover.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** Failovers by the engine. */
@Component
class EngineFailoverDesk implements FailoverDesk {
    private static final int LATEST = 20;

    private final Engine engine;

    EngineFailoverDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<PlanVersion> plans() {
        return engine.failoverPlans().list();
    }

    @Override
    public List<PlanFault> faults(Plan plan) throws BrokerException {
        return engine.failovers().faults(plan);
    }

    @Override
    public List<Run> runs(int most) {
        return engine.failovers().runs(most);
    }

    @Override
    public List<Approval> asked(String planId) {
        return engine.approvals().of(FailoverService.SUBJECT + planId, LATEST);
    }

    @Override
    public List<String> notGood(long run) {
        return engine.failovers().notGood(run);
    }

    @Override
    public PlanVersion save(Plan plan, Actor actor, String reason) {
        return engine.failoverPlans().save(plan, actor, reason);
    }

    @Override
    public Approval ask(String planId, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException, BrokerException {
        return engine.failovers().ask(planId, actor, reason);
    }

    @Override
    public Approval approve(long approval, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException {
        return engine.failovers().approve(approval, actor, reason);
    }

    @Override
    public Approval refuse(long approval, Actor actor, String reason) throws ApprovalRefusedException {
        return engine.approvals().refuse(approval, actor, reason);
    }

    @Override
    public Approval withdraw(long approval, Actor actor) throws ApprovalRefusedException {
        return engine.approvals().withdraw(approval, actor);
    }

    @Override
    public Run start(String planId, Actor actor, String reason)
            throws RefusedException, ApprovalRefusedException, BrokerException {
        return engine.failovers().start(planId, actor, reason);
    }

    @Override
    public void say(Word word, long run, Actor actor, String reason) throws RefusedException {
        FailoverService failovers = engine.failovers();
        switch (word) {
            case CONFIRM -> failovers.confirm(run, actor, reason);
            case PAUSE -> failovers.pause(run, actor, reason);
            case RESUME -> failovers.resume(run, actor, reason);
            case ABORT -> failovers.abort(run, actor, reason);
            case ACCEPT -> failovers.accept(run, actor, reason);
            case RELEASE -> failovers.release(run, actor, reason);
        }
    }
}
