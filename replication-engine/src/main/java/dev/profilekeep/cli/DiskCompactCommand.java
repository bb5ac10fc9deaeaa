package dev.profilekeep.cli;

import dev.profilekeep.compact.CompactionOutcome;
import dev.profilekeep.compact.CompactionProgress;
import dev.profilekeep.compact.FileCompactor;
import dev.profilekeep.compact.FilePlan;
import dev.profilekeep.compact.ProofFailedException;
import dev.profilekeep.compact.Refusal;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code disk compact}: the same disk in a smaller file of the same name. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a container smaller: a new file beside it has only the blocks in which something counts; it is proved to say"
                    + " the same, in two ways that share no code, and then takes the name in one step. Nothing is changed in place.",
        },
        footer = {
            "",
            "The old file is kept in .profilekeep beside the new one: --undo goes back to it, --remove-old removes it. Refused, with the reason: what"
                    + " somebody uses, what is damaged or in doubt, difference disks and what lies beside one, what Cloud Cache keeps"
                    + " its state of, and what would not gain enough.",
            "Exit code 0: it is smaller, may become so (--plan), or need not. 1: refused. 2: it failed; the old file is what it was."
        })
final class DiskCompactCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskFileOptions source = new DiskFileOptions();

    @Option(names = "--plan", description = "Only say what would be done; reads metadata alone, and writes nothing.")
    private boolean plan;

    @Option(
            names = "--undo",
            description = "Put the old file back that was kept last, unless the new one was written to since.")
    private boolean undo;

    @Option(
            names = "--remove-old",
            description = "Only remove the old files that earlier runs have kept. There is no way back after that.")
    private boolean removeOld;

    @Option(
            names = "--block-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "Of the new file: 1M to 256M (VHD: 512K to 2M). Small blocks free most. Without it, as it is.")
    private @Nullable Long blockSize;

    @Option(names = "--dynamic", description = "A fixed disk becomes a dynamic one.")
    private boolean dynamic;

    @Option(
            names = "--min-gain",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Leave it as it is if it would not become this much smaller (default: 256M).")
    private @Nullable Long minGain;

    @Option(names = "--min-percent", paramLabel = "N", description = "... or this share of its length (default: 5).")
    private @Nullable Double minPercent;

    @Option(
            names = "--offline",
            description =
                    "Nobody can open the file meanwhile, you vouch for it. Needed for a file of this machine, where nobody"
                            + " sees who else has it open.")
    private boolean offline;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskCompactCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (Stream.of(plan, undo, removeOld).filter(asked -> asked).count() > 1) {
            throw new CliProblem("--plan, --undo and --remove-old: one of them");
        }
        CompactionWish wish = wish();
        CompactPlace place = CompactPlace.of(source.file);
        requireThere();
        CompactionAnswer answer = new CompactionAnswer(context, source.file, json);
        StorageOptions options = source.options(context);
        List<Refusal> forbidden = place.forbidden(options);
        if (!plan && !forbidden.isEmpty()) {
            answer.outcome(new CompactionOutcome.Refused(forbidden), 0);
            return ProfileKeepCli.FINDINGS;
        }
        try (Closeable alone = plan ? () -> {} : place.alone();
                StorageProvider folder = Storages.connect(place.folder(), options);
                ContentThreads threads = new ContentThreads();
                FileCompactor compactor = new FileCompactor(
                        folder,
                        place.folderName(),
                        place.file(),
                        offline,
                        context.slices(),
                        place.rights(),
                        threads.reader(),
                        context.clock())) {
            if (removeOld) {
                return answer.removed(compactor);
            }
            return plan
                    ? planned(compactor, wish, forbidden, answer)
                    : run(lines -> undo ? compactor.undo(lines) : compactor.run(wish, lines), answer);
        } catch (ProofFailedException e) {
            throw new CliProblem(
                    source.file + ": the new file was not what the old one is, so it was thrown away: " + e.getMessage()
                            + "; the old one is what it was; please report this",
                    e);
        } catch (StorageException.Full e) {
            throw new CliProblem(source.file + ": no room for the new file beside it; the old one is what it was", e);
        } catch (StorageException e) {
            throw new CliProblem(source.file + ": " + e.getMessage() + "; the old file is what it was", e);
        }
    }

    /** Names what is wrong with the address, or with the file, in the words of all commands; that somebody has it open is no such thing. */
    private void requireThere() throws IOException {
        try {
            source.read(context, file -> file.device().size());
        } catch (CliProblem e) {
            if (!(e.getCause() instanceof StorageException.Busy)) {
                throw e;
            }
        }
    }

    private CompactionWish wish() {
        CompactionWish usual = CompactionWish.USUAL;
        Long size = blockSize;
        if (size != null && (size < 512 << 10 || size > 256 << 20 || Long.bitCount(size) != 1)) {
            throw new CliProblem("--block-size is a power of two from 512K to 256M, not " + Sizes.of(size));
        }
        Double percent = minPercent;
        if (percent != null && !(percent >= 0 && percent <= 100)) {
            throw new CliProblem("--min-percent is from 0 to 100, not " + percent);
        }
        Long gain = minGain;
        return usual.withBlockSize(size == null ? null : Math.toIntExact(size))
                .withForm(false, dynamic)
                .withThreshold(
                        gain == null ? usual.leastGain() : gain, percent == null ? usual.leastShare() : percent / 100);
    }

    private int planned(FileCompactor compactor, CompactionWish wish, List<Refusal> forbidden, CompactionAnswer answer)
            throws IOException {
        try (PhaseLines lines = new PhaseLines(context)) {
            FilePlan made = asked(() -> compactor.plan(wish, lines));
            List<Refusal> refusals = new ArrayList<>(forbidden);
            refusals.addAll(made.refusals());
            lines.clear();
            answer.plan(new FilePlan(made.fileBytes(), made.disk(), refusals));
            return code(refusals);
        }
    }

    private static int code(Collection<Refusal> refusals) {
        return refusals.stream().allMatch(refusal -> refusal.why().isContentment())
                ? ProfileKeepCli.OK
                : ProfileKeepCli.FINDINGS;
    }

    private interface Running {
        CompactionOutcome run(CompactionProgress progress) throws IOException;
    }

    private int run(Running running, CompactionAnswer answer) throws IOException {
        long started = System.nanoTime();
        CompactionOutcome outcome;
        try (PhaseLines lines = new PhaseLines(context)) {
            outcome = asked(() -> running.run(lines));
            lines.clear();
            answer.outcome(outcome, (System.nanoTime() - started) / 1e9);
        }
        if (outcome instanceof CompactionOutcome.Refused refused) {
            return code(refused.refusals());
        }
        return outcome instanceof CompactionOutcome.Compacted || outcome instanceof CompactionOutcome.Undone
                ? ProfileKeepCli.OK
                : ProfileKeepCli.FAILED;
    }

    private interface Asking<T> {
        T answer() throws IOException;
    }

    /** What cannot be made of this disk is the wish's fault. */
    private <T> T asked(Asking<T> asking) throws IOException {
        try {
            return asking.answer();
        } catch (IllegalArgumentException e) {
            throw new CliProblem(source.file + ": " + e.getMessage(), e);
        }
    }
}
