package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code service-account create}: the token on stdout and nothing else, so that a script can take it. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a service account and prints its token, once: it is kept nowhere. The act is recorded.")
final class ServiceAccountCreateCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "NAME", description = "What will use the token, such as \"monitoring\".")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description =
                    "HELPDESK, ADMINISTRATOR, AUDITOR, or HOST_REPORT, which only posts reports of session hosts.")
    private AccountRole role = AccountRole.HOST_REPORT;

    @Option(names = "--site", paramLabel = "ID", description = "Only containers with a copy there; may be repeated.")
    private List<String> sites = List.of();

    @Option(names = "--set", paramLabel = "ID", description = "Only containers of this set; may be repeated.")
    private List<String> sets = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "So long is the token good: 1 to " + NewAccount.MOST_DAYS + " days; without it "
                    + NewAccount.USUAL_DAYS + ".")
    private int days = NewAccount.USUAL_DAYS;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
    private String reason = "";

    @Option(names = "--json", description = "Answer in JSON: the account, and its token.")
    private boolean json;

    @Mixin
    private ConfigOption config = new ConfigOption();

    ServiceAccountCreateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        NewAccount asked = new NewAccount(name, role, Set.copyOf(sites), Set.copyOf(sets), days, reason);
        JsonNode made = make(context.config(config.file), asked);
        if (json) {
            context.out().println(Json.write(made));
            return ProfileKeepCli.OK;
        }
        context.out().println(made.path("token").asText());
        context.err()
                .printf(
                        "Service account %s (%s) is %s until %s. Its token is kept nowhere: store it now.%n",
                        made.path("name").asText(),
                        made.path("id").asText(),
                        made.path("role").asText(),
                        made.path("expiresAt").asText());
        return ProfileKeepCli.OK;
    }

    private JsonNode make(ProfileKeepConfig read, NewAccount asked) {
        try (Engine engine = context.open(read)) {
            ServiceAccounts.Made made = engine.serviceAccounts().create(asked, context.actor());
            ObjectNode answer =
                    ServiceAccountCommands.json(made.account(), context.clock().instant());
            answer.put("token", made.token());
            return answer;
        } catch (CatalogInUseException e) {
            return PortalClient.of(read, e)
                    .post(
                            ServiceAccountCommands.PATH,
                            Map.of(
                                    "name", asked.name(),
                                    "role", asked.role().name(),
                                    "sites", asked.sites(),
                                    "sets", asked.sets(),
                                    "days", asked.days(),
                                    "reason", asked.reason()));
        }
    }
}
