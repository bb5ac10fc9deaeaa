package dev.profilekeep.cli;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replica.estate.VerificationRun;
import dev.profilekeep.replica.estate.VerificationRunningException;
import dev.profilekeep.replica.estate.VerificationWish;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: compares copies at further sites with those that people work with, in this process. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Compares copies at further sites with those that people work with. Copies are read only.",
            "Goes by what the last inventory found. While the portal runs it has the catalog: start it there then."
        },
        footer = {
            "",
            "What the verdicts mean: docs/replication.md.",
            "Exit code 1 means that a copy is not equal, or that the run came to no end."
        })
final class VerifyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--set", paramLabel = "ID", description = "Only copies of this set.")
    private String set = "";

    @Option(
            names = "--files",
            paramLabel = "WHO",
            description = "Only say in which files the copies of one person differ, now: account, SID or number of a"
                    + " container. It is in the audit trail.")
    private String files = "";

    @Option(
            names = "--rights",
            paramLabel = "WHO",
            description = "Only say in what owner, group, rights, attributes and sidecars of the copies of one person"
                    + " differ, now. It is in the audit trail.")
    private String rights = "";

    @Option(names = "--all", description = "With --files: list files of which only times or rights differ, too.")
    private boolean all;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (Stream.of(set, files, rights).filter(given -> !given.isEmpty()).count() > 1) {
            throw new CliProblem("--set, --files and --rights: one of them");
        }
        ProfileKeepConfig read = context.config(config.file);
        if (!set.isEmpty() && read.set(set).isEmpty()) {
            List<String> known = read.sets().stream().map(SetConfig::id).toList();
            throw new CliProblem("there is no set '" + set + "'; known: " + String.join(", ", known));
        }
        try (Interruption interruption = new Interruption();
                Engine engine = context.open(read)) {
            if (engine.inventory().lastDone().isEmpty()) {
                throw new NoInventory();
            }
            if (!files.isEmpty()) {
                return new VerifyFiles(context, engine, all, json).of(files);
            }
            if (!rights.isEmpty()) {
                return new VerifyRights(context, engine, json).of(rights);
            }
            VerifyReport report = VerifyReport.of(
                    engine.verification(),
                    run(engine, interruption),
                    LocalDate.now(context.clock()
                            .withZone(read.secondSite().verification().zone())));
            if (json) {
                context.out().println(Json.write(report));
            } else {
                report.print(context.out());
            }
            context.out().flush();
            return report.exitCode();
        } catch (CatalogInUseException e) {
            throw new CliProblem("the portal is running and has the catalog: start it there, on the page Jobs", e);
        } catch (VerificationRunningException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private VerificationRun run(Engine engine, Interruption interruption) throws VerificationRunningException {
        return Act.<VerificationRun, VerificationRunningException>told(
                (evidence, outcome) -> engine.audit()
                        .append(context.actor(), new AuditEntry("job.start", "verification", "", evidence, outcome)),
                set.isEmpty() ? Map.of() : Map.of("set", set),
                () -> engine.verification()
                        .runAll("command line", true, new VerificationWish(set, null, false), interruption),
                run -> Map.of(
                        "verification",
                        Long.toString(run.id()),
                        "result",
                        run.phase().name()),
                e -> e instanceof VerificationRunningException ? String.valueOf(e.getMessage()) : "");
    }
}
