package dev.profilekeep.cli;

import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SecretCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config check}: the file alone; no server is asked. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reads the configuration and lists everything that is wrong with it. No server is asked.")
final class ConfigCheckCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    ConfigCheckCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ProfileKeepConfig read = context.config(config.file);
        SecretCheck.require(read);
        context.out()
                .printf(
                        "%s is sound: %d sites, %d locations, %d sets, catalog %s%n",
                        read.file(),
                        read.sites().size(),
                        read.locations().size(),
                        read.sets().size(),
                        read.database().url());
        return ProfileKeepCli.OK;
    }
}
