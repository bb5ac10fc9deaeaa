package dev.profilekeep.cli;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An inventory in this process. */
final class InventoryHere {
    private final Engine engine;
    private final RunControl control;
    private final Actor actor;

    InventoryHere(Engine engine, RunControl control, Actor actor) {
        this.engine = engine;
        this.control = control;
        this.actor = actor;
    }

    InventoryReport run(Set<String> locations, ProgressLine line) throws InventoryRunningException {
        Map<String, String> asked = locations.isEmpty() ? Map.of() : Map.of("locations", String.join(" ", locations));
        InventoryRun end = Act.<InventoryRun, InventoryRunningException>told(
                (evidence, outcome) ->
                        engine.audit().append(actor, new AuditEntry("job.start", "inventory", "", evidence, outcome)),
                asked,
                () -> engine.inventory()
                        .runAll(
                                "command line",
                                locations,
                                control,
                                run -> line.show(
                                        run.phase().name().toLowerCase(Locale.ROOT),
                                        run.done(),
                                        run.total(),
                                        run.doing())),
                run -> Map.of(
                        "inventory",
                        Long.toString(run.id()),
                        "result",
                        run.phase().name()),
                e -> e instanceof InventoryRunningException ? String.valueOf(e.getMessage()) : "");
        line.clear();
        return report(end);
    }

    /** In the words of the portal. */
    private static String result(InventoryRun run, List<Unread> unread) {
        boolean all = unread.isEmpty() && run.unreadable() == 0;
        return run.phase() == InventoryRun.Phase.DONE && !all
                ? "DONE_WITH_FINDINGS"
                : run.phase().name();
    }

    private InventoryReport report(InventoryRun run) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("total", run.total());
        counts.put("done", run.done());
        counts.put("fresh", run.fresh());
        counts.put("changed", run.changed());
        counts.put("unchanged", run.unchanged());
        counts.put("inUse", run.inUse());
        counts.put("unreadable", run.unreadable());
        counts.put("gone", run.gone());
        counts.put("bytesRead", run.bytesRead());
        List<Unread> unread = engine.containers().unread().stream()
                .filter(one -> run.locations().contains(one.locationId()))
                .toList();
        counts.put("notRead", (long) unread.size());
        boolean everywhere =
                run.locations().size() == engine.config().locations().size();
        Map<FindingCode, Long> here =
                everywhere ? Map.of() : engine.containers().findingsAt(Set.copyOf(run.locations()));
        Map<String, Long> findings = new LinkedHashMap<>();
        for (FindingCode code : FindingCode.values()) {
            if (code.severity().compareTo(Severity.WARN) >= 0) {
                long number = everywhere
                        ? engine.containers()
                                .count(new ContainerFilter("", Set.of(), Set.of(), Set.of(), Set.of(code), null))
                        : here.getOrDefault(code, 0L);
                if (number > 0) {
                    findings.put(code.name(), number);
                }
            }
        }
        return new InventoryReport(
                run.id(),
                result(run, unread),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                counts,
                findings,
                engine.containers().totals(ContainerFilter.ALL),
                unread,
                engine.inventory().reason(run.id()));
    }
}
