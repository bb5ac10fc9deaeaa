package dev.profilekeep.compact;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.KeptCopy;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.LeaseTimes;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.PreparedSwap;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.lease.SwapRefusedException;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Compacts single files that no configuration knows, by the same steps as those of an estate: read without being in anybody's way, made beside, proved, swapped in under a lease of
 * seconds. The old file is kept in {@code .profilekeep} beside the new one. Needs no catalog: the lease is of this process and of the file server. One thread; closing it leaves the
 * storage open.
 */
public final class FileCompactor implements Closeable {
    /** What stays free beside a new file. */
    private static final long MARGIN = 64L << 20;
    /** No container of any catalog. */
    private static final long NO_CONTAINER = 0;

    private static final String PURPOSE = "make a disk smaller";
    private static final Actor ACTOR = new Actor("command line", "Command line", List.of(), "");

    private final StorageProvider folder;
    private final StoragePath file;
    private final boolean offline;
    private final SlicedFile.Slices slices;
    private final ContentReader reader;
    private final Clock clock;
    private final SafeReplace swaps;
    private final OneFile places;
    private @Nullable CompletableFuture<Held> held;

    /**
     * @param folder that the file lies in; its root is where the old file is kept
     * @param offline whether whoever asks vouches that nobody can open it meanwhile
     * @param slices how long the file is held at a time, unless nobody can open it
     */
    public FileCompactor(
            StorageProvider folder,
            StoragePath file,
            boolean offline,
            SlicedFile.Slices slices,
            ContentReader reader,
            Clock clock) {
        this.slices = offline ? SlicedFile.WITHOUT_PAUSES : slices;
        this.folder = folder;
        this.file = file;
        this.offline = offline;
        this.reader = reader;
        this.clock = clock;
        this.places = new OneFile(folder, offline);
        this.swaps = new SafeReplace(places, clock, node());
    }

    private static String node() {
        return "command line " + ProcessHandle.current().pid();
    }

    /**
     * Reads metadata only; nothing is written.
     *
     * @throws IOException if it cannot be read at all
     */
    public FilePlan plan(CompactionWish wish, CompactionProgress progress) throws IOException {
        try (SlicedFile open = open()) {
            return plan(OpenContainer.look(open, wish, room(), progress));
        }
    }

    private SlicedFile open() throws IOException {
        return new SlicedFile(folder, file, slices);
    }

    private FilePlan plan(OpenContainer container) throws IOException {
        List<Refusal> refusals = around();
        refusals.addAll(container.refusals());
        return new FilePlan(container.size(), container.plan().orElse(null), refusals);
    }

    private List<Refusal> around() throws IOException {
        List<Refusal> refusals = new ArrayList<>(Surroundings.look(folder, file));
        if (!folder.capabilities().seesOtherOpens() && !offline) {
            refusals.add(new Refusal(
                    Why.UNPROVED,
                    "whether others have it open cannot be seen here: use the address of the share, or say --offline if"
                            + " nobody can open it"));
        }
        return refusals;
    }

    private long room() throws IOException {
        Optional<Volume> volume = folder.volume();
        return volume.isEmpty() ? Long.MAX_VALUE : Math.max(0, volume.get().freeBytes() - MARGIN);
    }

    /**
     * Does it. What an earlier run that was killed has left is settled first.
     *
     * @throws IOException if the storage fails; the file has its name and content then
     */
    public CompactionOutcome run(CompactionWish wish, CompactionProgress progress) throws IOException {
        return replaced(() -> make(wish, progress), progress);
    }

    /**
     * Puts the old file back that was kept last, if the smaller one was not written to since. The smaller one is kept then.
     *
     * @throws IOException if the storage fails; the file has its name and content then
     */
    public CompactionOutcome undo(CompactionProgress progress) throws IOException {
        return replaced(() -> makeOld(progress), progress);
    }

    /** Makes what is to take the name. */
    private interface Making {
        Made make() throws IOException;
    }

    private CompactionOutcome replaced(Making making, CompactionProgress progress) throws IOException {
        begin();
        List<String> unsettled = settle();
        if (!unsettled.isEmpty()) {
            return new CompactionOutcome.NotDone(unsettled.get(0), false);
        }
        try (Made made = making.make()) {
            if (!made.refusals().isEmpty()) {
                return new CompactionOutcome.Refused(made.refusals());
            }
            if (!progress.at(Phase.EXCHANGING, 0, 1)) {
                return new CompactionOutcome.Stopped();
            }
            return exchange(made);
        } catch (CancellationException e) {
            return new CompactionOutcome.Stopped();
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            return refused(Why.IN_USE, "somebody uses it: " + e.getMessage());
        } catch (SwapRefusedException e) {
            return refused(Why.NO_SAFE_SWAP, String.valueOf(e.getMessage()));
        } catch (LeaseRefusedException e) {
            return e.reason() instanceof LeaseRefused.InUse || e.reason() instanceof LeaseRefused.Changed
                    ? refused(Why.IN_USE, e.reason().sentence())
                    : new CompactionOutcome.NotDone(e.reason().sentence(), true);
        }
    }

    private static CompactionOutcome refused(Why why, String sentence) {
        return new CompactionOutcome.Refused(List.of(new Refusal(why, sentence)));
    }

    /** Finishes or takes back what killed runs have left in this folder, and removes their unfinished files. */
    public List<String> settle() throws IOException {
        return swaps.recover(OneFile.LOCATION, Initiator.PERSON, this::leases, ACTOR);
    }

    /**
     * What is ready to take the name.
     *
     * @param prepared null if there are refusals
     * @param proof null if it is the old file, byte by byte
     */
    private record Made(
            List<Refusal> refusals,
            @Nullable PreparedSwap prepared,
            long bytesBefore,
            long bytesAfter,
            @Nullable Proof proof)
            implements Closeable {
        @Override
        public void close() {
            if (prepared != null) {
                prepared.close();
            }
        }
    }

    /** The old file is not open any more when this returns: our own handle would keep the lease from it. */
    private Made make(CompactionWish wish, CompactionProgress progress) throws IOException {
        try (SlicedFile open = open()) {
            OpenContainer container = OpenContainer.look(open, wish, room(), progress);
            FilePlan plan = plan(container);
            if (!plan.isAllowed()) {
                return new Made(plan.refusals(), null, plan.fileBytes(), plan.fileBytes(), null);
            }
            SafeReplacePlan swap = swaps.plan(NO_CONTAINER, OneFile.LOCATION, file, PURPOSE, Initiator.PERSON)
                    .keepingTimes();
            if (SlicedFile.moved(open.opened(), swap.file())) {
                throw new SlicedFile.MovedException();
            }
            Repack repack = new Repack(container, reader, clock, progress);
            Proof[] proof = new Proof[1];
            PreparedSwap prepared = swaps.prepare(
                    swap,
                    empty -> repack.write(new HandleDevice(empty)),
                    made -> proof[0] = repack.prove(new HandleDevice(made)));
            return new Made(
                    List.of(),
                    prepared,
                    plan.fileBytes(),
                    container.allowedPlan().bytesAfter(),
                    proof[0]);
        }
    }

    private Made makeOld(CompactionProgress progress) throws IOException {
        List<Kept> all = kept();
        if (all.isEmpty()) {
            return refusedBefore(Why.NOTHING_KEPT, "no old file of it is kept");
        }
        Kept last = all.get(all.size() - 1);
        List<Refusal> around = around();
        if (!around.isEmpty()) {
            return new Made(around, null, 0, 0, null);
        }
        SafeReplacePlan swap = swaps.plan(
                        NO_CONTAINER, OneFile.LOCATION, file, "go back to the old file", Initiator.PERSON)
                .keepingTimes();
        if (!last.after().ofContent().differsFrom(swap.seen().ofContent()).isEmpty()) {
            return refusedBefore(
                    Why.USED_SINCE,
                    "it was written to since it was made smaller, and that would be lost: take the old file, "
                            + last.path().value() + ", by hand if you want it all the same");
        }
        KeptCopy copy = new KeptCopy(
                () -> swaps.openKept(last, Initiator.PERSON),
                (done, total) -> progress.at(Phase.COPYING, done, total),
                (done, total) -> progress.at(Phase.PROVING, done, total));
        PreparedSwap prepared = swaps.prepare(swap, copy::write, copy::check);
        return new Made(List.of(), prepared, swap.file().size(), last.before().size(), null);
    }

    private static Made refusedBefore(Why why, String sentence) {
        return new Made(List.of(new Refusal(why, sentence)), null, 0, 0, null);
    }

    private CompactionOutcome exchange(Made made) throws IOException, LeaseRefusedException {
        PreparedSwap prepared = Objects.requireNonNull(made.prepared());
        LeaseRequest request =
                new LeaseRequest(NO_CONTAINER, List.of(prepared.plan().copy()), PURPOSE, Initiator.PERSON, ACTOR);
        try (Lease lease = leases().take(request)) {
            List<Refusal> since = Surroundings.look(folder, file);
            return since.isEmpty() ? outcome(swaps.swap(prepared, lease), made) : new CompactionOutcome.Refused(since);
        }
    }

    private static CompactionOutcome outcome(SwapOutcome swapped, Made made) {
        if (swapped instanceof SwapOutcome.Swapped done) {
            Proof proof = made.proof();
            return proof == null
                    ? new CompactionOutcome.Undone(done.kept(), made.bytesBefore(), made.bytesAfter())
                    : new CompactionOutcome.Compacted(done.kept(), made.bytesBefore(), made.bytesAfter(), proof);
        }
        return new CompactionOutcome.NotDone(swapped.sentence(), !(swapped instanceof SwapOutcome.Unsettled));
    }

    /** The old files that are kept for this file, the latest last. */
    public List<Kept> kept() throws IOException {
        return swaps.kept(OneFile.LOCATION).stream()
                .filter(kept -> kept.target().equals(file))
                .sorted((a, b) -> a.since().compareTo(b.since()))
                .toList();
    }

    /**
     * Removes an old file for good.
     *
     * @throws SwapRefusedException if somebody wrote to it after it had lost its name
     */
    public void drop(Kept kept) throws IOException {
        swaps.drop(kept, Initiator.PERSON);
    }

    /** What gives leases, and where it writes them down. */
    private record Held(OwnRows rows, Leases leases) {}

    /** Begins to make ready for a lease, which takes a good part of a second, while the disk is looked at. */
    private CompletableFuture<Held> begin() {
        CompletableFuture<Held> begun = held;
        if (begun == null) {
            begun = CompletableFuture.supplyAsync(() -> {
                OwnRows rows = new OwnRows();
                return new Held(rows, new Leases(rows.database(), places, clock, node(), LeaseTimes.STANDARD));
            });
            held = begun;
        }
        return begun;
    }

    private Leases leases() {
        return begin().join().leases();
    }

    @Override
    public void close() {
        CompletableFuture<Held> begun = held;
        if (begun != null && !begun.isCompletedExceptionally()) {
            Held made = begun.join();
            made.leases().close();
            made.rows().close();
        }
    }
}
