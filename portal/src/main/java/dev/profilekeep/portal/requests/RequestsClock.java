package dev.profilekeep.portal.requests;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.clock.Ticking;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Looks twice a minute whether something that was agreed can begin. */
@Component
class RequestsClock extends Ticking {
    private final Engine engine;

    RequestsClock(Engine engine) {
        super("restore-requests", Duration.ofSeconds(10), Duration.ofSeconds(30));
        this.engine = engine;
    }

    @Override
    protected void tick() {
        engine.requestRunner().tick();
    }
}
