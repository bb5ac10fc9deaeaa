package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.audit.AuditTrail.Verification;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit verify}: is the chain whole? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Recomputes the audit chain and says whether an entry is missing or was changed, and whether the mode of a"
                    + " location was changed without one.",
            "Note the head that it prints somewhere else: --head then tells a chain that was cut off or written anew."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--head",
            paramLabel = "HASH",
            description = "A head that was noted before: fails if the chain does not contain it.")
    private String head = "";

    @Mixin
    private ConfigOption config = new ConfigOption();

    AuditVerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ProfileKeepConfig read = context.config(config.file);
        if (!head.isEmpty() && !head.strip().matches("[0-9A-Fa-f]{64}")) {
            throw new CliProblem(
                    "--head takes the 64 hexadecimal digits that 'audit verify' printed, not '" + head + "'");
        }
        Verification verification = verify(read);
        if (verification.sound()) {
            long entries = verification.entries();
            context.out().printf("The chain is whole: %d %s.%n", entries, entries == 1 ? "entry" : "entries");
            context.out().printf("Head: %s%n", verification.head());
            return ProfileKeepCli.OK;
        }
        context.out().printf("The chain does not hold (%d entries):%n", verification.entries());
        verification.problems().forEach(problem -> context.out().println("  " + Visible.oneLine(problem)));
        return ProfileKeepCli.FINDINGS;
    }

    private Verification verify(ProfileKeepConfig read) {
        try (Engine engine = context.open(read)) {
            return engine.audit().verify(head);
        } catch (CatalogInUseException e) {
            JsonNode answer = PortalClient.of(read, e)
                    .get("/api/v1/audit/verify" + (head.isEmpty() ? "" : "?head=" + head.strip()));
            List<String> problems = new ArrayList<>();
            answer.path("problems").forEach(problem -> problems.add(problem.asText()));
            return new Verification(
                    answer.path("entries").asLong(),
                    problems,
                    answer.path("head").asText());
        }
    }
}
