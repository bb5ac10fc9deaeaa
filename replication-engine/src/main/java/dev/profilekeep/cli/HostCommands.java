package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.lock.HostDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code host}: machines that people sign in to, those that are gone, and the script by which they tell of themselves. */
final class HostCommands {
    private static final String PATH = "/api/v1/hosts";

    private HostCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("host", "Machines that people sign in to, and those that are gone.")
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new GoneCommand(context))
                .addSubcommand(new HostScriptCommand(context));
    }

    /** {@code host list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the machines that anybody told of, and those that were declared gone.")
    static final class ListCommand implements Callable<Integer> {
        private final Context context;

        @Option(names = "--json", description = "Answer in JSON.")
        private boolean json;

        @Mixin
        private ConfigOption config = new ConfigOption();

        ListCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            JsonNode hosts = hosts(context.config(config.file));
            if (json) {
                context.out().println(Json.write(hosts));
                return ProfileKeepCli.OK;
            }
            TextTable table = new TextTable(false, false, false, false, false);
            table.add("Name", "Pool", "Last heard of", "Started", "Gone");
            for (JsonNode host : hosts) {
                JsonNode gone = host.path("gone");
                table.add(
                        host.path("name").asText(),
                        host.path("pool").asText(),
                        text(host, "seenAt", "never"),
                        text(host, "lastBoot", "not known"),
                        gone.isObject()
                                ? "since " + gone.path("at").asText() + ", said by "
                                        + gone.path("by").asText() + ": "
                                        + gone.path("reason").asText()
                                : "");
            }
            context.out().print(table.write(""));
            return ProfileKeepCli.OK;
        }

        private static String text(JsonNode one, String key, String none) {
            JsonNode value = one.path(key);
            return value.isNull() || value.isMissingNode() ? none : value.asText();
        }

        private JsonNode hosts(ProfileKeepConfig read) {
            try (Engine engine = context.open(read)) {
                return Json.MAPPER.valueToTree(engine.locks().hosts());
            } catch (CatalogInUseException e) {
                return PortalClient.of(read, e).get(PATH);
            }
        }
    }

    /** {@code host gone}: an audited act. */
    @Command(
            name = "gone",
            mixinStandardHelpOptions = true,
            description = {
                "Declares that a machine was deleted or installed anew: what it had open before is nobody's any more.",
                "It ends by itself when the machine is heard of again. It is recorded."
            })
    static final class GoneCommand implements Callable<Integer> {
        private final Context context;

        @Parameters(index = "0", paramLabel = "NAME", description = "The machine.")
        private String name = "";

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description =
                        "Since when it is gone, such as 2026-03-01T08:40:00+01:00. Rather too early than too late:"
                                + " what began later is not covered.")
        private String at = "";

        @Option(names = "--back", description = "Take it back.")
        private boolean back;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
        private String reason = "";

        @Option(names = "--ticket", paramLabel = "TEXT", description = "A ticket's number; it is recorded.")
        private String ticket = "";

        @Mixin
        private ConfigOption config = new ConfigOption();

        GoneCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            check("--reason", reason);
            check("--ticket", ticket);
            ProfileKeepConfig read = context.config(config.file);
            if (back) {
                if (!at.isEmpty() || !ticket.isEmpty()) {
                    throw new CliProblem("--back takes neither --at nor --ticket");
                }
                takeBack(read);
                context.out().printf("%s is not declared gone any more.%n", name);
                return ProfileKeepCli.OK;
            }
            if (at.isEmpty() || reason.isBlank()) {
                throw new CliProblem("say --at, since when it is gone, and --reason; or --back to take it back");
            }
            JsonNode gone = declare(read, time()).path("gone");
            context.out()
                    .printf(
                            "%s is gone since %s. What it had open before is nobody's any more; look at its locks again.%n",
                            name, gone.path("at").asText());
            return ProfileKeepCli.OK;
        }

        private static void check(String option, String given) {
            GivenReason.fault(given.strip()).ifPresent(fault -> {
                throw new CliProblem(option + " " + fault);
            });
        }

        private void takeBack(ProfileKeepConfig read) {
            try (Engine engine = context.open(read)) {
                engine.locks().goneHosts().takeBack(name, context.actor(), reason.strip());
            } catch (GoneRefusedException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            } catch (CatalogInUseException e) {
                PortalClient.of(read, e).post(PATH + "/" + inPath() + "/back", Map.of("reason", reason.strip()));
            }
        }

        private JsonNode declare(ProfileKeepConfig read, Instant since) {
            try (Engine engine = context.open(read)) {
                return Json.MAPPER.valueToTree(HostDocument.of(engine.locks()
                        .goneHosts()
                        .declare(name, since, context.actor(), reason.strip(), ticket.strip())));
            } catch (GoneRefusedException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            } catch (CatalogInUseException e) {
                return PortalClient.of(read, e)
                        .post(
                                PATH + "/" + inPath() + "/gone",
                                Map.of("at", since.toString(), "reason", reason.strip(), "ticket", ticket.strip()));
            }
        }

        /** Without domain: the portal takes no backslash in an address. */
        private String inPath() {
            String bare = name.strip().substring(name.strip().lastIndexOf('\\') + 1);
            if (bare.isEmpty() || bare.contains("/")) {
                throw new CliProblem("'" + name + "' is no computer's name");
            }
            return URLEncoder.encode(bare, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private Instant time() {
            try {
                return OffsetDateTime.parse(at).toInstant();
            } catch (DateTimeException e) {
                throw new CliProblem(
                        "--at must be a time with its offset, such as 2026-03-01T08:40:00+01:00, not " + at, e);
            }
        }
    }
}
