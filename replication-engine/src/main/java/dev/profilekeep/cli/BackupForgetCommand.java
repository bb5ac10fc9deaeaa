package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.retention.Fate;
import dev.profilekeep.backup.retention.RetentionPlan;
import dev.profilekeep.backup.retention.RetentionPlanner;
import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup forget}: decides which backups go. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description =
                "Says which backups a rule keeps and which it forgets, and with --run decides so. What is decided takes effect after 14 days, so that nobody can erase"
                        + " history at once; 'backup prune' gives back the room. Pinned backups and containers on hold stay whatever the rule is.",
        footer = {"", "The rule is for each container. Without numbers it keeps the last of each of 30 days."})
final class BackupForgetCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--keep-last", paramLabel = "N", description = "The newest N.")
    private @Nullable Integer last;

    @Option(names = "--keep-daily", paramLabel = "N", description = "The last of each of N days.")
    private @Nullable Integer daily;

    @Option(names = "--keep-weekly", paramLabel = "N", description = "The last of each of N weeks.")
    private @Nullable Integer weekly;

    @Option(names = "--keep-monthly", paramLabel = "N", description = "The last of each of N months.")
    private @Nullable Integer monthly;

    @Option(names = "--keep-yearly", paramLabel = "N", description = "The last of each of N years.")
    private @Nullable Integer yearly;

    @Option(names = "--zone", paramLabel = "ZONE", description = "In which a day begins and ends (${DEFAULT-VALUE}).")
    private String zone = "UTC";

    @Option(names = "--run", description = "Decide so; without it nothing is changed.")
    private boolean run;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupForgetCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        RetentionRule rule = rule();
        ZoneId days = days();
        return options.open(context, repository -> {
            RetentionPlanner planner = new RetentionPlanner(repository.snapshots(), repository.decisions());
            RetentionPlan plan = planner.plan(identity -> Optional.of(rule), days);
            if (run) {
                planner.decide(plan, "backup forget", Decisions.DELAY);
            }
            if (json) {
                context.out().println(Json.write(facts(plan)));
            } else {
                print(plan);
            }
            return plan.damaged().isEmpty() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
        });
    }

    private RetentionRule rule() {
        try {
            boolean none = last == null && daily == null && weekly == null && monthly == null && yearly == null;
            return none
                    ? RetentionRule.PROFILE
                    : new RetentionRule(number(last), number(daily), number(weekly), number(monthly), number(yearly));
        } catch (IllegalArgumentException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private static int number(@Nullable Integer given) {
        return given == null ? 0 : given;
    }

    private ZoneId days() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new CliProblem("--zone: there is no zone '" + Visible.oneLine(zone) + "', such as Europe/Berlin", e);
        }
    }

    private void print(RetentionPlan plan) {
        long goes = 0;
        long stays = 0;
        for (RetentionPlan.OfContainer container : plan.containers()) {
            context.out()
                    .println(Visible.oneLine(container.identity().baseName()) + " "
                            + container.identity().sid());
            for (Fate fate : container.fates()) {
                goes += fate.goes() ? 1 : 0;
                stays += fate.goes() ? 0 : 1;
                context.out()
                        .println("    "
                                + fate.point().moment().truncatedTo(ChronoUnit.SECONDS) + "  "
                                + (fate.goes() ? "forgotten" : "kept: " + words(fate)));
            }
        }
        plan.damaged()
                .forEach(id -> context.err().println("profilekeep: snapshot " + id + " cannot be read, and stays"));
        Duration delay = Decisions.DELAY;
        context.out()
                .println(stays + " stay, " + goes
                        + (run
                                ? " are forgotten in " + delay.toDays() + " days."
                                : " would be forgotten " + delay.toDays() + " days after --run."));
    }

    private static String words(Fate fate) {
        return String.join(
                ", ",
                fate.because().stream()
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
    }

    private Map<String, @Nullable Object> facts(RetentionPlan plan) {
        List<Map<String, @Nullable Object>> containers = new ArrayList<>();
        for (RetentionPlan.OfContainer container : plan.containers()) {
            List<Map<String, @Nullable Object>> fates = new ArrayList<>();
            for (Fate fate : container.fates()) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("snapshot", fate.point().snapshot());
                one.put("moment", fate.point().moment());
                one.put("forgotten", fate.goes());
                one.put("because", fate.because());
                fates.add(one);
            }
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("set", container.identity().setId());
            one.put("kind", container.identity().kind());
            one.put("sid", container.identity().sid());
            one.put("baseName", container.identity().baseName());
            one.put("backups", fates);
            containers.add(one);
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("decided", run);
        facts.put("delayDays", Decisions.DELAY.toDays());
        facts.put("containers", containers);
        facts.put("damaged", plan.damaged());
        return facts;
    }
}
