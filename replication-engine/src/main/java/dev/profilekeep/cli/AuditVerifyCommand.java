package dev.profilekeep.cli;

import dev.profilekeep.audit.AuditTrail.Verification;
import dev.profilekeep.engine.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code audit verify}: is the chain whole? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Recomputes the audit chain and says whether an entry is missing or was changed.")
final class AuditVerifyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    AuditVerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Engine engine = context.open(context.config(config.file))) {
            Verification verification = engine.audit().verify();
            if (verification.sound()) {
                long entries = verification.entries();
                context.out().printf("The chain is whole: %d %s.%n", entries, entries == 1 ? "entry" : "entries");
                context.out().printf("Head: %s%n", verification.head());
                return ProfileKeepCli.OK;
            }
            context.out().printf("The chain is broken (%d entries):%n", verification.entries());
            verification.problems().forEach(problem -> context.out().println("  " + problem));
            return ProfileKeepCli.FINDINGS;
        }
    }
}
