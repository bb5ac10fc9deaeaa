package dev.profilekeep.cli;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.ClearDocument.PlanRow;
import dev.profilekeep.lock.ClearRequest;
import dev.profilekeep.lock.LockDocument;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockSort;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.storage.Initiator;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Locks by the catalog and the locations themselves. */
final class LocksHere implements LockSource {
    private static final LockSort BY_VERDICT = new LockSort(LockSort.Column.VERDICT, true);
    private static final int MOST_FOUND = 1_000;

    private final Engine engine;
    private final Actor actor;
    private final LockWords words;

    LocksHere(Engine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
        this.words = engine.locks().words(Locale.ENGLISH, ZoneId.systemDefault());
    }

    @Override
    public boolean inventoried() {
        return engine.health().lastInventory().isAfter(Instant.EPOCH);
    }

    @Override
    public Found list(Wanted wanted) {
        LockFilter filter = new LockFilter(wanted.verdicts(), wanted.host(), wanted.sites(), "", null);
        List<LockDocument> locks = engine.locks().list(filter, BY_VERDICT, 0, wanted.most()).stream()
                .map(row -> LockDocument.brief(row, words))
                .toList();
        return new Found(locks, engine.locks().count(filter));
    }

    @Override
    public void judgeAll(Interruption interruption, ProgressLine line) {
        engine.locks()
                .judgeAll(
                        Initiator.PERSON,
                        interruption::stopAsked,
                        now -> line.show(
                                "judging",
                                now.done(),
                                now.total(),
                                now.stale() + " stale, " + now.live() + " in use, " + now.unproved() + " not proved"));
        line.clear();
    }

    @Override
    public LockDocument look(long container) {
        ContainerDetail detail = engine.containers()
                .detail(container)
                .orElseThrow(() -> new CliProblem("there is no container " + container));
        return LockDocument.of(detail.row(), engine.locks().look(container), words);
    }

    @Override
    public List<Owned> search(String text) {
        ContainerFilter filter = new ContainerFilter(text, Set.of(), Set.of(), Set.of(), Set.of(), null);
        return engine
                .containers()
                .find(filter, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, MOST_FOUND)
                .stream()
                .map(row -> new Owned(row.id(), row.sid(), row.account()))
                .toList();
    }

    @Override
    public ClearDocument.Plan plan(List<Long> containers) {
        return ClearDocument.of(engine.locks().plan(containers), words);
    }

    @Override
    public ClearDocument.Outcome clear(ClearDocument.Plan plan, String reason, String ticket) {
        Map<Long, String> basis = new HashMap<>();
        plan.rows().forEach(row -> basis.put(row.container(), row.basis()));
        List<Long> containers = plan.rows().stream().map(PlanRow::container).toList();
        return ClearDocument.of(engine.locks()
                .clear(
                        engine.locks().plan(containers).expecting(basis),
                        new ClearRequest(actor, reason, ticket),
                        each -> {}));
    }
}
