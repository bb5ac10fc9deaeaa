package dev.profilekeep.cli;

import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.storage.LocationMode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code location mode}: an audited act. */
@Command(
        name = "mode",
        mixinStandardHelpOptions = true,
        description = "Changes what may be written at a location. The change and its reason are recorded.")
final class LocationModeCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "ID", description = "The location.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "MODE",
            description = "OBSERVE (nothing is written), ASSIST (what people ask for), ACT (jobs too).")
    private LocationMode mode = LocationMode.OBSERVE;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is recorded.")
    private String reason = "";

    @Mixin
    private ConfigOption config = new ConfigOption();

    LocationModeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ProfileKeepConfig read = context.config(config.file);
        if (read.location(id).isEmpty()) {
            throw new CliProblem("there is no location '" + id + "'");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new CliProblem("--reason " + fault);
        });
        try (Engine engine = context.open(read)) {
            engine.locations().changeMode(id, mode, context.actor(), reason);
        } catch (CatalogInUseException e) {
            PortalClient.of(read, e)
                    .post("/api/v1/locations/" + id + "/mode", Map.of("mode", mode.name(), "reason", reason));
        }
        context.out().printf("%s is now in mode %s.%n", id, mode);
        return ProfileKeepCli.OK;
    }
}
