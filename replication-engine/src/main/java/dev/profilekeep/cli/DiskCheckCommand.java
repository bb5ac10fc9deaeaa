package dev.profilekeep.cli;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code disk check}: whether a container is sound, from its headers to the names in its directories. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks a VHDX or VHD file and the NTFS in it: every structure, every spare copy, who owns which cluster,"
                        + " whether every file is where its directory says. Nothing is written.",
        footer = {
            "",
            "Exit code 0: sound; waste and notes do not count. 1: something is lost, in danger or to be repaired. 2: nothing"
                    + " wrong was seen, but not all could be looked at, or the file could not be read."
        })
final class DiskCheckCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskChainOptions disk = new DiskChainOptions();

    @Option(names = "--json", description = "Answer in JSON, with every finding that was kept.")
    private boolean json;

    DiskCheckCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        disk.checkSector();
        CheckReport report;
        try (DiskProgress shown = DiskProgress.ofBytes(context, "checking")) {
            Progress progress = (done, total) ->
                    shown.at(done, total) && !Thread.currentThread().isInterrupted();
            report = disk.source.read(
                    context,
                    file -> disk.isRaw()
                            ? DiskCheck.content(disk.image(file), progress)
                            : DiskCheck.run(file.name(), file.device(), disk.resolver(file, context), progress));
        }
        String name = disk.source.file;
        context.out().println(json ? DiskCheckReport.json(name, report) : DiskCheckReport.text(name, report));
        return switch (report.verdict()) {
            case SOUND -> ProfileKeepCli.OK;
            case FINDINGS -> ProfileKeepCli.FINDINGS;
            case NOT_CHECKABLE -> ProfileKeepCli.FAILED;
        };
    }
}
