package dev.profilekeep.restore;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** A process of its own that settles what was cut off and then restores one backup: what a test kills. */
final class RestoringProcess {
    private RestoringProcess() {}

    /** Configuration, folder of the repository, snapshot; the key is in the environment. Says how it ended. */
    public static void main(String[] arguments) throws Exception {
        StorageAddress place = new StorageAddress.Local(Path.of(arguments[1]));
        Clock clock = Clock.systemUTC();
        try (StorageProvider storage =
                        Storages.connect(place, StorageOptions.builder().build());
                Repository repository = Repository.open(
                        storage,
                        Secret.KeyText.parse(System.getenv("KEY")),
                        RepositorySetting.standard(clock, "test"));
                Engine engine = Engine.open(ConfigFile.read(Path.of(arguments[0])), clock)) {
            System.out.println("settled " + engine.cutOffSwaps().settle("fra-p"));
            long anna = engine.containers()
                    .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                    .get(0)
                    .id();
            RestoreSource source = new RestoreSource(repository, new SnapshotPoint(UUID.fromString(arguments[2]), 0));
            RestorePlan plan =
                    engine.restores().plan(source, anna, Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE);
            System.out.println("planned " + plan.refusal());
            RestoreOutcome outcome = engine.restores().run(plan, source, RestoredEstate.WHY, RestoreProgress.NONE);
            System.out.println(outcome.getClass().getSimpleName() + ": " + outcome.sentence());
        }
        System.exit(0);
    }
}
