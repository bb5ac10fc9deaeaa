package dev.profilekeep.cli;

import dev.profilekeep.config.Prerequisites;
import dev.profilekeep.config.ProfileKeepConfig;
import java.util.List;
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
        Prerequisites.require(read);
        Prerequisites.requireSignIn(read);
        List<String> missing = Prerequisites.missingForPortal(read);
        context.out()
                .printf(
                        "%s is sound%s: %d sites, %d locations, %d sets, catalog %s%n",
                        read.file(),
                        missing.isEmpty() ? "" : " for the command line",
                        read.sites().size(),
                        read.locations().size(),
                        read.sets().size(),
                        read.database().url());
        if (!missing.isEmpty()) {
            context.out().println("The portal needs more (the demo does not):");
            missing.forEach(one -> context.out().println("  " + one));
        }
        return ProfileKeepCli.OK;
    }
}
