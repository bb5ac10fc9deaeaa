package dev.profilekeep.portal.notify;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.clock.Ticking;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Twice a minute. */
@Component
class NotificationsClock extends Ticking {
    private final Engine engine;

    NotificationsClock(Engine engine) {
        super("notifications", Duration.ofSeconds(5), Duration.ofSeconds(30));
        this.engine = engine;
    }

    @Override
    protected void tick() {
        engine.notifications().tick();
    }
}
