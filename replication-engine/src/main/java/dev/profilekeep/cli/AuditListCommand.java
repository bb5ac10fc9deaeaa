package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit list}: who did what, newest first. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the newest entries of the audit trail: who did what to what, and why.")
final class AuditListCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    private final Context context;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most, up to 1000; without it 50.")
    private int limit = 50;

    @Mixin
    private ConfigOption config = new ConfigOption();

    AuditListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new CliProblem("--limit is 1 to " + MOST + ", not " + limit);
        }
        JsonNode entries = entries(context.config(config.file));
        if (json) {
            context.out().println(Json.write(entries));
            return ProfileKeepCli.OK;
        }
        TextTable table = new TextTable(true, false, false, false, false, false, false);
        table.add("#", "When", "Who", "What", "To what", "Outcome", "Why");
        entries.forEach(entry -> table.add(
                entry.path("seq").asText(),
                entry.path("at").asText(),
                entry.path("actor").asText(),
                entry.path("act").asText(),
                entry.path("subject").asText(),
                entry.path("outcome").asText(),
                entry.path("reason").asText()));
        context.out().print(table.write(""));
        return ProfileKeepCli.OK;
    }

    private JsonNode entries(ProfileKeepConfig read) {
        try (Engine engine = context.open(read)) {
            List<Map<String, Object>> entries = engine.audit().recent(limit).stream()
                    .map(AuditListCommand::entry)
                    .toList();
            return Json.MAPPER.valueToTree(entries);
        } catch (CatalogInUseException e) {
            return PortalClient.of(read, e).get("/api/v1/audit?limit=" + limit);
        }
    }

    /** With the names of the REST API. */
    private static Map<String, Object> entry(AuditRecord found) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("seq", found.seq());
        entry.put("at", found.at().toString());
        entry.put("actor", found.actor().name());
        entry.put("act", found.entry().act());
        entry.put("subject", found.entry().subject());
        entry.put("reason", found.entry().reason());
        entry.put("evidence", found.entry().evidence());
        entry.put("outcome", found.entry().outcome());
        entry.put("hash", found.hash());
        return entry;
    }
}
