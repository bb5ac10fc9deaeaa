package dev.profilekeep.backup.killed;

import dev.profilekeep.backup.copy.CopyPlanner;
import dev.profilekeep.backup.copy.CopyRun;
import dev.profilekeep.backup.copy.CopySelection;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.sweep.PruneRun;
import dev.profilekeep.backup.sweep.SafetyMargins;
import dev.profilekeep.backup.sweep.Trash;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A process that a test kills: one verb on a repository, at a time that is set on. Says "begun" when it begins, and what came of it at its end. */
final class RepositoryProcess {
    private RepositoryProcess() {}

    public static void main(String[] arguments) throws IOException {
        Duration later = Duration.parse(arguments[1]);
        Place place = Place.parse(Objects.requireNonNull(System.getenv("PLACE")));
        try (StorageProvider storage = place.connect(later);
                Repository repository = place.open(storage)) {
            System.out.println("begun");
            switch (arguments[0]) {
                case "backup" -> backup(repository, Path.of(arguments[2]));
                case "prune" ->
                    System.out.println(new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now)
                            .run(Progress.NONE));
                case "undo" -> undo(repository);
                case "copy" -> copy(repository, later);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void backup(Repository repository, Path container) throws IOException {
        Path folder = Objects.requireNonNull(container.getParent());
        try (StorageProvider profiles = Storages.connect(
                new StorageAddress.Local(folder), StorageOptions.builder().build())) {
            String name = String.valueOf(container.getFileName());
            BackupSource source = new BackupSource(
                    profiles,
                    "profiles",
                    StoragePath.of(name),
                    new ContainerIdentity("office", ContainerKind.PROFILE, "S-1-5-21-1-2-3-1104", name));
            var result = new BackupRun(
                            repository,
                            new ContentReader(Runnable::run, 1),
                            ChunkSizes.STANDARD,
                            SlicedFile.STANDARD,
                            Clock.systemUTC())
                    .run("test", List.of(source), MapMaker.Extent.CHANGED, BackupProgress.NONE);
            System.out.println(
                    "snapshot " + Objects.requireNonNull(result.snapshot()).id());
        }
    }

    private static void undo(Repository repository) throws IOException {
        if (!new PrunePlans(repository.files()).all().isEmpty()) {
            System.out.println("Waiting for a prune to end");
            return;
        }
        System.out.println(new Trash(repository, SafetyMargins.STANDARD).restore());
    }

    private static void copy(Repository repository, Duration later) throws IOException {
        Place place = Place.parse(Objects.requireNonNull(System.getenv("SECOND")));
        try (StorageProvider storage = place.connect(later);
                Repository second = place.open(storage)) {
            var plan = new CopyPlanner(repository, second).plan(CopySelection.ALL);
            var result = new CopyRun(repository, second, Runnable::run, 1).run(plan, Progress.NONE);
            if (!result.failed().isEmpty()) {
                throw new IOException(result.failed().toString());
            }
            System.out.println("copied " + result.containers());
        }
    }
}
