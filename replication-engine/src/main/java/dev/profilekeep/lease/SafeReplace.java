package dev.profilekeep.lease;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Swaps in a new file so that the name never vanishes: whoever opens it at any moment, creating it if it is not there, gets
 * the whole old file or the whole new one, and what they write is not lost. The old file is kept. Safe for several threads.
 */
public final class SafeReplace {
    /** Below this much time left, a swap is not begun. */
    private static final Duration NEEDED = Duration.ofSeconds(4);
    /** REPARSE_POINT, OFFLINE, ENCRYPTED, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS: not simply a file. */
    private static final int NOT_PLAIN =
            StoredFile.REPARSE_POINT | StoredFile.OFFLINE | StoredFile.ENCRYPTED | 0x40000 | 0x400000;

    private final LeasePlaces places;
    private final Clock clock;
    private final String node;
    private final SwapPreparing preparing;

    /** @param node this process, for the journal */
    public SafeReplace(LeasePlaces places, Clock clock, String node) {
        this.places = places;
        this.clock = clock;
        this.node = node;
        this.preparing = new SwapPreparing(clock, node);
    }

    /** Writes the new file. */
    @FunctionalInterface
    public interface Content {
        void write(OpenFile empty) throws IOException;
    }

    /** Writes the new file with what lies beside it. */
    @FunctionalInterface
    public interface ContentBeside {
        /** @param own the connection that the new file is open over: what is opened over it, the server can copy from. It is not the writer's to close */
        void write(OpenFile empty, StorageProvider own) throws IOException;
    }

    /** Looks whether the new file is what it should be, after it is flushed. */
    @FunctionalInterface
    public interface Check {
        /** @throws IOException if it is not */
        void run(OpenFile file) throws IOException;
    }

    /** Takes a lease that holds the plan's copy ({@link SafeReplacePlan#copy()}) among all others of its container. */
    @FunctionalInterface
    public interface Taker {
        Lease take() throws LeaseRefusedException;
    }

    /**
     * What would be done. Reads only.
     *
     * @throws SwapRefusedException if what has the name is nothing that may be swapped
     * @throws StorageException.Busy if somebody has it open
     */
    public SafeReplacePlan plan(
            long containerId, String locationId, StoragePath target, String purpose, Initiator initiator)
            throws IOException {
        StorageProvider storage = places.storage(locationId, initiator);
        StoredFile file = storage.stat(target);
        if (file.directory() || (file.attributes() & NOT_PLAIN) != 0) {
            throw new SwapRefusedException(target + " at " + locationId + " is no plain file (attributes 0x"
                    + Integer.toHexString(file.attributes()) + "): not swapped");
        }
        CopySeen seen;
        try (OpenFile open = storage.openForReading(target, Sharing.ALL)) {
            seen = CopySeen.now(open);
        }
        Capabilities told = storage.capabilities();
        List<String> sentences = new ArrayList<>();
        sentences.add("try in " + SwapPaths.FOLDER + " at " + locationId + " how its server (" + told.server()
                + ") replaces files, and whether our account may set the owner; give up if it may not");
        sentences.add("make a new file in " + SwapPaths.FOLDER + ", write it, flush it and check it");
        sentences.add("give it the owner, group, rights and attributes of " + target + ", read them back and compare");
        sentences.add("hold every copy of the container alone, for at most 10 s, and give up if " + target
                + " is not what it is now: " + file.size() + " bytes, last written " + file.lastWritten());
        sentences.add("give the old file a second name in " + SwapPaths.FOLDER
                + ", then let the new one take its name in one step");
        sentences.add(
                "look whether somebody wrote to the old file meanwhile, and if so put it back; keep it otherwise");
        return new SafeReplacePlan(
                containerId,
                locationId,
                target,
                purpose,
                initiator,
                file,
                storage.security(target),
                seen,
                sentences,
                0,
                false);
    }

    /** All of it: makes the new file, takes the lease, swaps, gives the lease back. */
    public SwapOutcome run(SafeReplacePlan plan, Content content, Check check, Taker taker)
            throws IOException, LeaseRefusedException {
        try (PreparedSwap prepared = prepare(plan, content, check);
                Lease lease = taker.take()) {
            return swap(prepared, lease);
        }
    }

    /**
     * Makes the new file beside the copies; nothing that has a container's name is touched, and no lease is needed.
     *
     * @throws SwapRefusedException if the server or our rights there do not allow a safe swap, or the copy has changed
     */
    public PreparedSwap prepare(SafeReplacePlan plan, Content content, Check check) throws IOException {
        return prepareBeside(plan, (empty, own) -> content.write(empty), check);
    }

    /** As {@link #prepare}, of what the server can copy. */
    public PreparedSwap prepareBeside(SafeReplacePlan plan, ContentBeside content, Check check) throws IOException {
        StorageProvider storage = places.storage(plan.locationId(), plan.initiator());
        return preparing.prepare(storage, plan, content, check);
    }

    /**
     * Lets the new file take the name. The lease holds the new file afterwards, if nobody was quicker; what it held before is
     * the kept one.
     *
     * @throws IllegalArgumentException if the lease does not hold the plan's copy
     */
    public SwapOutcome swap(PreparedSwap prepared, Lease lease) throws IOException {
        SafeReplacePlan plan = prepared.plan();
        requireHolds(plan, lease);
        String moved = plan.seen().ofContent().differsFrom(lease.asTaken(plan.locationId()));
        if (!moved.isEmpty()) {
            return new SwapOutcome.NothingChanged(moved);
        }
        if (lease.remaining().compareTo(NEEDED) < 0) {
            return new SwapOutcome.NothingChanged("too little is left of the lease's time");
        }
        SwapOutcome outcome = lease.<SwapOutcome, IOException>act(() -> new Exchange(prepared, lease, clock).run());
        prepared.ended(outcome);
        return outcome;
    }

    /**
     * Takes a copy's file away from its name and keeps it, so that FSLogix makes a new one at the next sign-in: the one place where a name vanishes, and is meant to. The lease
     * holds nothing at that location afterwards.
     *
     * @return {@link SwapOutcome.MovedAside}, or what kept it from that
     * @throws IllegalArgumentException if the lease does not hold the plan's copy
     */
    public SwapOutcome moveAside(SafeReplacePlan plan, Lease lease) throws IOException {
        requireHolds(plan, lease);
        String moved = plan.seen().ofContent().differsFrom(lease.asTaken(plan.locationId()));
        if (!moved.isEmpty()) {
            return new SwapOutcome.NothingChanged(moved);
        }
        if (lease.remaining().compareTo(NEEDED) < 0) {
            return new SwapOutcome.NothingChanged("too little is left of the lease's time");
        }
        return lease.<SwapOutcome, IOException>act(() -> new Aside(plan, lease, clock, node).run());
    }

    /**
     * A copy of those that change together.
     *
     * @param prepared what takes its place; null if it only leaves its name
     */
    public record Member(SafeReplacePlan plan, @Nullable PreparedSwap prepared) {}

    /**
     * Changes all copies of a container as one, so that two layouts never stand at once: the others leave their names, with their sidecars; then the first is replaced, or leaves its
     * name; then new files take the names of the others, or the old ones do again if nothing became of the first. Where that is cut off, the next lease that holds them settles it in
     * the same way. The lease holds the first again afterwards, if it was replaced and nobody was quicker.
     *
     * @param members the first copy first; must not be empty
     * @return what became of each, by location, in their order
     * @throws IllegalArgumentException if the lease does not hold them all
     */
    public Map<String, SwapOutcome> together(List<Member> members, Lease lease) throws IOException {
        String moved = "";
        for (Member member : members) {
            requireHolds(member.plan(), lease);
            String now = member.plan()
                    .seen()
                    .ofContent()
                    .differsFrom(lease.asTaken(member.plan().locationId()));
            moved = moved.isEmpty() ? now : moved;
        }
        if (moved.isEmpty() && lease.remaining().compareTo(NEEDED) < 0) {
            moved = "too little is left of the lease's time";
        }
        if (!moved.isEmpty()) {
            Map<String, SwapOutcome> nothing = new LinkedHashMap<>();
            for (Member member : members) {
                nothing.put(member.plan().locationId(), new SwapOutcome.NothingChanged(moved));
            }
            return nothing;
        }
        return lease.<Map<String, SwapOutcome>, IOException>act(
                () -> new TogetherRun(members, lease, clock, node).run());
    }

    /** Opens the new file of a swap that is prepared, to be read. */
    public OpenFile openPrepared(PreparedSwap prepared) throws IOException {
        return prepared.open();
    }

    /** What belonged to a kept file, beside it, is to come with the new one: it takes its place in {@link #together}. */
    public void bringSidecars(PreparedSwap prepared, Kept kept) throws IOException {
        prepared.withSidecarsOf(new SwapPaths(kept.txn()));
    }

    /**
     * Gives a file that was moved aside its name again, if nothing has it.
     *
     * @return {@link SwapOutcome.PutBack}; or {@link SwapOutcome.MovedAside}, if something has the name by now: it stays kept
     */
    public SwapOutcome giveBack(Kept kept, Initiator initiator) throws IOException {
        StorageProvider storage = places.storage(kept.locationId(), initiator);
        SwapPaths paths = new SwapPaths(kept.txn());
        SwapEntry last = SwapRecovery.last(storage, paths);
        if (last.step() != SwapStep.ASIDE) {
            return new SwapOutcome.NothingChanged("it is not kept aside any more");
        }
        try {
            sign(storage, kept.target(), kept.txn());
        } catch (StorageException.Exists e) {
            return new SwapOutcome.NothingChanged("another change of it is not settled yet");
        }
        SwapEntry returning = last.to(SwapStep.RETURNING, clock.instant(), "");
        SwapJournal.append(storage, paths.journal(), returning);
        return new AsideSettlement(storage, storage, kept.locationId(), paths, returning, clock).settle();
    }

    /**
     * Gives files that left their names {@link #together} their names again, all or none: the others wait until the first has its own. Where that is cut off, the next lease that
     * holds them settles it.
     *
     * @param kept of one act; the one that led may be missing, then each goes by itself
     * @return what became of each, by location, as {@link #giveBack}
     */
    public Map<String, SwapOutcome> giveBackTogether(List<Kept> kept, Initiator initiator) throws IOException {
        return new ReturningTogether(this, places, clock, initiator).run(kept);
    }

    /** Where a file is to be made that is not there; by reading alone. */
    public record NewPlace(
            long containerId,
            String locationId,
            StoragePath target,
            String purpose,
            Initiator initiator,
            FileSecurity security,
            long creationTime) {}

    /**
     * Makes a file under a name that nothing has, and the folder that it lies in, if that is missing. It has the name when it is whole and checked, with owner and rights; whoever
     * takes the name first keeps it. A death in between leaves a draft, which is removed when the location is next recovered.
     *
     * @throws StorageException.Exists if something has the name; nothing was changed then
     * @throws SwapRefusedException if it cannot be given to whom it belongs
     */
    public void create(NewPlace place, Content content, Check check) throws IOException {
        try (StorageProvider own =
                places.storage(place.locationId(), place.initiator()).onOwnConnection()) {
            new Creating(own, preparing, place, clock, node).run(content, check);
        }
    }

    private static void requireHolds(SafeReplacePlan plan, Lease lease) {
        boolean holds = lease.request().copies().stream()
                .anyMatch(copy -> copy.locationId().equals(plan.locationId())
                        && copy.path().equals(plan.target()));
        if (!holds || lease.containerId() != plan.containerId()) {
            throw new IllegalArgumentException("the lease does not hold " + plan.target() + " at " + plan.locationId());
        }
    }

    /**
     * Settles every swap at a location that was cut off, each under a lease of its container, and removes what is left of
     * drafts nobody works on. A kept file that was written after its swap was over makes that swap one to be settled again.
     *
     * @return what could not be settled yet, as sentences
     */
    public List<String> recover(String locationId, Initiator initiator, Leases leases, Actor actor) throws IOException {
        return recover(locationId, initiator, () -> leases, actor);
    }

    /** As {@link #recover(String, Initiator, Leases, Actor)}; leases are asked for only if there is something to settle. */
    public List<String> recover(String locationId, Initiator initiator, Supplier<Leases> leases, Actor actor)
            throws IOException {
        return new SwapRecovery(places.storage(locationId, initiator), locationId, initiator, leases, actor, clock)
                .run();
    }

    /** The old files that swaps left at a location. Looks into each: for who wants those of one container or copy there are {@link #keptOf} and {@link #keptAt}. */
    public List<Kept> kept(String locationId) throws IOException {
        return SwapRecovery.kept(places.storage(locationId, Initiator.PERSON), locationId, paths -> true);
    }

    /** The old files of a container that swaps left at a location, wherever it lay then. */
    public List<Kept> keptOf(String locationId, long containerId) throws IOException {
        return SwapRecovery.kept(
                        places.storage(locationId, Initiator.PERSON), locationId, paths -> paths.mayBeOf(containerId))
                .stream()
                .filter(kept -> kept.containerId() == containerId)
                .toList();
    }

    /** The old files that swaps of one copy left at a location, of whichever container it was then. */
    public List<Kept> keptAt(String locationId, StoragePath target) throws IOException {
        return SwapRecovery.kept(
                        places.storage(locationId, Initiator.PERSON), locationId, paths -> paths.mayBeOf(target))
                .stream()
                .filter(kept -> kept.target().equals(target))
                .toList();
    }

    /**
     * Whether what lies beside the copies of a location is of another container than this: then others work there, who settle what is cut off and remove what is kept.
     *
     * @return a path of such a copy; empty if there is none
     */
    public static Optional<String> ofOthers(StorageProvider storage, long containerId) throws IOException {
        return SwapRecovery.ofOthers(storage, containerId);
    }

    /**
     * Opens an old file for reading, closed to who would write it.
     *
     * @throws SwapRefusedException if it is not what it was when it lost its name
     */
    public OpenFile openKept(Kept kept, Initiator initiator) throws IOException {
        OpenFile file = places.storage(kept.locationId(), initiator).openForReading(kept.path(), Sharing.READ);
        boolean done = false;
        try {
            String moved = kept.before().ofContent().differsFrom(CopySeen.now(file));
            if (!moved.isEmpty()) {
                throw new SwapRefusedException("the kept file " + kept.path() + " at " + kept.locationId()
                        + " is not what it was when it lost its name: " + moved);
            }
            done = true;
            return file;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /**
     * Removes an old file for good. Whoever asks has proved that nobody needs it any more.
     *
     * @throws SwapRefusedException if somebody wrote to it after it had lost its name, or has it open to do so
     */
    public void drop(Kept kept, Initiator initiator) throws IOException {
        StorageProvider storage = places.storage(kept.locationId(), initiator);
        SwapPaths paths = new SwapPaths(kept.txn());
        List<SwapEntry> entries = SwapJournal.read(storage, paths.journal());
        SwapEntry last = entries.get(entries.size() - 1);
        if (!last.step().isOver()) {
            throw new SwapRefusedException("the swap " + kept.txn() + " is not settled yet");
        }
        boolean compared = last.step() == SwapStep.DONE || last.step() == SwapStep.ASIDE;
        String moved = compared ? Settlement.movedSince(storage, paths, last) : "";
        if (!moved.isEmpty()) {
            throw new SwapRefusedException("the kept file " + kept.path() + " at " + kept.locationId()
                    + " was written after it had lost its name (" + moved + "): recover the location first");
        }
        if (last.step() != SwapStep.DROPPED) {
            SwapJournal.append(storage, paths.journal(), last.to(SwapStep.DROPPED, clock.instant(), ""));
        }
        Settlement.clear(storage, paths);
    }

    /**
     * Makes the folder of our own things at a location, unless it is there, and closes it to others where the server keeps rights.
     *
     * @throws StorageException.Denied if our account may not
     */
    public static StoragePath ownFolder(StorageProvider storage) throws IOException {
        SwapPreparing.close(storage, storage.capabilities(), SwapFolder.make(storage));
        return SwapPaths.FOLDER;
    }

    /** Makes the sign that a swap changes what has a container's name. */
    static void sign(StorageProvider storage, StoragePath target, String txn) throws IOException {
        try (OpenFile sign = storage.create(SwapPaths.open(target), Sharing.NONE)) {
            sign.writeFully(0, ByteBuffer.wrap(txn.getBytes(StandardCharsets.UTF_8)));
            sign.flush();
        }
    }
}
