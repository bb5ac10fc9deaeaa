package dev.profilekeep.cli;

import dev.profilekeep.backup.sweep.PruneEstimate;
import dev.profilekeep.backup.sweep.PruneOutcome;
import dev.profilekeep.backup.sweep.PrunePlanner;
import dev.profilekeep.backup.sweep.PruneRun;
import dev.profilekeep.backup.sweep.SafetyMargins;
import dev.profilekeep.backup.sweep.Trash;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup prune}: gives back the room of what is forgotten. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description =
                "Gives back the room of what no backup needs any more. Runs beside backups, and in steps: it marks, and goes on when it is run again after all"
                        + " who wrote meanwhile have ended, an hour later or more. What goes lies in the trash for seven days.",
        footer = {"", "Exit code 1 means that it waits: run it again later, the next night for example."})
final class BackupPruneCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--plan", description = "Say what it would do, and do nothing.")
    private boolean plan;

    @Option(names = "--undo", description = "Put back what lies in the trash.")
    private boolean undo;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupPruneCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (plan && undo) {
            throw new CliProblem("--plan and --undo: one of the two");
        }
        return options.open(context, repository -> {
            if (undo) {
                int back = new Trash(repository, SafetyMargins.STANDARD).restore();
                return answer(Map.of("putBack", back), back + " files were put back from the trash.", true);
            }
            try (DiskProgress progress = DiskProgress.counting(context, "pruning")) {
                return plan
                        ? told(new PrunePlanner(repository, SafetyMargins.STANDARD).plan(progress))
                        : told(new PruneRun(repository, SafetyMargins.STANDARD).run(progress));
            }
        });
    }

    private int told(PruneEstimate estimate) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("snapshots", estimate.snapshots());
        facts.put("unneededPacks", estimate.unneeded());
        facts.put("sparsePacks", estimate.sparse());
        facts.put("absentPacks", estimate.absent());
        facts.put("copiedBytes", estimate.copiedBytes());
        facts.put("freedBytes", estimate.freedBytes());
        facts.put("keptBytes", estimate.keptBytes());
        String text = estimate.isEmpty()
                ? "There is nothing to prune."
                : "Would free " + Sizes.of(estimate.freedBytes()) + " after seven days in the trash; "
                        + Sizes.of(estimate.copiedBytes()) + " would be copied, " + Sizes.of(estimate.keptBytes())
                        + " stay as they are.";
        return answer(facts, text, true);
    }

    private int told(PruneOutcome outcome) {
        if (outcome instanceof PruneOutcome.Waiting waiting) {
            return answer(Map.of("waiting", waiting.why()), Visible.oneLine(waiting.why()), false);
        }
        PruneOutcome.Ended ended = (PruneOutcome.Ended) outcome;
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("packs", ended.packs());
        facts.put("needed", ended.needed());
        facts.put("snapshots", ended.snapshots());
        facts.put("bytes", ended.bytes());
        return answer(
                facts,
                ended.packs() + " packs (" + Sizes.of(ended.bytes()) + ") and " + ended.snapshots()
                        + " snapshots went to the trash.",
                true);
    }

    private int answer(Map<String, @Nullable Object> facts, String text, boolean done) {
        context.out().println(json ? Json.write(facts) : text);
        return done ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }
}
