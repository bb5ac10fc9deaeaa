package dev.profilekeep.cli;

import dev.profilekeep.backup.check.Affected;
import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.check.RepositoryRepair;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup check}: whether everything can be restored. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Looks whether all is there that the backups need, and whether it is what was written; names whom a loss concerns, on which days, and"
                        + " what to do. Backups may run meanwhile.",
        footer = {
            "",
            "Without --read-data all maps are read, and everything that they name is looked for, but content is not read."
                    + " Exit code 1 means that something is wrong."
        })
final class BackupCheckCommand implements Callable<Integer> {
    private static final int SHOWN_DAYS = 5;

    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(
            names = "--read-data",
            arity = "0..1",
            fallbackValue = "1/1",
            paramLabel = "N/M",
            description = "Read all that is stored; or the Nth of M parts of it: after all M everything was read once.")
    @Nullable
    private String readData;

    @Option(
            names = "--repair",
            description =
                    "Mend what can be mended: make indexes, and the file that makes the folder a repository, anew, and have the next full backup store again what is lost. No pack and no snapshot is touched.")
    private boolean repair;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupCheckCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        CheckExtent extent = extent();
        List<String> done = new ArrayList<>();
        if (repair && options.mend(context)) {
            done.add("Wrote the file repository anew, by what its keys say.");
        }
        return options.open(context, repository -> {
            CheckReport report;
            try (DiskProgress progress = DiskProgress.ofBytes(context, "checking")) {
                report = new RepositoryCheck(repository).run(extent, progress);
            }
            if (repair) {
                done.addAll(repaired(repository, report));
            }
            if (json) {
                context.out().println(Json.write(facts(report, done)));
            } else {
                print(report, done);
            }
            return report.isClean() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
        });
    }

    private CheckExtent extent() {
        String text = readData;
        if (text == null) {
            return CheckExtent.STRUCTURE;
        }
        if (!text.matches("[1-9]\\d{0,3}/[1-9]\\d{0,3}")) {
            throw new CliProblem("--read-data takes N/M, such as 3/30, not '" + Visible.oneLine(text) + "'");
        }
        int part = Integer.parseInt(text.substring(0, text.indexOf('/')));
        int parts = Integer.parseInt(text.substring(text.indexOf('/') + 1));
        if (part > parts) {
            throw new CliProblem("--read-data: there is no part " + part + " of " + parts);
        }
        return CheckExtent.sample(part - 1, parts);
    }

    private static List<String> repaired(Repository repository, CheckReport report) throws IOException {
        RepositoryRepair repair = new RepositoryRepair(repository);
        List<String> steps = repair.plan(report);
        if (!steps.isEmpty()) {
            repair.run(report);
        }
        return steps;
    }

    private void print(CheckReport report, List<String> done) {
        for (Problem problem : report.problems()) {
            context.out()
                    .println(problem.severity() + "  " + Visible.oneLine(problem.where()) + ": "
                            + Visible.oneLine(problem.what()));
            for (Affected affected : problem.affected()) {
                List<String> days = affected.snapshots().keySet().stream()
                        .map(at -> at.toString().substring(0, 10))
                        .distinct()
                        .toList();
                String more = days.size() > SHOWN_DAYS ? " and " + (days.size() - SHOWN_DAYS) + " more" : "";
                context.out()
                        .println("    " + Visible.oneLine(affected.container().baseName()) + " "
                                + affected.container().sid() + ": "
                                + String.join(", ", days.subList(0, Math.min(SHOWN_DAYS, days.size()))) + more);
            }
            context.out().println("    " + Visible.oneLine(problem.next()));
        }
        done.forEach(step -> context.out().println("Repaired: " + step));
        if (repair && done.isEmpty()) {
            context.out().println("There is nothing to repair.");
        }
        CheckReport.Totals totals = report.totals();
        context.out()
                .printf(
                        "%s %d snapshots with %d maps, %d packs, of which %d were read (%s).%n",
                        report.isClean() ? "All is well:" : "Looked at:",
                        totals.snapshots(),
                        totals.maps(),
                        totals.packs(),
                        totals.packsRead(),
                        Sizes.of(totals.bytesRead()));
    }

    private static Map<String, @Nullable Object> facts(CheckReport report, List<String> done) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("clean", report.isClean());
        facts.put("snapshots", report.totals().snapshots());
        facts.put("maps", report.totals().maps());
        facts.put("indexes", report.totals().indexes());
        facts.put("packs", report.totals().packs());
        facts.put("packsRead", report.totals().packsRead());
        facts.put("readBytes", report.totals().bytesRead());
        List<Map<String, @Nullable Object>> problems = new ArrayList<>();
        for (Problem problem : report.problems()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("severity", problem.severity());
            one.put("kind", problem.kind());
            one.put("where", problem.where());
            one.put("what", problem.what());
            one.put("next", problem.next());
            List<Map<String, @Nullable Object>> affected = new ArrayList<>();
            for (Affected each : problem.affected()) {
                Map<String, @Nullable Object> who = new LinkedHashMap<>();
                who.put("set", each.container().setId());
                who.put("kind", each.container().kind());
                who.put("sid", each.container().sid());
                who.put("baseName", each.container().baseName());
                who.put("snapshots", each.snapshots().values());
                affected.add(who);
            }
            one.put("affected", affected);
            problems.add(one);
        }
        facts.put("problems", problems);
        facts.put("repaired", done);
        return facts;
    }
}
