package dev.profilekeep.cli;

import picocli.CommandLine;

/** {@code disk …}: everything about single container files. Needs no configuration and no catalog. */
final class DiskCommands {
    private DiskCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("disk", "Single container files.")
                .addSubcommand(new DiskInfoCommand(context))
                .addSubcommand(new DiskCheckCommand(context))
                .addSubcommand(new DiskLsCommand(context))
                .addSubcommand(new DiskCatCommand(context))
                .addSubcommand(new DiskTreeCommand(context))
                .addSubcommand(new DiskExportCommand(context))
                .addSubcommand(new DiskConvertCommand(context))
                .addSubcommand(new DiskCreateCommand(context))
                .addSubcommand(new DiskWhoUsesCommand(context))
                .addSubcommand(new DiskBiggestCommand(context));
    }
}
