package dev.profilekeep.cli;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRunningException;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.compact.estate.DamagedCanaries;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.text.Visible;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compact}: makes the disks of locations smaller, in this process. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the disks of locations smaller, or tells what could be freed there.",
            "Goes by what the last inventory found. While the portal runs it has the catalog: start it there then."
        },
        footer = {
            "",
            "Exit code 1 means that a disk should have become smaller and did not, or that the run was stopped."
        })
final class CompactCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--location",
            paramLabel = "ID",
            description = "Containers whose first copy lies here; may be given several times.")
    private List<String> locations = List.of();

    @Option(names = "--plan", description = "Tell what could be freed, and change nothing.")
    private boolean plan;

    @Option(
            names = "--go-on-after-canary",
            paramLabel = "SET",
            description = {
                "Let other disks of this set follow although one that went first was found damaged,",
                "and change nothing now. Needs --reason. Look at the damaged one first."
            })
    private @Nullable String goOn;

    @Option(
            names = "--agent",
            paramLabel = "VERSION",
            description = "With --go-on-after-canary: of FSLogix; left out for disks of which nobody knows it.")
    private String agent = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "With --go-on-after-canary: why; recorded in the audit trail.")
    private String reason = "";

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    /** The JSON answer to {@code --go-on-after-canary}. */
    record WentOn(String set, String agentVersion, int damaged, List<PassedOver> passedOver) {}

    /** A damaged disk that others follow all the same. */
    record PassedOver(long container, String location, String path, String sentence) {
        static PassedOver of(DamagedCanary one) {
            return new PassedOver(one.containerId(), one.locationId(), one.path(), one.sentence());
        }

        String inWords() {
            return "passed over: " + Visible.oneLine(location + " " + path) + ": " + Visible.oneLine(sentence);
        }
    }

    CompactCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ProfileKeepConfig read = context.config(config.file);
        String set = goOn;
        if (set != null) {
            return goOn(read, set);
        }
        if (!agent.isEmpty() || !reason.isEmpty()) {
            throw new CliProblem("--agent and --reason are for --go-on-after-canary: give them with it alone");
        }
        if (locations.isEmpty()) {
            throw new CliProblem("name a location: --location ID");
        }
        Set<String> wanted = new LinkedHashSet<>(locations);
        List<String> all = read.locations().stream().map(LocationConfig::id).toList();
        for (String id : wanted) {
            if (!all.contains(id)) {
                throw new CliProblem("there is no location '" + id + "'; known: " + String.join(", ", all));
            }
        }
        try (Interruption interruption = new Interruption();
                Engine engine = context.open(read)) {
            CompactionRun run = run(engine, List.copyOf(wanted), interruption);
            CompactReport report = CompactReport.of(engine.compactions(), run);
            if (json) {
                context.out().println(Json.write(report));
            } else {
                report.print(context.out());
            }
            context.out().flush();
            return report.exitCode();
        } catch (CatalogInUseException e) {
            throw new CliProblem("the portal is running and has the catalog: start it there, on the page Space", e);
        } catch (CompactionRunningException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private int goOn(ProfileKeepConfig read, String set) {
        if (plan || !locations.isEmpty()) {
            throw new CliProblem("--go-on-after-canary begins no run: give it without --location and --plan");
        }
        try (Engine engine = context.open(read)) {
            DamagedCanaries damaged = engine.compactions().damagedCanaries();
            List<DamagedCanary> before = damaged.goOn(context.actor(), set, agent, reason);
            if (before.isEmpty()) {
                throw new CliProblem("nothing damaged keeps disks of set '" + set + "' and "
                        + (agent.isEmpty() ? "an unknown version of FSLogix" : "FSLogix " + agent) + " from it"
                        + known(damaged.list()));
            }
            List<PassedOver> passedOver = before.stream().map(PassedOver::of).toList();
            if (json) {
                context.out().println(Json.write(new WentOn(set, agent, passedOver.size(), passedOver)));
            } else {
                passedOver.forEach(one -> context.out().println(one.inWords()));
                context.out().println("other disks of this set and version follow from the next run on");
            }
            context.out().flush();
            return 0;
        } catch (CatalogInUseException e) {
            throw new CliProblem("the portal is running and has the catalog: do it there, on the page Space", e);
        } catch (IllegalArgumentException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private static String known(List<DamagedCanary> all) {
        return all.isEmpty()
                ? ""
                : all.stream()
                        .map(one ->
                                one.setId() + (one.agentVersion().isEmpty() ? "" : " --agent " + one.agentVersion()))
                        .distinct()
                        .collect(Collectors.joining(", ", "; known: ", ""));
    }

    private CompactionRun run(Engine engine, List<String> wanted, Interruption interruption)
            throws CompactionRunningException {
        CompactionService compactions = engine.compactions();
        return Act.<CompactionRun, CompactionRunningException>told(
                (evidence, outcome) -> engine.audit()
                        .append(context.actor(), new AuditEntry("job.start", "compaction", "", evidence, outcome)),
                Map.of("locations", String.join(" ", wanted), "planOnly", Boolean.toString(plan)),
                () -> compactions.runAll("command line", true, plan, wanted, interruption),
                run -> Map.of(
                        "compaction",
                        Long.toString(run.id()),
                        "result",
                        run.phase().name()),
                e -> e instanceof CompactionRunningException ? String.valueOf(e.getMessage()) : "");
    }
}
