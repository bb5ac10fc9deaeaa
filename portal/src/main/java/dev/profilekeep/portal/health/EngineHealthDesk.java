package dev.profilekeep.portal.health;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthDay;
import dev.profilekeep.findings.HealthOverview;
import dev.profilekeep.findings.HealthReport;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.users.UserImport;
import dev.profilekeep.users.UserListRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Findings as the engine knows them. Here scopes become a part of every question about them, as for containers in the estate. */
@Component
class EngineHealthDesk implements HealthDesk {
    private final Engine engine;
    private final CurrentUser currentUser;

    EngineHealthDesk(Engine engine, CurrentUser currentUser) {
        this.engine = engine;
        this.currentUser = currentUser;
    }

    private Reach reach() {
        return currentUser.person().map(Allowed::reach).orElse(Reach.EVERYWHERE);
    }

    @Override
    public HealthReport report(FindingFilter filter, FindingSort sort, long offset, int limit) {
        return engine.health().report(filter.within(reach()), sort, offset, limit);
    }

    @Override
    public HealthOverview overview() {
        return engine.health().overview(reach());
    }

    @Override
    public Instant lastInventory() {
        return engine.health().lastInventory();
    }

    @Override
    public List<FindingRow> find(FindingFilter filter, FindingSort sort, long offset, int limit) {
        return engine.health().list(filter.within(reach()), sort, offset, limit);
    }

    @Override
    public long count(FindingFilter filter) {
        return engine.health().count(filter.within(reach()));
    }

    @Override
    public void forEach(FindingFilter filter, FindingSort sort, Consumer<FindingRow> action) {
        engine.health().forEach(filter.within(reach()), sort, action);
    }

    @Override
    public Optional<FindingRow> finding(long id) {
        return engine.health().finding(id, reach());
    }

    @Override
    public List<HealthDay> history(int days) {
        return engine.health().history(days, reach());
    }

    @Override
    public void accept(Collection<Long> ids, Instant until, String reason, Person by) {
        engine.health().accept(ids, until, reason, Actors.of(by), Allowed.administers(by));
    }

    @Override
    public void withdraw(Collection<Long> ids, String reason, Person by) {
        engine.health().withdraw(ids, reason, Actors.of(by), Allowed.administers(by));
    }

    @Override
    public UserImport importUsers(InputStream list, String source, Instant exportedAt, boolean force, Person by)
            throws IOException, UserListRefusedException {
        return engine.users().importList(list, source, exportedAt, force, Actors.of(by));
    }
}
