package dev.profilekeep.portal.failover;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.failover.RefusedException;
import dev.profilekeep.failover.Run;
import dev.profilekeep.portal.clock.Ticking;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes the run under way on, and notices one whose process is gone. */
@Component
class FailoverClock extends Ticking {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverClock.class);
    private static final int LATEST = 5;

    private final Engine engine;

    FailoverClock(Engine engine) {
        super("failover", Duration.ofSeconds(5), Duration.ofSeconds(2));
        this.engine = engine;
    }

    @Override
    protected void tick() {
        engine.failovers().pauseTheSilent(Actor.SCHEDULE);
        for (Run run : engine.failovers().runs(LATEST)) {
            if (run.state() == Run.State.RUNNING && !run.working()) {
                try {
                    engine.failovers().go(run.id(), Actor.SCHEDULE);
                } catch (RefusedException e) {
                    LOG.warn("run {} of a failover does not go on: {}", run.id(), e.getMessage());
                }
            }
        }
    }
}
