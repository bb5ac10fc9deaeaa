package dev.profilekeep.portal.readiness;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadyFilter;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.ReadySort;
import dev.profilekeep.readiness.SiteReadiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Readiness by the engine. */
@Component
class EngineReadinessDesk implements ReadinessDesk {
    private final Engine engine;

    EngineReadinessDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean hasSecondSite() {
        return engine.readiness().hasSecondSite();
    }

    @Override
    public Duration targetLoss() {
        return engine.config().secondSite().readiness().targetLoss();
    }

    @Override
    public Optional<ReadinessRun> latest() {
        return engine.readiness().latest();
    }

    @Override
    public List<SiteReadiness> sites(Reach reach) {
        return engine.readiness().sites(reach);
    }

    @Override
    public List<ReadinessDay> days(int days) {
        return engine.readiness().days(days);
    }

    @Override
    public List<ReadyPerson> people(ReadyFilter filter, ReadySort sort, long offset, int limit) {
        return engine.readiness().people(filter, sort, offset, limit);
    }

    @Override
    public long count(ReadyFilter filter) {
        return engine.readiness().count(filter);
    }

    @Override
    public List<ReadyPerson> of(long container) {
        return engine.readiness().of(container);
    }

    @Override
    public List<ReadyPerson> lookAt(long container) {
        return engine.readiness().lookAt(container);
    }
}
