package dev.profilekeep.backup.estate;

import dev.profilekeep.backup.estate.DueContainers.Found;
import dev.profilekeep.backup.estate.DueContainers.Route;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Backs up what a person asks for, beside a night that may run. */
final class SingleBackups {
    private final Database database;
    private final DueContainers containers;
    private final Reading reading;
    private final Consumer<Collection<Long>> judge;
    private final BiConsumer<String, BackupResult> looked;
    private final Clock clock;

    /** @param looked looks at what was read into a repository */
    SingleBackups(
            Database database,
            DueContainers containers,
            Reading reading,
            Consumer<Collection<Long>> judge,
            BiConsumer<String, BackupResult> looked,
            Clock clock) {
        this.database = database;
        this.containers = containers;
        this.reading = reading;
        this.judge = judge;
        this.looked = looked;
        this.clock = clock;
    }

    /** Ends between two pieces when it is told to. */
    private record Stoppable(RunControl control, Progress progress) implements BackupProgress {
        @Override
        public Progress container(BackupSource source) {
            return (done, total) -> progress.at(done, total) && !control.stopAsked();
        }

        @Override
        public boolean goOn(BackupSource next) {
            return !control.stopAsked();
        }
    }

    List<SingleBackup> run(Collection<Long> ids, String who, RunControl control, Progress progress) throws IOException {
        Map<Route, List<Due>> byRoute = new LinkedHashMap<>();
        List<Found> found =
                database.<List<Found>, RuntimeException>call(session -> containers.find(session, ids, clock.instant()));
        found.forEach(one ->
                byRoute.computeIfAbsent(one.route(), route -> new ArrayList<>()).add(one.due()));
        List<SingleBackup> done = new ArrayList<>();
        try {
            for (Map.Entry<Route, List<Due>> one : byRoute.entrySet()) {
                run(one.getKey(), one.getValue(), who, new Stoppable(control, progress), done);
            }
        } finally {
            judge.accept(done.stream().map(SingleBackup::containerId).toList());
        }
        return done;
    }

    private void run(Route route, List<Due> due, String who, Stoppable stoppable, List<SingleBackup> done)
            throws IOException {
        String name = route.setId() + " at " + route.locationId() + ", asked for by " + who;
        BackupResult result = reading.run(route, name, due, Initiator.PERSON, true, stoppable);
        Instant now = clock.instant();
        Optional<SnapshotHead> snapshot = Optional.ofNullable(result.snapshot());
        database.<RuntimeException>run(session -> {
            for (int i = 0; i < result.outcomes().size(); i++) {
                ContainerOutcome outcome = result.outcomes().get(i);
                Due one = due.stream()
                        .filter(each -> each.identity().equals(outcome.source().identity()))
                        .findFirst()
                        .orElseThrow();
                if (Kept.record(session, one, route.repositoryId(), route.locationId(), outcome, now)) {
                    done.add(new SingleBackup(
                            one.container(),
                            outcome instanceof ContainerOutcome.Stored ? Outcome.STORED : Outcome.SAME,
                            "",
                            snapshot.map(SnapshotHead::id)));
                } else {
                    boolean inUse = outcome instanceof ContainerOutcome.InUse;
                    String reason = outcome instanceof ContainerOutcome.InUse busy
                            ? busy.reason()
                            : ((ContainerOutcome.Unreadable) outcome).reason();
                    Outcome what = inUse ? Outcome.IN_USE : Outcome.UNREADABLE;
                    ContainerBackups.failed(session, one.identity().key(), route.repositoryId(), what, reason, now);
                    done.add(new SingleBackup(one.container(), what, reason, Optional.empty()));
                }
            }
        });
        looked.accept(route.repositoryId(), result);
        StorageException.Unreachable broken = result.broken();
        if (broken != null) {
            throw broken;
        }
    }
}
