package dev.profilekeep.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code disk …}: everything about single container files. Needs no configuration and no catalog. */
final class DiskCommands {
    private DiskCommands() {}

    static CommandLine group(Context context) {
        CommandLine group = ProfileKeepCli.group("disk", "Single container files, and plain images of disks.")
                .addSubcommand(new DiskInfoCommand(context))
                .addSubcommand(new DiskCheckCommand(context))
                .addSubcommand(new DiskLsCommand(context))
                .addSubcommand(new DiskCatCommand(context))
                .addSubcommand(new DiskTreeCommand(context))
                .addSubcommand(new DiskExportCommand(context))
                .addSubcommand(new DiskConvertCommand(context))
                .addSubcommand(new DiskCompactCommand(context))
                .addSubcommand(new DiskCreateCommand(context))
                .addSubcommand(new DiskWhoUsesCommand(context))
                .addSubcommand(new DiskBiggestCommand(context))
                .addSubcommand(new DiskSpaceCommand(context))
                .addSubcommand(new DiskMapCommand(context))
                .addSubcommand(new DiskDiffCommand(context));
        for (CommandLine command : group.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (JsonErrors.answersErrors(spec)) {
                var footer = new ArrayList<>(List.of(spec.usageMessage().footer()));
                if (footer.isEmpty()) {
                    footer.add("");
                }
                footer.add(JsonErrors.HELP);
                spec.usageMessage().footer(footer.toArray(new String[0]));
            }
        }
        return group;
    }
}
