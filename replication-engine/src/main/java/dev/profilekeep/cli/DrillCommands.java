package dev.profilekeep.cli;

import dev.profilekeep.site.SiteKey;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code drill}: reports of rehearsals of the loss of a site. */
final class DrillCommands {
    private DrillCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("drill", "Reports of rehearsals of the loss of a site.")
                .addSubcommand(new DrillVerifyCommand(context))
                .addSubcommand(new KeyCommand(context));
    }

    /** {@code drill key}: the half of the installation's key that everybody may have. */
    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the public key of this installation, as 'drill verify --key' and openssl read it.",
                "Give it to who is to prove reports, by another way than the reports. The key is made at its first use."
            })
    static final class KeyCommand implements Callable<Integer> {
        private final Context context;

        @Mixin
        private ConfigOption config = new ConfigOption();

        KeyCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            context.out()
                    .print(SiteKey.ofInstallation(context.config(config.file).dataDirectory())
                            .open()
                            .pem());
            context.out().flush();
            return ProfileKeepCli.OK;
        }
    }
}
