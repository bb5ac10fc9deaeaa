package dev.profilekeep.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.compact.estate.ItemFilter;
import dev.profilekeep.compact.estate.SkippedGroup;
import dev.profilekeep.text.Visible;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a run over locations came to. The names are those of the JSON answer. Sizes in bytes.
 *
 * @param items every copy that was looked at, also those that were left as they are, each with its reason
 * @param skipped what was left as it is, by reason
 */
record CompactReport(CompactionRun run, List<CompactionItem> items, List<SkippedGroup> skipped) {
    static CompactReport of(CompactionService compactions, CompactionRun run) {
        ItemFilter all = new ItemFilter("", Set.of(), "", Reach.EVERYWHERE);
        return new CompactReport(
                run,
                compactions.items(run.id(), all, 0, Integer.MAX_VALUE),
                compactions.skipped(run.id(), Reach.EVERYWHERE));
    }

    @JsonIgnore
    int exitCode() {
        return run.phase() == Phase.DONE && run.failed() == 0 && run.stoppedBy().isEmpty()
                ? ProfileKeepCli.OK
                : ProfileKeepCli.FINDINGS;
    }

    /** One of each reason stands for the others: all of them are in the JSON answer, and in the portal. */
    private void printWhy(PrintWriter out) {
        for (SkippedGroup group : skipped) {
            items.stream()
                    .filter(item -> item.outcome() == Outcome.SKIPPED
                            && item.why().equals(group.why())
                            && !item.sentence().isEmpty())
                    .findFirst()
                    .ifPresent(item -> out.printf(
                            "  %s, for one %s %s: %s%n",
                            group.why(),
                            item.locationId(),
                            Visible.oneLine(item.path()),
                            Visible.oneLine(item.sentence())));
        }
    }

    void print(PrintWriter out) {
        TextTable table = new TextTable(false, true, true, true, false);
        List<CompactionItem> worth =
                items.stream().filter(item -> item.outcome() != Outcome.SKIPPED).toList();
        if (!worth.isEmpty()) {
            table.add("disk", "now", run.planOnly() ? "would be" : "is", "less", "");
        }
        for (CompactionItem item : worth) {
            long after = item.bytesAfter() >= 0 ? item.bytesAfter() : item.bytesPlanned();
            table.add(
                    item.locationId() + " " + item.path(),
                    Sizes.of(item.bytesBefore()),
                    after < 0 || item.outcome() == Outcome.FAILED ? "" : Sizes.of(after),
                    item.outcome() == Outcome.FAILED ? "" : Sizes.of(item.gain()),
                    item.outcome() == Outcome.FAILED ? "failed: " + Visible.oneLine(item.sentence()) : "");
        }
        out.print(table.write(""));
        TextTable left = new TextTable(false, true, true);
        for (SkippedGroup group : skipped) {
            left.add(
                    "left as it is: " + group.why(),
                    Long.toString(group.containers()),
                    group.possibleBytes() > 0 ? Sizes.of(group.possibleBytes()) : "");
        }
        out.print(left.write(""));
        printWhy(out);
        out.printf(
                Locale.ROOT,
                "%s: %d of %d looked at, %d made smaller, %d left, %d failed; %s freed, %s more could be%s%n",
                run.phase().name().toLowerCase(Locale.ROOT),
                run.done(),
                run.total(),
                run.compacted(),
                run.skipped(),
                run.failed(),
                Sizes.of(run.freedBytes()),
                Sizes.of(run.possibleBytes()),
                run.stoppedBy().isEmpty() ? "" : " – " + Visible.oneLine(run.stoppedBy()));
    }
}
