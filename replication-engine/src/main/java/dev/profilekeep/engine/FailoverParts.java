package dev.profilekeep.engine;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.broker.SimulatedBroker;
import dev.profilekeep.failover.FailoverPlans;
import dev.profilekeep.failover.FailoverService;
import dev.profilekeep.replica.estate.VerificationService;

/** The parts of an engine that move people to another site. There is no broker but the simulated one yet. */
record FailoverParts(SimulatedBroker broker, FailoverPlans plans, FailoverService service) {
    static FailoverParts of(
            Ground ground,
            Locations locations,
            Approvals approvals,
            ReplicaParts replicas,
            VerificationService verification) {
        SimulatedBroker broker = new SimulatedBroker(ground.database());
        FailoverPlans plans = new FailoverPlans(ground.database(), ground.audit(), ground.clock());
        return new FailoverParts(
                broker,
                plans,
                new FailoverService(
                        ground.config(),
                        ground.database(),
                        ground.audit(),
                        approvals,
                        plans,
                        broker,
                        new EstateWorld(ground, locations, replicas, verification),
                        ground.clock(),
                        ground.node()));
    }
}
