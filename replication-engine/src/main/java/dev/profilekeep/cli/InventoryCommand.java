package dev.profilekeep.cli;

import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRunningException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inventory}: one run over the locations, here or by the running portal. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at every container of the configured locations and records what it finds.",
            "While the portal runs it has the catalog; then the portal is asked to do it."
        },
        footer = {
            "",
            "Exit code 1 means that something could not be read, or that a container has a finding that needs attention."
        })
final class InventoryCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Option(names = "--location", paramLabel = "ID", description = "Only this location; may be given several times.")
    private List<String> locations = List.of();

    @Option(
            names = "--confirm-empty",
            paramLabel = "ID",
            description =
                    "This location was emptied on purpose: believe that it holds nothing, and take for gone what was"
                            + " there. Recorded; may be given several times.")
    private List<String> confirmedEmpty = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; needed with --confirm-empty, and recorded.")
    private String reason = "";

    @Option(
            names = "--progress",
            negatable = true,
            description = "Show progress on stderr; without it, if there is a terminal.")
    private @Nullable Boolean progress;

    InventoryCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ProfileKeepConfig read = context.config(config.file);
        Set<String> wanted = new LinkedHashSet<>(locations);
        wanted.forEach(id -> known(read, id));
        for (String id : confirmedEmpty) {
            known(read, id);
            if (!wanted.isEmpty() && !wanted.contains(id)) {
                throw new CliProblem("--confirm-empty " + id + ": this inventory does not look at '" + id
                        + "'; name it with --location too, or leave --location out");
            }
        }
        if (!reason.isEmpty() && confirmedEmpty.isEmpty()) {
            throw new CliProblem("--reason says why a location is confirmed empty; give --confirm-empty ID with it");
        }
        if (reason.isBlank() && !confirmedEmpty.isEmpty()) {
            throw new CliProblem("--confirm-empty needs --reason TEXT: it is recorded why the location was emptied");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new CliProblem("--reason " + fault);
        });
        boolean shown = progress != null ? progress : System.console() != null;
        ProgressLine line = new ProgressLine(context.err(), shown);
        try (Interruption interruption = new Interruption()) {
            InventoryReport report = report(read, wanted, line, interruption);
            if (json) {
                context.out().println(Json.write(report));
            } else {
                report.print(context.out());
            }
            context.out().flush();
            return report.exitCode();
        }
    }

    private static void known(ProfileKeepConfig read, String id) {
        if (read.location(id).isEmpty()) {
            List<String> all =
                    read.locations().stream().map(location -> location.id()).toList();
            throw new CliProblem("there is no location '" + id + "'; known: " + String.join(", ", all));
        }
    }

    private InventoryReport report(
            ProfileKeepConfig read, Set<String> wanted, ProgressLine line, Interruption interruption) {
        try (Engine engine = context.open(read)) {
            confirmedEmpty.forEach(id -> engine.locations().confirmEmpty(id, context.actor(), reason));
            return new InventoryHere(engine, interruption, context.actor()).run(wanted, line);
        } catch (CatalogInUseException e) {
            PortalClient portal = PortalClient.of(read, e);
            if (!wanted.isEmpty()) {
                throw new CliProblem("the portal is running and looks at all locations; leave --location out", e);
            }
            return new InventoryByPortal(portal).run(confirmedEmpty, reason, line);
        } catch (InventoryRunningException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }
}
