package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.audit.GivenReason;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code account}: SIDs of people whose identity provider says none. The portal keeps them, as it alone signs people in, so it
 * must run.
 */
final class AccountCommands {
    private AccountCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("account", "Windows accounts of people whose identity provider says none.")
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new GiveCommand(context))
                .addSubcommand(new TakeCommand(context));
    }

    private static PortalClient portal(Context context, ConfigOption config) {
        return PortalClient.running(context.config(config.file));
    }

    private static void check(String reason) {
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new CliProblem("--reason " + fault);
        });
    }

    /** {@code account list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists people who signed in without a SID, those who wait for one first.")
    static final class ListCommand implements Callable<Integer> {
        private final Context context;

        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--json", description = "Answer in JSON.")
        private boolean json;

        ListCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            JsonNode accounts = portal(context, config).get("/api/v1/accounts");
            if (json) {
                context.out().println(Json.write(accounts));
                return ProfileKeepCli.OK;
            }
            TextTable table = new TextTable(false, false, false, false, false, false);
            table.add("Identity provider", "Subject", "Name", "SID", "Last came", "Given by");
            for (JsonNode one : accounts) {
                table.add(
                        one.path("identityProvider").asText(),
                        one.path("subject").asText(),
                        one.path("displayName").asText(),
                        text(one, "sid", "waits for one"),
                        text(one, "seenAt", "never"),
                        text(one, "mappedBy", ""));
            }
            context.out().print(table.write(""));
            return ProfileKeepCli.OK;
        }

        private static String text(JsonNode one, String key, String none) {
            JsonNode value = one.path(key);
            return value.isNull() || value.isMissingNode() ? none : value.asText();
        }
    }

    /** {@code account give}: an audited act. */
    @Command(
            name = "give",
            mixinStandardHelpOptions = true,
            description =
                    "Gives somebody a SID, from their next sign-in on: what it owns is then theirs. It is recorded.")
    static final class GiveCommand implements Callable<Integer> {
        private final Context context;

        @Parameters(index = "0", paramLabel = "PROVIDER", description = "The id of the identity provider.")
        private String provider = "";

        @Parameters(
                index = "1",
                paramLabel = "SUBJECT",
                description = "What it calls the person; see \"account list\".")
        private String subject = "";

        @Parameters(index = "2", paramLabel = "SID", description = "The person's SID.")
        private String sid = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is recorded.")
        private String reason = "";

        @Mixin
        private ConfigOption config = new ConfigOption();

        GiveCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            check(reason);
            portal(context, config)
                    .post(
                            "/api/v1/accounts/sid",
                            Map.of("identityProvider", provider, "subject", subject, "sid", sid, "reason", reason));
            context.out().printf("%s of %s has that SID from the next sign-in on.%n", subject, provider);
            return ProfileKeepCli.OK;
        }
    }

    /** {@code account take}: an audited act. */
    @Command(
            name = "take",
            mixinStandardHelpOptions = true,
            description =
                    "Takes a SID away that was given; who is signed in keeps it until they sign out. It is recorded.")
    static final class TakeCommand implements Callable<Integer> {
        private final Context context;

        @Parameters(index = "0", paramLabel = "PROVIDER", description = "The id of the identity provider.")
        private String provider = "";

        @Parameters(
                index = "1",
                paramLabel = "SUBJECT",
                description = "What it calls the person; see \"account list\".")
        private String subject = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is recorded.")
        private String reason = "";

        @Mixin
        private ConfigOption config = new ConfigOption();

        TakeCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            check(reason);
            portal(context, config)
                    .post(
                            "/api/v1/accounts/sid/remove",
                            Map.of("identityProvider", provider, "subject", subject, "reason", reason));
            context.out().printf("%s of %s has no SID here any more.%n", subject, provider);
            return ProfileKeepCli.OK;
        }
    }
}
