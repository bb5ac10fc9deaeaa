package dev.profilekeep.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup restore}: makes a container anew as it was. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Makes a container anew as it was at a backup: with the same content, format, sizes and identity. Free clusters are empty in it.",
        footer = {
            "",
            "The new file has another name until it is complete. Where the file system has such rights only you may"
                    + " read it, as it is a person's whole disk: give it to whom it belongs. To put a container back in"
                    + " its place, use the portal."
        })
final class BackupRestoreCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private SnapshotOptions source = new SnapshotOptions();

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to make, on this machine.")
    private String out = "";

    @Option(names = "--raw", description = "Make a plain image of the disk instead.")
    private boolean raw;

    @Option(names = "--force", description = "Replace OUT if there is such a file.")
    private boolean force;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupRestoreCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        NewFile file = NewFile.at(out, "", force);
        if (RepositoryPlace.of(source.repository.name(context)).holds(file.path())) {
            throw new CliProblem(out
                    + ": lies in the repository, where only what the repository makes may lie; name a file elsewhere");
        }
        return source.read(context, (choice, disk) -> {
            String moment = choice.second() + " of " + choice.path(false);
            return new Conversion(context, choice.name(), moment, out, json)
                    .run(file, raw ? disk.asImage() : disk.asBefore(), force, OwnersFile.attributes(file.path()));
        });
    }
}
