package dev.profilekeep.cli;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.estate.ReplicationRun;
import dev.profilekeep.replicate.estate.ReplicationRunningException;
import dev.profilekeep.replicate.estate.ReplicationService.Planned;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replicate}: brings copies at further sites up to date, in this process. */
@Command(
        name = "replicate",
        mixinStandardHelpOptions = true,
        description = {
            "Brings copies at further sites up to date, of the sets with replication ENGINE: what changed at the active"
                    + " site is carried, and the new copy takes the old one's name once it is proved.",
            "Copies that changed there, too, are never written over. Goes by what the last inventory found. While the"
                    + " portal runs it has the catalog."
        },
        footer = {"", "Exit code 1 means that a copy was left as it was, or that the run came to no end."})
final class ReplicateCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--set", paramLabel = "ID", description = "Only copies of this set.")
    private String set = "";

    @Option(
            names = "--plan",
            description =
                    "Only say what would be done for each copy. The active site of a set is recorded if it was not"
                            + " yet.")
    private boolean plan;

    @Option(
            names = "--offline",
            description = "Nobody signs in meanwhile: files are held for as long as it takes, without pauses.")
    private boolean offline;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    ReplicateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ProfileKeepConfig read = context.config(config.file);
        SetConfig known = set.isEmpty() ? null : read.set(set).orElse(null);
        if (!set.isEmpty() && known == null) {
            List<String> ids = read.sets().stream().map(SetConfig::id).toList();
            throw new CliProblem("there is no set '" + set + "'; known: " + String.join(", ", ids));
        }
        if (known != null && known.replication() != SetConfig.Replication.ENGINE) {
            throw new CliProblem("the copies of set '" + set + "' are carried by others (replication: "
                    + known.replication() + "); 'verify' says how they stand");
        }
        try (Interruption interruption = new Interruption();
                Engine engine = context.open(read)) {
            if (engine.inventory().lastDone().isEmpty()) {
                throw new NoInventory();
            }
            if (offline) {
                engine.replications().holdWithoutPauses();
            }
            if (plan) {
                return plan(engine, interruption);
            }
            ReplicateReport report = ReplicateReport.of(engine.replications(), run(engine, interruption));
            if (json) {
                context.out().println(Json.write(report));
            } else {
                report.print(context.out());
            }
            context.out().flush();
            return report.exitCode();
        } catch (CatalogInUseException e) {
            throw new CliProblem("the portal is running and has the catalog: stop it, or wait for the night", e);
        } catch (ReplicationRunningException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private int plan(Engine engine, Interruption interruption) throws IOException {
        List<Planned> all = new ArrayList<>();
        engine.replications().plans(set, context.actor(), interruption, one -> {
            if (json) {
                all.add(one);
            } else {
                print(one);
            }
        });
        if (json) {
            context.out().println(Json.write(all));
        }
        context.out().flush();
        return ProfileKeepCli.OK;
    }

    private void print(Planned one) {
        context.out()
                .printf(
                        "%s at %s:%s%n",
                        Visible.oneLine(one.name()),
                        one.locationId(),
                        one.reason() == Reason.NONE
                                ? ""
                                : " stays as it is (" + one.reason().word() + ")");
        one.sentences().forEach(sentence -> context.out().println("  " + Visible.oneLine(sentence)));
    }

    private ReplicationRun run(Engine engine, Interruption interruption) throws ReplicationRunningException {
        return Act.<ReplicationRun, ReplicationRunningException>told(
                (evidence, outcome) -> engine.audit()
                        .append(context.actor(), new AuditEntry("job.start", "replication", "", evidence, outcome)),
                set.isEmpty() ? Map.of() : Map.of("set", set),
                () -> engine.replications().runAll(context.actor().name(), true, set, interruption),
                run -> Map.of(
                        "replication",
                        Long.toString(run.id()),
                        "result",
                        run.phase().name()),
                e -> e instanceof ReplicationRunningException ? String.valueOf(e.getMessage()) : "");
    }
}
