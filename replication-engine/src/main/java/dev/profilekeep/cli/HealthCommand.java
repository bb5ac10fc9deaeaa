package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthReport;
import dev.profilekeep.health.Severity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code health}: what is wrong, worst first, as of the last inventory. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is wrong with containers and locations, worst first, as of the last inventory.",
            "While the portal runs it has the catalog; then the portal is asked."
        },
        footer = {
            "",
            "Exit code 1 means that there is a finding of severity WARN or CRITICAL that nobody accepted (with --site and --new:"
                    + " such a one).",
            "Exit code 2 means that it could not be told, also because no inventory has come to its end yet."
        })
final class HealthCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Option(names = "--site", paramLabel = "ID", description = "Only what was seen at this site.")
    private @Nullable String site;

    @Option(names = "--new", description = "Only what is new: first seen by the last inventory or since.")
    private boolean fresh;

    @Option(names = "--all", description = "Also what is merely good to know, and what somebody accepted.")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "So many findings at most, up to 1000; without it 50.")
    private int limit = 50;

    HealthCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new CliProblem("--limit is 1 to " + MOST + ", not " + limit);
        }
        ProfileKeepConfig read = context.config(config.file);
        if (site != null && read.site(site).isEmpty()) {
            List<String> known = read.sites().stream().map(SiteConfig::id).toList();
            throw new CliProblem("there is no site '" + site + "'; known: " + String.join(", ", known));
        }
        JsonNode report = report(read);
        boolean known = known(report);
        if (json) {
            context.out().println(Json.write(report));
        } else if (known) {
            new HealthText(report).print(context.out());
        }
        if (!known) {
            throw new NoInventory();
        }
        return found(report) ? ProfileKeepCli.FINDINGS : ProfileKeepCli.OK;
    }

    /** An inventory came to its end, or something was found wrong without one. */
    private static boolean known(JsonNode report) {
        JsonNode inventory = report.path("health").path("inventoryAt");
        return !inventory.isMissingNode() && !inventory.isNull()
                || report.path("total").asLong() > 0;
    }

    /** The worst come first, so a page that is not empty has them. */
    private static boolean found(JsonNode report) {
        for (JsonNode finding : report.path("findings")) {
            if (!finding.path("severity").asText().equals("INFO")
                    && !finding.path("acceptance").isObject()) {
                return true;
            }
        }
        return false;
    }

    private JsonNode report(ProfileKeepConfig read) {
        Set<Severity> severities = all ? EnumSet.allOf(Severity.class) : EnumSet.of(Severity.WARN, Severity.CRITICAL);
        try (Engine engine = context.open(read)) {
            FindingFilter filter = FindingFilter.OPEN
                    .sites(site == null ? Set.of() : Set.of(site))
                    .severities(severities)
                    .accepted(all ? Accepted.SHOWN : Accepted.HIDDEN)
                    .since(fresh ? engine.health().lastInventory() : null);
            HealthReport report = engine.health().report(filter, FindingSort.WORST_FIRST, 0, limit);
            return Json.MAPPER.valueToTree(report);
        } catch (CatalogInUseException e) {
            StringJoiner query = new StringJoiner("&", "?", "");
            severities.forEach(severity -> query.add("severity=" + severity));
            query.add("limit=" + limit);
            query.add("accepted=" + (all ? Accepted.SHOWN : Accepted.HIDDEN));
            if (site != null) {
                query.add("site=" + encoded(site));
            }
            if (fresh) {
                query.add("age=NEW");
            }
            return PortalClient.of(read, e).get("/api/v1/health" + query);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
