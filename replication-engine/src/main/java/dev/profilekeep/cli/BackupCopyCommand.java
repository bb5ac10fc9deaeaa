package dev.profilekeep.cli;

import dev.profilekeep.backup.copy.CopyPlan;
import dev.profilekeep.backup.copy.CopyPlanner;
import dev.profilekeep.backup.copy.CopyResult;
import dev.profilekeep.backup.copy.CopyRun;
import dev.profilekeep.backup.copy.CopySelection;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup copy}: brings backups into a second repository. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description =
                "Copies the backups that a second repository lacks into it, the newest first: all, those of one snapshot, or one container of it. They keep their moments. Whoever ends it"
                        + " runs it again, and it goes on.",
        footer = {"", "Exit code 1 means that something could not be copied, for it is damaged; it is named."})
final class BackupCopyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Mixin
    private SecondRepositoryOptions second = new SecondRepositoryOptions();

    @Parameters(arity = "0..1", paramLabel = "WHEN[/WHO]", description = "Only that snapshot, or one container of it.")
    @Nullable
    private String named;

    @Option(names = "--plan", description = "Say what it would do, and do nothing.")
    private boolean plan;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupCopyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.open(context, source -> {
            try {
                return second.open(context, options, target -> copy(source, target));
            } catch (Output.Gone e) {
                throw e;
            } catch (IOException e) {
                if (RepositoryOptions.isUnreachable(e)) {
                    throw new CliProblem(options.name(context) + ": " + RepositoryOptions.words(e), e);
                }
                throw e;
            }
        });
    }

    private int copy(Repository source, Repository target) throws IOException {
        CopyPlanner planner;
        try {
            planner = new CopyPlanner(source, target);
        } catch (IllegalArgumentException e) {
            throw new CliProblem("--to: " + e.getMessage(), e);
        }
        CopyPlan planned = planner.plan(selection(source));
        if (plan) {
            return answer(planned, null);
        }
        try (ContentThreads threads = new ContentThreads();
                DiskProgress progress = DiskProgress.ofBytes(context, "copying")) {
            CopyResult result = new CopyRun(source, target, threads.workers(), threads.count()).run(planned, progress);
            progress.clear();
            return answer(planned, result);
        }
    }

    private CopySelection selection(Repository source) throws IOException {
        if (named == null) {
            return set.isGiven() ? ofSet(source) : CopySelection.ALL;
        }
        if (named.indexOf('/') < 0) {
            UUID wanted = SnapshotChoice.snapshot(source, context, named, set).snapshot();
            return (snapshot, container) -> snapshot.id().equals(wanted) && set.fits(container);
        }
        SnapshotChoice choice = SnapshotChoice.find(source, context, named, set);
        String key = choice.facts().identity().key();
        return (snapshot, container) -> snapshot.id().equals(choice.snapshot())
                && container.identity().key().equals(key);
    }

    /** @throws CliProblem if nothing is of the set: its name may be mistyped */
    private CopySelection ofSet(Repository source) throws IOException {
        SnapshotChoice.anyOf(source, context, set);
        return (snapshot, container) -> set.fits(container);
    }

    private int answer(CopyPlan planned, @Nullable CopyResult result) {
        boolean whole = planned.damaged().isEmpty()
                && (result == null || result.failed().isEmpty());
        if (json) {
            context.out().println(Json.write(facts(planned, result)));
        } else {
            planned.damaged().forEach(why -> context.err().println("profilekeep: " + Visible.oneLine(why)));
            context.out().println(result == null ? text(planned) : text(planned, result));
        }
        return whole ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    private static String text(CopyPlan planned) {
        return "Would copy " + planned.containers() + " backups of "
                + planned.parts().size() + " snapshots, " + Sizes.of(planned.bytes()) + " at most; " + planned.there()
                + " are there.";
    }

    private static String text(CopyPlan planned, CopyResult result) {
        StringBuilder text = new StringBuilder();
        for (CopyResult.Failed failed : result.failed()) {
            text.append("not copied: ")
                    .append(failed.snapshot().made().truncatedTo(ChronoUnit.SECONDS))
                    .append('/')
                    .append(Visible.oneLine(failed.container().file().path().value()))
                    .append(": ")
                    .append(Visible.oneLine(failed.why()))
                    .append('\n');
        }
        return text.append("Copied ")
                .append(result.containers())
                .append(" backups in ")
                .append(result.snapshots().size())
                .append(" snapshots, ")
                .append(Sizes.of(result.bytes()))
                .append("; ")
                .append(planned.there())
                .append(" were there.")
                .toString();
    }

    private static Map<String, @Nullable Object> facts(CopyPlan planned, @Nullable CopyResult result) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("planned", planned.containers());
        facts.put("plannedBytes", planned.bytes());
        facts.put("there", planned.there());
        facts.put("damaged", planned.damaged());
        if (result != null) {
            facts.put("copied", result.containers());
            facts.put("copiedBytes", result.bytes());
            List<Map<String, @Nullable Object>> snapshots = new ArrayList<>();
            result.snapshots().forEach(head -> {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("snapshot", head.id());
                one.put("made", head.made());
                one.put("copiedFrom", SnapshotText.origin(head.origin()));
                snapshots.add(one);
            });
            facts.put("snapshots", snapshots);
            List<Map<String, @Nullable Object>> failed = new ArrayList<>();
            result.failed().forEach(each -> {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("snapshot", each.snapshot().id());
                one.put("path", each.container().file().path().value());
                one.put("why", each.why());
                failed.add(one);
            });
            facts.put("failed", failed);
        }
        return facts;
    }
}
