package dev.profilekeep.cli;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import dev.profilekeep.space.estate.Space;
import dev.profilekeep.text.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code space}: where the room of the estate goes, as of the last inventory. */
@Command(
        name = "space",
        mixinStandardHelpOptions = true,
        description = "Shows whose disk FSLogix itself never makes smaller, and why, as of the last inventory.",
        footer = {
            "",
            "What the reasons mean: docs/space.md. While the portal runs with a catalog in a file of its own, this cannot be told.",
            "Exit code 1 means that there is such a disk."
        })
final class SpaceCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--never-compacted",
            required = true,
            description = "Disks of which much could be given back, and that FSLogix leaves as they are.")
    private boolean neverCompacted;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most, up to 1000; without it 50.")
    private int limit = 50;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    SpaceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!neverCompacted) {
            throw new CliProblem("there is nothing else to show: leave =false out");
        }
        if (limit < 1 || limit > Space.MOST) {
            throw new CliProblem("--limit is 1 to " + Space.MOST + ", not " + limit);
        }
        try (Engine engine = context.open(context.config(config.file))) {
            if (engine.inventory().lastDone().isEmpty()) {
                throw new NoInventory();
            }
            NeverCompactedTotals totals = engine.space().neverCompactedTotals(Reach.EVERYWHERE);
            List<NeverCompacted> all = engine.space().neverCompacted(Reach.EVERYWHERE, 0, limit);
            if (json) {
                context.out().println(Json.write(facts(totals, all)));
            } else {
                context.out().print(text(totals, all));
            }
            return totals.all().containers() == 0 ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
        }
    }

    private static String words(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(NeverCompactedTotals totals, List<NeverCompacted> all) {
        if (totals.all().containers() == 0) {
            return "There is no disk of which much could be given back and that FSLogix is known to leave as it is.\n";
        }
        var text = new StringBuilder()
                .append(totals.all().containers())
                .append(totals.all().containers() == 1 ? " disk that FSLogix leaves" : " disks that FSLogix leaves")
                .append(totals.all().containers() == 1 ? " as it is; " : " as they are; ")
                .append(Sizes.of(totals.all().reclaimable()))
                .append(" could be given back.\n\n");
        var reasons = new TextTable(true, true, false);
        for (Reason reason : Reason.values()) {
            NeverCompactedTotals.Sum sum = totals.byReason().get(reason);
            if (sum != null && sum.containers() > 0) {
                reasons.add(Long.toString(sum.containers()), Sizes.of(sum.reclaimable()), words(reason));
            }
        }
        text.append(reasons.write("  ")).append('\n');
        var table = new TextTable(true, true, false, false, false, false);
        for (NeverCompacted one : all) {
            table.add(
                    Sizes.of(one.reclaimable()),
                    "of " + Sizes.of(one.fileSize()),
                    Visible.oneLine(one.account().isEmpty() ? one.baseName() : one.account()) + " " + one.kind(),
                    one.siteId(),
                    new TreeSet<>(one.reasons())
                            .stream().map(SpaceCommand::words).collect(Collectors.joining(", ")),
                    one.sid());
        }
        text.append(table.write("  "));
        if (all.size() < totals.all().containers()) {
            text.append("the first ").append(all.size()).append("; --limit shows more\n");
        }
        return text.toString();
    }

    private static Map<String, @Nullable Object> facts(NeverCompactedTotals totals, List<NeverCompacted> all) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("containers", totals.all().containers());
        facts.put("reclaimableBytes", totals.all().reclaimable());
        Map<String, Object> reasons = new LinkedHashMap<>();
        for (Reason reason : Reason.values()) {
            NeverCompactedTotals.Sum sum = totals.byReason().get(reason);
            if (sum != null) {
                reasons.put(
                        reason.name(), Map.of("containers", sum.containers(), "reclaimableBytes", sum.reclaimable()));
            }
        }
        facts.put("reasons", reasons);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (NeverCompacted one : all) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("containerId", one.containerId());
            row.put("set", one.setId());
            row.put("kind", one.kind().name());
            row.put("sid", one.sid());
            row.put("account", one.account());
            row.put("disk", one.baseName());
            row.put("site", one.siteId());
            row.put("location", one.locationId());
            row.put("fileSizeBytes", one.fileSize());
            row.put("reclaimableBytes", one.reclaimable());
            row.put("reasons", new TreeSet<>(one.reasons()));
            row.put("observations", one.observations());
            row.put("since", one.since());
            rows.add(row);
        }
        facts.put("neverCompacted", rows);
        return facts;
    }
}
