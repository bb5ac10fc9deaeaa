package dev.profilekeep.cli;

import picocli.CommandLine;

/** {@code backup …}: a backup repository and what is in it. Needs no configuration and no catalog. */
final class BackupCommands {
    private BackupCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("backup", "A backup repository, and what is in it.")
                .addSubcommand(new BackupInitCommand(context))
                .addSubcommand(new BackupCreateCommand(context))
                .addSubcommand(new BackupListCommand(context))
                .addSubcommand(new BackupShowCommand(context))
                .addSubcommand(new BackupLsCommand(context))
                .addSubcommand(new BackupCatCommand(context))
                .addSubcommand(new BackupRestoreCommand(context))
                .addSubcommand(new BackupCopyCommand(context))
                .addSubcommand(new BackupCheckCommand(context))
                .addSubcommand(new BackupPinCommand(context))
                .addSubcommand(new BackupUnpinCommand(context))
                .addSubcommand(new BackupHoldCommand(context))
                .addSubcommand(new BackupReleaseCommand(context))
                .addSubcommand(new BackupForgetCommand(context))
                .addSubcommand(new BackupPruneCommand(context))
                .addSubcommand(
                        "key",
                        ProfileKeepCli.group("key", "Who can open the repository.")
                                .addSubcommand(new BackupKeyListCommand(context))
                                .addSubcommand(new BackupKeyAddCommand(context))
                                .addSubcommand(new BackupKeyChangeCommand(context))
                                .addSubcommand(new BackupKeyRemoveCommand(context))
                                .addSubcommand(new BackupKeyProveCommand(context)));
    }
}
