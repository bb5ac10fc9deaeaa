package dev.profilekeep.cli;

import dev.profilekeep.compact.CompactionOutcome;
import dev.profilekeep.compact.FileCompactor;
import dev.profilekeep.compact.FilePlan;
import dev.profilekeep.compact.Refusal;
import dev.profilekeep.disk.compact.CompactionPlan;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a compaction would do, or did, in words or in JSON. */
final class CompactionAnswer {
    /** What reading and proving took where it was measured: the digest of one thread on a slow processor. */
    private static final long ASSUMED_BYTES_PER_SECOND = 300_000_000;

    private static final List<String> SIZES =
            List.of("fileSizeAfterBytes", "liveBytes", "staleBytes", "bytesToMove", "secondsExpected");

    private final Context context;
    private final String file;
    private final boolean json;

    CompactionAnswer(Context context, String file, boolean json) {
        this.context = context;
        this.file = file;
        this.json = json;
    }

    void plan(FilePlan plan) {
        if (json) {
            context.out().println(Json.write(facts(plan)));
        } else {
            context.out().print(text(plan));
        }
        context.out().flush();
    }

    private static double seconds(CompactionPlan disk) {
        return (double) disk.bytesToMove() / ASSUMED_BYTES_PER_SECOND;
    }

    private String text(FilePlan plan) {
        StringBuilder text = new StringBuilder();
        var table = new TextTable(false, false);
        table.add("now", Sizes.of(plan.fileBytes()));
        CompactionPlan disk = plan.disk();
        if (disk != null && disk.isMeasured()) {
            table.add("after", Sizes.of(disk.bytesAfter()) + gain(disk));
            table.add(
                    "counts", Sizes.of(disk.liveBytes()) + "; " + Sizes.of(disk.staleBytes()) + " stored for nothing");
            table.add(
                    "to move",
                    Sizes.of(disk.bytesToMove())
                            + " read and written, the proof included, less where a server copies; some "
                            + Math.round(Math.max(1, seconds(disk))) + " s");
            for (CompactionPlan.Choice choice : disk.choices()) {
                table.add("in blocks of " + Sizes.of(choice.blockSize()), Sizes.of(choice.bytesAfter()));
            }
        }
        text.append(table.write(""));
        if (plan.isAllowed()) {
            text.append(file).append(": may be compacted\n");
        }
        plan.refusals().forEach(refusal -> text.append(sentence(refusal)).append('\n'));
        return text.toString();
    }

    private static String gain(CompactionPlan disk) {
        return disk.gain() <= 0
                ? ""
                : ", " + Sizes.of(disk.gain()) + " less (" + Sizes.percent(disk.gain(), disk.fileBytes()) + ")";
    }

    private String sentence(Refusal refusal) {
        return file + ": " + (refusal.why().isContentment() ? "left as it is" : "refused") + " ("
                + refusal.why().word() + "): " + Visible.oneLine(refusal.sentence());
    }

    private Map<String, @Nullable Object> facts(FilePlan plan) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", file);
        facts.put("allowed", plan.isAllowed());
        facts.put("refusals", refusals(plan.refusals()));
        facts.put("fileSizeBytes", plan.fileBytes());
        CompactionPlan disk = plan.disk();
        if (disk != null && disk.isMeasured()) {
            facts.putAll(sizes(disk));
        } else {
            for (String unknown : SIZES) {
                facts.put(unknown, null);
            }
            facts.put("choices", List.of());
        }
        return facts;
    }

    private static Map<String, Object> sizes(CompactionPlan disk) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("fileSizeAfterBytes", disk.bytesAfter());
        facts.put("liveBytes", disk.liveBytes());
        facts.put("staleBytes", disk.staleBytes());
        facts.put("bytesToMove", disk.bytesToMove());
        facts.put("secondsExpected", seconds(disk));
        List<Object> choices = new ArrayList<>();
        for (CompactionPlan.Choice choice : disk.choices()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("blockSizeBytes", choice.blockSize());
            one.put("fileSizeAfterBytes", choice.bytesAfter());
            choices.add(one);
        }
        facts.put("choices", choices);
        return facts;
    }

    private static List<Map<String, String>> refusals(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> Map.of("why", refusal.why().word(), "sentence", refusal.sentence()))
                .toList();
    }

    void outcome(CompactionOutcome outcome, double seconds) {
        if (json) {
            context.out().println(Json.write(facts(outcome, seconds)));
        } else if (outcome instanceof CompactionOutcome.Compacted done) {
            context.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %s, was %s: %s less in %.1f s",
                            file,
                            Sizes.of(done.bytesAfter()),
                            Sizes.of(done.bytesBefore()),
                            Sizes.of(done.bytesBefore() - done.bytesAfter()),
                            seconds));
            context.out()
                    .println("  proved: content " + done.proof().content() + " before and after; "
                            + done.proof().sectors() + " sectors found the same by the second reader");
            context.out()
                    .println("  the old file is kept as " + done.kept().path()
                            + " in its folder; --undo goes back to it, --remove-old removes it");
        } else if (outcome instanceof CompactionOutcome.Undone back) {
            context.out()
                    .println("%s: the file of %s has its name again; the other one is kept as %s"
                            .formatted(
                                    file,
                                    Sizes.of(back.bytesAfter()),
                                    back.kept().path()));
        } else if (outcome instanceof CompactionOutcome.Refused refused) {
            refused.refusals().forEach(refusal -> context.out().println(sentence(refusal)));
        } else if (outcome instanceof CompactionOutcome.NotDone not) {
            context.err()
                    .println("profilekeep: " + file + ": " + not.why()
                            + (not.settled() ? "" : "; the next run settles that"));
        } else {
            context.err().println("profilekeep: " + file + ": stopped; the file is what it was");
        }
        context.out().flush();
    }

    private Map<String, @Nullable Object> facts(CompactionOutcome outcome, double seconds) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", file);
        facts.put("compacted", outcome instanceof CompactionOutcome.Compacted);
        facts.put("undone", outcome instanceof CompactionOutcome.Undone);
        facts.put(
                "refusals",
                outcome instanceof CompactionOutcome.Refused refused ? refusals(refused.refusals()) : List.of());
        facts.put("why", outcome instanceof CompactionOutcome.NotDone not ? not.why() : null);
        facts.put("settled", !(outcome instanceof CompactionOutcome.NotDone not) || not.settled());
        facts.put("stopped", outcome instanceof CompactionOutcome.Stopped);
        if (outcome instanceof CompactionOutcome.Compacted done) {
            facts.put("fileSizeBytes", done.bytesBefore());
            facts.put("fileSizeAfterBytes", done.bytesAfter());
            facts.put("content", done.proof().content());
            facts.put("sectorsCompared", done.proof().sectors());
            facts.put("readBytes", done.proof().bytesRead());
            facts.put("writtenBytes", done.proof().bytesWritten());
            facts.put("copiedBytes", done.proof().bytesCopied());
            facts.put("kept", done.kept().path().value());
        }
        if (outcome instanceof CompactionOutcome.Undone back) {
            facts.put("fileSizeBytes", back.bytesBefore());
            facts.put("fileSizeAfterBytes", back.bytesAfter());
            facts.put("kept", back.kept().path().value());
        }
        facts.put("seconds", seconds);
        return facts;
    }

    /** Removes what earlier runs have kept, and tells of each. */
    int removed(FileCompactor compactor) throws IOException {
        List<String> unsettled = compactor.settle();
        if (!unsettled.isEmpty()) {
            throw new CliProblem(file + ": " + unsettled.get(0));
        }
        List<String> gone = new ArrayList<>();
        Map<String, String> kept = new LinkedHashMap<>();
        for (Kept one : compactor.kept()) {
            Optional<String> why = compactor.drop(one);
            if (why.isEmpty()) {
                gone.add(one.path().value());
            } else {
                kept.put(one.path().value(), why.get());
            }
        }
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("file", file);
            facts.put("removed", gone);
            facts.put("kept", kept);
            context.out().println(Json.write(facts));
        } else if (gone.isEmpty() && kept.isEmpty()) {
            context.out().println(file + ": no old file of it is kept");
        } else {
            gone.forEach(one -> context.out().println(file + ": removed " + one));
            kept.forEach((one, why) -> context.out().println(file + ": " + one + " stays: " + why));
        }
        context.out().flush();
        return kept.isEmpty() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }
}
