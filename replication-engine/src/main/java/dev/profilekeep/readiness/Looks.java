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
import org.jspecify.annotations.Nullable;

/** Looks into copies, several of a location at a time, and keeps what was seen. Safe for several threads. */
final class Looks {
    private static final int AT_ONCE = 100;

    /** So many without an answer one after another: it is the server, and the others are not waited for. */
    private static final int SILENT_AFTER = 8;

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

    /** A server that does not answer is no failure: copies of which it said nothing count as looked at, and out of reach as of now, whatever was seen of them earlier. */
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
            StorageException.Unreachable silent = some(run, ids, wanted(ids), look, pool);
            if (silent != null) {
                outOfReach(run, left.subList(from + ids.size(), left.size()), silent);
                return;
            }
        }
    }

    private List<Wanted> wanted(List<Long> ids) {
        return database.<List<Wanted>, RuntimeException>call(
                session -> LookTable.wanted(session, "p.id IN (" + People.marks(ids) + ")", People.array(ids)));
    }

    /** Of these nobody was asked, as the server answers nobody. */
    private void outOfReach(ReadinessRun run, List<Long> copies, StorageException.Unreachable why)
            throws TurnLostException {
        for (int from = 0; from < copies.size(); from += AT_ONCE) {
            List<Long> ids = copies.subList(from, Math.min(copies.size(), from + AT_ONCE));
            Map<Long, Looked> seen = new LinkedHashMap<>();
            wanted(ids).forEach(one -> seen.put(one.copyId(), outOfReach(why)));
            keep(run, ids, seen);
        }
    }

    private void keep(ReadinessRun run, List<Long> ids, Map<Long, Looked> seen) throws TurnLostException {
        database.<TurnLostException>run(session -> {
            LookTable.put(session, seen);
            runs.done(session, run.id(), new HashSet<>(ids));
        });
    }

    private boolean isQuiet(LocationConfig location) {
        ZoneId zone = config.site(location.siteId()).map(SiteConfig::zone).orElse(ZoneId.of("UTC"));
        return location.quietHours().stream().anyMatch(hours -> hours.contain(clock.instant(), zone));
    }

    /** One look of many. */
    private record Asked(Wanted wanted, Future<Looked> answer) {}

    /** @return why the server is taken for silent; null if it answers */
    private StorageException.@Nullable Unreachable some(
            ReadinessRun run, List<Long> ids, List<Wanted> wanted, ReadinessLook look, ExecutorService pool)
            throws IOException {
        List<Asked> asked = new ArrayList<>();
        for (Wanted one : wanted) {
            asked.add(new Asked(one, pool.submit(() -> look.look(one.path(), one.sid(), one.before()))));
        }
        Map<Long, Looked> seen = new LinkedHashMap<>();
        StorageException.Unreachable silent = null;
        int inARow = 0;
        try {
            for (Asked one : asked) {
                if (silent != null) {
                    seen.put(one.wanted().copyId(), outOfReach(silent));
                    continue;
                }
                try {
                    seen.put(one.wanted().copyId(), answer(one.answer()));
                    inARow = 0;
                } catch (StorageException.Unreachable e) {
                    seen.put(one.wanted().copyId(), outOfReach(e));
                    inARow++;
                    silent = inARow >= SILENT_AFTER ? e : null;
                }
            }
        } finally {
            asked.forEach(one -> one.answer().cancel(true));
        }
        keep(run, ids, seen);
        return silent;
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
