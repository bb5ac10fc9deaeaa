package dev.profilekeep.portal.readiness;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadyFilter;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.ReadySort;
import dev.profilekeep.readiness.SiteReadiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Readiness as the catalog knows it. It knows no roles: only the services of the features may hold it. Safe for several threads. */
public interface ReadinessDesk {
    /** Whether a set has its profiles at more than one site. */
    boolean hasSecondSite();

    /** How much of a person's work may be lost at most, where a set has no target of its own. */
    Duration targetLoss();

    /** The look at everybody that was begun last. */
    Optional<ReadinessRun> latest();

    List<SiteReadiness> sites(Reach reach);

    /** The oldest first. */
    List<ReadinessDay> days(int days);

    List<ReadyPerson> people(ReadyFilter filter, ReadySort sort, long offset, int limit);

    long count(ReadyFilter filter);

    /** The last verdicts on the person of a container, that at the active site first. */
    List<ReadyPerson> of(long container);

    /** Looks at the person of a container now; takes seconds. */
    List<ReadyPerson> lookAt(long container);
}
