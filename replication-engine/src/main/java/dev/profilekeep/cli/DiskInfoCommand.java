package dev.profilekeep.cli;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.LogState;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code disk info}: what a container says about itself. Needs no configuration and no catalog. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description =
                "Describes a VHDX or VHD file, or a plain image (--raw), on this machine or on a share. Nothing is written.",
        footer = {
            "",
            "Exit code 1 means that something was found: a volume that asks for a check, a log that needs replay, damage, or"
                    + " anything else noted."
        })
final class DiskInfoCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskChainOptions disk = new DiskChainOptions();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskInfoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        disk.checkSector();
        DiskFacts facts = disk.source.read(context, file -> DiskFacts.of(file, disk, context));
        context.out().println(json ? DiskInfoJson.write(facts) : DiskInfoText.write(disk.source.file, facts));
        return sound(facts.info()) ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    static boolean sound(DiskInfo info) {
        return info.log() == LogState.EMPTY
                && info.notes().isEmpty()
                && info.partitions().stream()
                        .noneMatch(partition -> Boolean.TRUE.equals(partition.dirty()) || partition.problem() != null);
    }
}
