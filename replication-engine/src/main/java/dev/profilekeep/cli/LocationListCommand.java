package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code location list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the locations with their modes.")
final class LocationListCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    LocationListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        JsonNode locations = locations(context.config(config.file));
        if (json) {
            context.out().println(Json.write(locations));
            return ProfileKeepCli.OK;
        }
        TextTable table = new TextTable(false, false, false, false, false, false);
        table.add("ID", "Site", "Mode", "Last inventory", "Address", "Problem");
        for (JsonNode one : locations) {
            String inventory = one.path("lastInventory").asText("");
            String problem = one.path("problem").asText("");
            table.add(
                    one.path("id").asText(),
                    one.path("siteName").asText(),
                    one.path("mode").asText(),
                    inventory.isEmpty() || inventory.equals("null") ? "never" : inventory,
                    one.path("address").asText(),
                    problem.equals("null") ? "" : problem);
        }
        context.out().print(table.write(""));
        return ProfileKeepCli.OK;
    }

    private JsonNode locations(ProfileKeepConfig read) {
        try (Engine engine = context.open(read)) {
            return Json.MAPPER.valueToTree(engine.locations().list());
        } catch (CatalogInUseException e) {
            JsonNode answer = PortalClient.of(read, e).get("/api/v1/locations");
            return answer.isArray() ? answer : answer.path("items");
        }
    }
}
