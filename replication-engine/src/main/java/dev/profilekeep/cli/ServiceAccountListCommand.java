package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code service-account list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the service accounts, newest first; not their tokens, which are kept nowhere.")
final class ServiceAccountListCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Mixin
    private ConfigOption config = new ConfigOption();

    ServiceAccountListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        JsonNode accounts = accounts(context.config(config.file));
        if (json) {
            context.out().println(Json.write(accounts));
            return ProfileKeepCli.OK;
        }
        TextTable table = new TextTable(false, false, false, false, false, false, false);
        table.add("Id", "Name", "Role", "Scope", "State", "Good until", "Last used");
        accounts.forEach(account -> table.add(
                account.path("id").asText(),
                account.path("name").asText(),
                account.path("role").asText(),
                scope(account),
                account.path("state").asText(),
                account.path("expiresAt").asText(),
                account.path("lastUsedOn").isNull()
                        ? "never"
                        : account.path("lastUsedOn").asText() + " from "
                                + account.path("lastUsedFrom").asText()));
        context.out().print(table.write(""));
        return ProfileKeepCli.OK;
    }

    private static String scope(JsonNode account) {
        List<String> parts = new ArrayList<>();
        account.path("sites").forEach(site -> parts.add("site " + site.asText()));
        account.path("sets").forEach(set -> parts.add("set " + set.asText()));
        return parts.isEmpty() ? "all" : String.join(", ", parts);
    }

    private JsonNode accounts(ProfileKeepConfig read) {
        try (Engine engine = context.open(read)) {
            ArrayNode accounts = Json.MAPPER.createArrayNode();
            engine.serviceAccounts()
                    .all()
                    .forEach(account -> accounts.add(
                            ServiceAccountCommands.json(account, context.clock().instant())));
            return accounts;
        } catch (CatalogInUseException e) {
            return PortalClient.of(read, e).get(ServiceAccountCommands.PATH);
        }
    }
}
