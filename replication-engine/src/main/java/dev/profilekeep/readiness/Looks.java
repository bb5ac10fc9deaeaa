package dev.profilekeep.readiness;

import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.readiness.LookTable.Wanted;
import dev.profilekeep.readiness.People.Member;
import dev.profilekeep.readiness.ReadinessLook.FileState;
import dev.profilekeep.readiness.ReadinessLook.Looked;
import dev.profilekeep.readiness.Seen.State;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.workers.LocationWorkers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** Looks into copies, several of a location at a time, and keeps what was seen. Safe for several threads. */
final class Looks {
    private static final int AT_ONCE = 100;

    private final ProfileKeepConfig config;
    private final Database database;
    private final ReadinessRuns runs;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final LocationWorkers workers;
    private final SlicedFile.Slices slices;
    private final Clock clock;

    Looks(
            ProfileKeepConfig config,
            Database database,
            ReadinessRuns runs,
            BiFunction<String, Initiator, StorageProvider> storages,
            LocationWorkers workers,
            SlicedFile.Slices slices,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.runs = runs;
        this.storages = storages;
        this.workers = workers;
        this.slices = slices;
        this.clock = clock;
    }

    /** @throws IOException if the server is gone; what was seen by then is kept */
    void location(ReadinessRun run, String locationId, RunControl control) throws IOException {
        LocationConfig location = config.location(locationId)
                .orElseThrow(() -> new IOException("location '" + locationId + "' is not configured any more"));
        StorageProvider storage = storages.apply(locationId, run.byPerson() ? Initiator.PERSON : Initiator.JOB);
        ReadinessLook look = new ReadinessLook(storage, slices, clock);
        ExecutorService pool = workers.of(location);
        List<Long> left = runs.left(run.id(), locationId);
        for (int from = 0; from < left.size(); from += AT_ONCE) {
            if (control.stopAsked() || !run.byPerson() && isQuiet(location)) {
                return;
            }
            List<Long> ids = left.subList(from, Math.min(left.size(), from + AT_ONCE));
            List<Wanted> wanted = database.<List<Wanted>, RuntimeException>call(
                    session -> LookTable.wanted(session, "p.id IN (" + People.marks(ids) + ")", People.array(ids)));
            some(run, new HashSet<>(ids), wanted, look, pool);
        }
    }

    private boolean isQuiet(LocationConfig location) {
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(clock.instant(), zone));
    }

    /** One look of many; without an answer if the server was gone. */
    private record Asked(Wanted wanted, Future<Looked> answer) {}

    private void some(ReadinessRun run, Set<Long> ids, List<Wanted> wanted, ReadinessLook look, ExecutorService pool)
            throws IOException {
        List<Asked> asked = new ArrayList<>();
        for (Wanted one : wanted) {
            asked.add(new Asked(one, pool.submit(() -> look.look(one.path(), one.sid(), one.before()))));
        }
        Map<Long, Looked> seen = new LinkedHashMap<>();
        Map<Long, Looked> gone = new LinkedHashMap<>();
        StorageException.Unreachable why = null;
        try {
            for (Asked one : asked) {
                try {
                    seen.put(one.wanted().copyId(), answer(one.answer()));
                } catch (StorageException.Unreachable e) {
                    why = e;
                    gone.put(one.wanted().copyId(), outOfReach(e));
                }
            }
        } finally {
            asked.forEach(one -> one.answer().cancel(true));
        }
        boolean serverIsGone = why != null && seen.isEmpty();
        if (!serverIsGone) {
            seen.putAll(gone); // others were read: it is these copies, not the server
        }
        Set<Long> done = serverIsGone ? Set.of() : ids;
        database.<TurnLostException>run(session -> {
            LookTable.put(session, seen);
            runs.done(session, run.id(), done);
        });
        if (serverIsGone && why != null) {
            throw why;
        }
    }

    private static Looked answer(Future<Looked> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException.Unreachable unreachable) {
                throw unreachable;
            }
            throw new IOException("an error in ProfileKeep itself: " + e.getCause(), e);
        }
    }

    private Looked outOfReach(StorageException.Unreachable e) {
        return new Looked(
                FileState.NONE,
                Seen.ended(clock.instant(), State.OUT_OF_REACH, LookTable.cut(String.valueOf(e.getMessage()), 500)),
                0);
    }

    /** All copies of these people at once, in this thread, as a person's look. */
    void of(List<Member> members) {
        Set<Long> containers = new HashSet<>();
        members.forEach(member -> containers.addAll(member.containers()));
        if (containers.isEmpty()) {
            return;
        }
        List<Wanted> wanted = database.<List<Wanted>, RuntimeException>call(session -> LookTable.wanted(
                session, "p.container_id IN (" + People.marks(containers) + ")", People.array(containers)));
        Map<Long, Looked> seen = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            if (config.location(one.locationId()).isEmpty()) {
                continue;
            }
            StorageProvider storage = storages.apply(one.locationId(), Initiator.PERSON);
            try {
                seen.put(
                        one.copyId(),
                        new ReadinessLook(storage, slices, clock).look(one.path(), one.sid(), one.before()));
            } catch (StorageException.Unreachable e) {
                seen.put(one.copyId(), outOfReach(e));
            }
        }
        database.<RuntimeException>run(session -> LookTable.put(session, seen));
    }
}
