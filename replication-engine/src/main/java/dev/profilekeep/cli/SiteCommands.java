package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.FenceRefusedException;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.storage.Initiator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code site}: sites, and those that are declared failed over and cut off. */
final class SiteCommands {
    private static final String PATH = "/api/v1/sites";

    private SiteCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("site", "Sites, and those that are declared failed over and cut off.")
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new FenceCommand(context))
                .addSubcommand(new LiftCommand(context));
    }

    private static void require(ProfileKeepConfig config, String site) {
        if (config.site(site).isEmpty()) {
            throw new CliProblem("there is no site '" + site + "'; \"site list\" shows them");
        }
    }

    /** {@code site list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the sites, of which sets people work there, and which are declared failed over and cut off.")
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
            JsonNode sites = sites(context.config(config.file));
            if (json) {
                context.out().println(Json.write(sites));
                return ProfileKeepCli.OK;
            }
            TextTable table = new TextTable(false, false, false, false);
            table.add("Site", "Name", "People of these sets work here", "Cut off");
            for (JsonNode site : sites) {
                JsonNode cutOff = site.path("cutOff");
                table.add(
                        site.path("id").asText(),
                        site.path("name").asText(),
                        names(site.path("sets")),
                        cutOff.isObject()
                                ? "since " + cutOff.path("since").asText() + ", by "
                                        + cutOff.path("by").asText() + ": "
                                        + cutOff.path("reason").asText()
                                : "");
            }
            context.out().print(table.write(""));
            sites.forEach(site -> site.path("sets").forEach(this::tellOtherwise));
            return ProfileKeepCli.OK;
        }

        private static String names(JsonNode sets) {
            List<String> names = new ArrayList<>();
            sets.forEach(set -> names.add(set.path("id").asText()));
            return String.join(", ", names);
        }

        /** That a changed line of the configuration does not move people, if somebody has changed it. */
        private void tellOtherwise(JsonNode set) {
            if (!set.path("siteId").equals(set.path("configuredSiteId"))) {
                context.out()
                        .println(
                                "People of set " + set.path("id").asText() + " work at "
                                        + set.path("siteId").asText()
                                        + (set.path("since").isTextual()
                                                ? " since " + set.path("since").asText()
                                                : "")
                                        + ", as is recorded. In the configuration activeSite says "
                                        + set.path("configuredSiteId").asText()
                                        + ", which counts only until a first copy was carried: people are moved by a failover.");
            }
        }

        private JsonNode sites(ProfileKeepConfig read) {
            try (Engine engine = context.open(read)) {
                return Json.MAPPER.valueToTree(engine.locks().fences().sites());
            } catch (CatalogInUseException e) {
                return PortalClient.of(read, e).get(PATH);
            }
        }
    }

    /** {@code site fence}: says where it is done, for nobody on the command line can be told to be another person. */
    @Command(
            name = "fence",
            mixinStandardHelpOptions = true,
            description = {
                "Declaring a site failed over and cut off takes two administrators who signed in to the portal.",
                "The command line cannot tell who sits before it, so this says where it is done and changes nothing."
            })
    static final class FenceCommand implements Callable<Integer> {
        private final Context context;

        @Parameters(index = "0", paramLabel = "SITE", description = "The site's id.")
        private String site = "";

        @Mixin
        private ConfigOption config = new ConfigOption();

        FenceCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            require(context.config(config.file), site);
            throw new CliProblem("cutting off a site takes two administrators who signed in, which the command line"
                    + " cannot tell: one asks in the portal under Settings, \"Sites\", another agrees, and one of the"
                    + " two does it within the hour; nothing was changed");
        }
    }

    /** {@code site lift}: an audited act. */
    @Command(
            name = "lift",
            mixinStandardHelpOptions = true,
            description = "Takes back that a site is cut off: what stands there has a say again. It is recorded.")
    static final class LiftCommand implements Callable<Integer> {
        private final Context context;

        @Parameters(index = "0", paramLabel = "SITE", description = "The site's id.")
        private String site = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is recorded.")
        private String reason = "";

        @Mixin
        private ConfigOption config = new ConfigOption();

        LiftCommand(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            String why = reason.strip();
            if (why.isEmpty()) {
                throw new CliProblem("--reason must say why");
            }
            GivenReason.fault(why).ifPresent(fault -> {
                throw new CliProblem("--reason " + fault);
            });
            ProfileKeepConfig read = context.config(config.file);
            require(read, site);
            context.out().printf("%s is not cut off any more; %s.%n", site, lift(read, why));
            return ProfileKeepCli.OK;
        }

        /** @return what becomes of the locks */
        private String lift(ProfileKeepConfig read, String why) {
            try (Engine engine = context.open(read)) {
                engine.locks().fences().lift(site, context.actor(), why);
                return judged(engine);
            } catch (FenceRefusedException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            } catch (CatalogInUseException e) {
                PortalClient.of(read, e).post(PATH + "/" + site + "/lift", Map.of("reason", why));
                return "the portal looks at all locks again";
            }
        }

        private static String judged(Engine engine) {
            try {
                JudgeProgress looked = engine.locks().judgeAll(Initiator.PERSON, () -> false, progress -> {});
                return "locks that were looked at again: " + (looked.done() - looked.failed()) + " of "
                        + looked.total();
            } catch (RuntimeException e) {
                return "its locks could not be looked at again (" + e.getMessage() + "): \"lock show --now\" does it";
            }
        }
    }
}
