package dev.profilekeep.compact;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.KeptCopy;
import dev.profilekeep.lease.Lease;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.LeaseRequest;
import dev.profilekeep.lease.PreparedSwap;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.lease.SafeReplacePlan;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/**
 * Compacts single files that no configuration knows, by the same steps as those of an estate: read without being in anybody's way, made beside, proved, swapped in under a lease of
 * seconds. The old file is kept in {@code .profilekeep} beside the new one. Needs no catalog: the lease is of this process and of the file server. One thread; closing it leaves the
 * storage open.
 */
public final class FileCompactor implements Closeable {
    /** What stays free beside a new file. */
    private static final long MARGIN = 64L << 20;
    /** So often, a second apart, the end of a swap is looked for whose outcome is open. */
    private static final int SETTLING = 20;

    /** No container of any catalog. */
    private static final long NO_CONTAINER = 0;

    private static final String PURPOSE = "make a disk smaller";
    private static final String BACK = "go back to a larger disk";
    private static final Actor ACTOR = new Actor("command line", "Command line", List.of(), "");

    /** Gives a new file what the storage does not carry over: on this machine its owner and mode. */
    @FunctionalInterface
    public interface Rights {
        /** The storage carries all over. */
        Rights BY_THE_STORAGE = (like, fresh) -> {};

        /** @throws NotCarriedException if it cannot be done; nothing is put in place then */
        void carry(StoragePath like, StoragePath fresh) throws IOException;
    }

    /** What the old file has, and the new one would lose. */
    public static final class NotCarriedException extends IOException {
        private static final long serialVersionUID = 1L;

        public NotCarriedException(String why) {
            super(why);
        }
    }

    private final StorageProvider folder;
    private final String folderName;
    private final Rights rights;
    private final StoragePath file;
    private final boolean offline;
    private final SlicedFile.Slices slices;
    private final SlicedFile.Pause pause;
    private final ContentReader reader;
    private final Clock clock;
    private final SafeReplace swaps;
    private final OneFile places;
    private final OwnLeases leases;

    /**
     * @param folder that the file lies in; its root is where the old file is kept
     * @param folderName of that folder, which may name a person; empty if it is not known
     * @param offline whether whoever asks vouches that nobody can open it meanwhile
     * @param slices how long the file is held at a time, unless nobody can open it
     * @param rights what the storage does not carry over by itself
     */
    public FileCompactor(
            StorageProvider folder,
            String folderName,
            StoragePath file,
            boolean offline,
            SlicedFile.Slices slices,
            Rights rights,
            ContentReader reader,
            Clock clock) {
        this.pause = slices.pause();
        this.slices = offline ? SlicedFile.WITHOUT_PAUSES : slices;
        this.folder = folder;
        this.folderName = folderName;
        this.rights = rights;
        this.file = file;
        this.offline = offline;
        this.reader = reader;
        this.clock = clock;
        this.places = new OneFile(folder, offline);
        this.swaps = new SafeReplace(places, clock, node());
        this.leases = new OwnLeases(places, clock, node());
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
        List<Refusal> around = around();
        try (SlicedFile open = open()) {
            OpenContainer container = OpenContainer.look(open, wish, room(), progress);
            requireStill(open);
            if (around.isEmpty()) {
                planSwap(PURPOSE);
            }
            return plan(container, around);
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            around.add(inUse(e));
        } catch (SwapRefusedException e) {
            around.add(new Refusal(Why.NO_SAFE_SWAP, String.valueOf(e.getMessage())));
        }
        return new FilePlan(folder.stat(file).size(), null, around);
    }

    private static Refusal inUse(IOException e) {
        return new Refusal(Why.IN_USE, "somebody uses it: " + e.getMessage());
    }

    /** What was found while it changed may be found of no state that it ever had. */
    private static void requireStill(SlicedFile open) throws IOException {
        if (SlicedFile.moved(open.opened(), open.now())) {
            throw new SlicedFile.MovedException();
        }
    }

    private SafeReplacePlan planSwap(String purpose) throws IOException {
        return swaps.plan(NO_CONTAINER, OneFile.LOCATION, file, purpose, Initiator.PERSON)
                .keepingTimes();
    }

    private SlicedFile open() throws IOException {
        return new SlicedFile(folder, file, slices);
    }

    private static FilePlan plan(OpenContainer container, List<Refusal> around) throws IOException {
        List<Refusal> refusals = new ArrayList<>(around);
        refusals.addAll(container.refusals());
        return new FilePlan(container.size(), container.plan().orElse(null), refusals);
    }

    private List<Refusal> around() throws IOException {
        List<Refusal> refusals = new ArrayList<>(Surroundings.look(folder, file, folderName));
        managed(folder).ifPresent(refusals::add);
        if (!folder.capabilities().seesOtherOpens() && !offline) {
            refusals.add(new Refusal(
                    Why.UNPROVED,
                    "whether others have it open cannot be seen here: use the address of the share, or say --offline if"
                            + " nobody can open it"));
        }
        return refusals;
    }

    /**
     * Whether ProfileKeep itself changes disks in a folder, or below it.
     *
     * @param location the folder as a location; of a file's own folder {@link #plan} and {@link #run} ask by themselves
     */
    public static Optional<Refusal> managed(StorageProvider location) throws IOException {
        return SafeReplace.ofOthers(location, NO_CONTAINER)
                .map(other -> new Refusal(
                        Why.MANAGED,
                        "ProfileKeep itself changes disks in its folder, or above it (" + other
                                + "): two must not do so at once"));
    }

    /** Of the new file, and where there are no second names of the copy of the old one too. */
    private long room() throws IOException {
        Optional<Volume> volume = folder.volume();
        long old = folder.capabilities().hardLinks() ? 0 : folder.stat(file).size();
        return volume.isEmpty() ? Long.MAX_VALUE : Math.max(0, volume.get().freeBytes() - MARGIN - old);
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
        ReadyFile make() throws IOException;
    }

    private CompactionOutcome replaced(Making making, CompactionProgress progress) throws IOException {
        List<Refusal> around = around();
        if (around.stream().anyMatch(refusal -> refusal.why() == Why.UNPROVED || refusal.why() == Why.MANAGED)) {
            return new CompactionOutcome.Refused(around);
        }
        leases.begin();
        // Before what else forbids it: somebody may be at work with what a run that was cut off has left open.
        List<String> unsettled = settle();
        if (!unsettled.isEmpty()) {
            return new CompactionOutcome.NotDone(unsettled.get(0), false);
        }
        if (!around.isEmpty()) {
            return new CompactionOutcome.Refused(around);
        }
        try (ReadyFile made = making.make()) {
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
            return new CompactionOutcome.Refused(List.of(inUse(e)));
        } catch (SwapRefusedException | NotCarriedException e) {
            return refused(Why.NO_SAFE_SWAP, String.valueOf(e.getMessage()));
        } catch (LeaseRefusedException e) {
            return e.reason() instanceof LeaseRefused.InUse || e.reason() instanceof LeaseRefused.Changed
                    ? refused(Why.IN_USE, e.reason().sentence())
                    : new CompactionOutcome.NotDone(
                            e.reason().sentence(), !(e.reason() instanceof LeaseRefused.Unsettled));
        }
    }

    private static CompactionOutcome refused(Why why, String sentence) {
        return new CompactionOutcome.Refused(List.of(new Refusal(why, sentence)));
    }

    /** Finishes or takes back what killed runs have left in this folder, and removes their unfinished files. */
    public List<String> settle() throws IOException {
        return swaps.recover(OneFile.LOCATION, Initiator.PERSON, leases::get, ACTOR);
    }

    /** The old file is not open any more when this returns: our own handle would keep the lease from it. */
    private ReadyFile make(CompactionWish wish, CompactionProgress progress) throws IOException {
        try (SlicedFile open = open()) {
            OpenContainer container = OpenContainer.look(open, wish, room(), progress);
            requireStill(open);
            FilePlan plan = plan(container, List.of());
            if (!plan.isAllowed()) {
                return ReadyFile.refused(plan.refusals());
            }
            SafeReplacePlan swap = planSwap(unique(PURPOSE));
            if (SlicedFile.moved(open.opened(), swap.file())) {
                throw new SlicedFile.MovedException();
            }
            Repack repack = new Repack(open, container, reader, clock, progress);
            Proof[] proof = new Proof[1];
            SafeReplace.ContentBeside content = (empty, own) -> {
                open.over(own);
                repack.write(empty);
            };
            PreparedSwap prepared = swaps.prepareBeside(swap, content, made -> {
                proof[0] = repack.prove(new HandleDevice(made));
                rights.carry(file, made.stat().path());
            });
            return new ReadyFile(
                    List.of(),
                    prepared,
                    plan.fileBytes(),
                    container.allowedPlan().bytesAfter(),
                    proof[0]);
        }
    }

    /** What is kept of one run is no part of another's. */
    private static String unique(String purpose) {
        return purpose + " (" + UUID.randomUUID().toString().substring(0, 8) + ")";
    }

    private ReadyFile makeOld(CompactionProgress progress) throws IOException {
        List<Kept> all = kept();
        if (all.isEmpty()) {
            return ReadyFile.refused(Why.NOTHING_KEPT, "no old file of it is kept");
        }
        Kept last = all.get(all.size() - 1);
        SafeReplacePlan swap = planSwap(unique(BACK));
        if (!last.after().ofContent().differsFrom(swap.seen().ofContent()).isEmpty()) {
            return ReadyFile.refused(
                    Why.USED_SINCE,
                    "it was written to since it was made smaller, and that would be lost: take the old file, "
                            + last.path().value() + ", by hand if you want it all the same");
        }
        KeptCopy copy = new KeptCopy(
                () -> swaps.openKept(last, Initiator.PERSON),
                (done, total) -> progress.at(Phase.COPYING, done, total),
                (done, total) -> progress.at(Phase.PROVING, done, total));
        if (last.before().size() > room()) {
            return ReadyFile.refused(Why.NO_ROOM, "a copy of the old file does not fit beside it");
        }
        PreparedSwap prepared = swaps.prepare(swap, copy::write, made -> {
            copy.check(made);
            rights.carry(file, made.stat().path());
        });
        return new ReadyFile(
                List.of(), prepared, swap.file().size(), last.before().size(), null);
    }

    private CompactionOutcome exchange(ReadyFile made) throws IOException, LeaseRefusedException {
        PreparedSwap prepared = made.prepared();
        LeaseRequest request =
                new LeaseRequest(NO_CONTAINER, List.of(prepared.plan().copy()), PURPOSE, Initiator.PERSON, ACTOR);
        try (Lease lease = leases.get().take(request)) {
            List<Refusal> since = Surroundings.look(folder, file, folderName);
            if (!since.isEmpty()) {
                return new CompactionOutcome.Refused(since);
            }
            CompactionOutcome outcome = made.outcome(swaps.swap(prepared, lease));
            if (!(outcome instanceof CompactionOutcome.NotDone not) || not.settled()) {
                return outcome;
            }
        }
        return settledAtLast(made);
    }

    /** Nobody else looks into this folder: so what is open is settled before we go, if the server lets us. */
    private CompactionOutcome settledAtLast(ReadyFile made) throws IOException {
        List<String> open = settle();
        for (int i = 0; i < SETTLING && !open.isEmpty(); i++) {
            try {
                pause.rest(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            open = settle();
        }
        String purpose = made.prepared().plan().purpose();
        for (Kept kept : kept()) {
            if (kept.purpose().equals(purpose) && !kept.conflict()) {
                return made.done(kept);
            }
        }
        return new CompactionOutcome.NotDone(
                open.isEmpty()
                        ? "the exchange was cut off, and what was there before has its name again"
                        : "the exchange was cut off and is open: run the command again before anybody uses the disk ("
                                + open.get(0) + ")",
                open.isEmpty());
    }

    /** The old files that compactions of this file have left, the latest last; a file of which both states were written is among them. */
    public List<Kept> kept() throws IOException {
        return swaps.keptAt(OneFile.LOCATION, file).stream()
                .filter(kept -> kept.containerId() == NO_CONTAINER)
                .filter(kept ->
                        kept.purpose().startsWith(PURPOSE) || kept.purpose().startsWith(BACK))
                .sorted(Comparator.comparing(Kept::since))
                .toList();
    }

    /**
     * Removes an old file for good, if the file that has the name is a sound disk.
     *
     * @return why it stays; empty if it is gone
     */
    public Optional<String> drop(Kept kept) throws IOException {
        if (kept.conflict()) {
            return Optional.of(
                    "both it and the file in its place were written: a person has to look which one is wanted");
        }
        try (SlicedFile open = open()) {
            CheckReport report = DiskCheck.run("disk", open, (child, parent) -> Optional.empty(), Progress.NONE);
            requireStill(open);
            if (report.verdict() != Verdict.SOUND) {
                return Optional.of("the disk in its place is not sound: " + report.totals());
            }
            swaps.drop(kept, Initiator.PERSON);
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            return Optional.of("the disk in its place is in use");
        } catch (SwapRefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        try {
            folder.stat(kept.path());
            return Optional.of("somebody has it open: it goes with the next run");
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        leases.close();
    }
}
