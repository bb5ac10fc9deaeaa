package dev.profilekeep.cli;

import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A container of a snapshot that a command is about. */
final class SnapshotOptions {
    @Mixin
    final RepositoryOptions repository = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(index = "0", paramLabel = SnapshotChoice.LABEL, description = SnapshotChoice.HELP)
    String named = "";

    /** What is done with the container while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(SnapshotChoice choice, SnapshotDisk disk) throws IOException;
    }

    <T> T read(Context context, Use<T> use) throws IOException {
        return repository.open(context, opened -> {
            SnapshotChoice choice = SnapshotChoice.find(opened, context, named, set);
            try (ContentThreads threads = new ContentThreads();
                    OpenSnapshot snapshot = opened.snapshots().open(choice.snapshot())) {
                return use.with(
                        choice,
                        SnapshotDisk.open(opened, snapshot, choice.container(), threads.workers(), threads.count()));
            }
        });
    }
}
