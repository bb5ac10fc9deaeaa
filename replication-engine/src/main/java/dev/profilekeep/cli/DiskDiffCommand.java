package dev.profilekeep.cli;

import dev.profilekeep.content.DiskDifference;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk diff}: in what two disks differ. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Says whether two disks hold the same, whatever their containers are, and which files and ranges differ. Nothing is"
                        + " written.",
        footer = {
            "",
            "Exit code 0 means that they say the same, 1 that they differ. --raw and --sector are meant for both, --parent for FILE."
        })
final class DiskDiffCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskChainOptions source = new DiskChainOptions();

    @Parameters(index = "1", paramLabel = "OTHER", description = "The file to compare with; as FILE.")
    private String other = "";

    @Option(names = "--ranges", description = "List the ranges of the disk that differ, too.")
    private boolean ranges;

    @Option(names = "--all", description = "List files of which only times or rights differ, too.")
    private boolean all;

    @Option(names = "--json", description = "Answer in JSON, with files and ranges.")
    private boolean json;

    DiskDiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(
                context,
                (file, disk) -> source.readAnother(other, context, (secondFile, second) -> {
                    DiskDifference difference;
                    try (MapWork work = MapWork.begin();
                            DiskProgress progress = DiskProgress.ofBytes(context, "reading")) {
                        difference = DiskDifference.of(work.maker(), work.nodes(), disk, second, progress);
                    }
                    DifferenceAnswer answer = new DifferenceAnswer(source.source.file, other, difference, ranges, all);
                    if (json) {
                        context.out().println(Json.write(answer.facts()));
                    } else {
                        context.out().print(answer.text());
                    }
                    return difference.isEqual() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
                }));
    }
}
