package dev.profilekeep.backup.decision;

import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What was decided about the snapshots of a repository. Safe for several threads and processes. */
public final class Decisions {
    /** Until a decision to forget takes effect, so that a stolen account cannot erase what was at once. */
    public static final Duration DELAY = Duration.ofDays(14);

    /**
     * The longest that a decision may be on its way. Whoever removes something counts what was decided until so long before: later, nothing that is
     * decided earlier can still appear.
     */
    public static final Duration SETTLING = Duration.ofHours(1);

    /** The step in which times are written. */
    private static final Duration TICK = Duration.ofNanos(100);

    private final RepositoryFiles files;
    private final DecisionFiles decided;
    private final StorageClock clock;
    /** By container, when it was held or pinned last, as far as was read here. */
    private final Map<String, Instant> kept = new ConcurrentHashMap<>();

    private volatile boolean wasRead;

    public Decisions(RepositoryFiles files, StorageClock clock) {
        this.files = files;
        this.decided = new DecisionFiles(files);
        this.clock = clock;
    }

    /** What time it is for decisions. */
    public Instant now() throws IOException {
        return StoredFile.toInstant(clock.now());
    }

    /** The same for who only reads: also where nothing may be written. */
    public Instant nowForReading() throws IOException {
        return clock.forReading();
    }

    /**
     * Makes a decision known. Whatever the storage's clock did since, a hold or a pin outlives what ended others before it, and what ends them ends all that are there: of decisions that are dated after now, as the
     * clock was set back, the first are made once more, the others are dated after them. So is what forgets, by what was read here before.
     *
     * @param who a person's account, or the name of a policy
     * @param reason for people
     * @return the one that lasts
     * @throws IOException if it failed, or took so long that it may have come too late: then it does not count, and is to be made again; or, where the storage failed when it was to be taken back, says that nobody knows
     */
    public Decision decide(String who, String reason, Decision.Act act) throws IOException {
        Begun begun = begin();
        Instant now = begun.at();
        if (act instanceof Decision.Release || act instanceof Decision.Unpin) {
            Instant last = made(keeps -> keeps.isEndedBy(act)).stream()
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
            return publish(begun, last.isBefore(now) ? now : last.plus(TICK), who, reason, act);
        }
        if (act instanceof Decision.Forget forget) {
            Instant last = lastKept(forget);
            Instant made = last.isBefore(now) ? now : last; // it must not take effect before they begin
            return publish(begun, made, who, reason, act);
        }
        Decision decision = publish(begun, now, who, reason, act);
        if (act instanceof Decision.Hold || act instanceof Decision.Pin) {
            List<UUID> published = new ArrayList<>(List.of(decision.id()));
            try {
                // read when it is there: what comes after it from now on is dated after it
                for (Instant end : made(ends -> act.isEndedBy(ends))) {
                    if (end.isAfter(decision.made())) {
                        decision = publish(begun, end, who, reason, act); // at one moment what protects comes first
                        published.add(decision.id());
                    }
                }
            } catch (IOException | RuntimeException e) {
                for (UUID id : published) {
                    withdraw(id, e);
                }
                throw e;
            }
        }
        return decision;
    }

    private Instant lastKept(Decision.Forget forget) throws IOException {
        if (!wasRead) {
            read();
        }
        return kept.entrySet().stream()
                .filter(each -> forget.concerns(each.getKey()))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private void remember(Decision decision) {
        if (decision.act() instanceof Decision.Hold hold) {
            kept.merge(hold.container(), decision.made(), (one, other) -> one.isAfter(other) ? one : other);
        } else if (decision.act() instanceof Decision.Pin pin) {
            kept.merge(pin.container(), decision.made(), (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /** When acts were made that are there, each moment once, in order. */
    private SortedSet<Instant> made(Predicate<Decision.Act> which) throws IOException {
        SortedSet<Instant> made = new TreeSet<>();
        for (Decision decision : remembered(decided.protecting()).decisions()) {
            if (which.test(decision.act())) {
                made.add(decision.made());
            }
        }
        return made;
    }

    /**
     * When it began to be decided: what is dated so must be there within {@link #SETTLING} from then on.
     *
     * @param at by the storage's clock
     * @param nanos by this process's own, not later
     */
    private record Begun(Instant at, long nanos) {}

    private Begun begin() throws IOException {
        long nanos = System.nanoTime();
        return new Begun(now(), nanos);
    }

    /** @param made not before it began: later where others are dated after that */
    private Decision publish(Begun begun, Instant made, String who, String reason, Decision.Act act)
            throws IOException {
        UUID id = UUID.randomUUID();
        byte[] said = DecisionWriter.encode(id, made, who, reason, act);
        if (said.length > DecisionFiles.LARGEST) {
            throw new IllegalArgumentException(
                    "a decision has at most " + DecisionFiles.LARGEST + " bytes: name fewer containers");
        }
        try (Draft draft = files.begin(SealedKind.DECISION, id)) {
            draft.writer().write(ByteBuffer.wrap(said));
            draft.prepare();
            requireInTime(begun); // what fails until here was never there
            try {
                draft.publish();
                requireInTime(begun);
            } catch (IOException | RuntimeException e) {
                withdraw(id, e);
                throw e;
            }
        }
        Decision decision = new Decision(id, made, made, who, reason, act);
        remember(decision);
        return decision;
    }

    private void requireInTime(Begun begun) throws IOException {
        Duration storages = Duration.between(begun.at(), now());
        Duration own = Duration.ofNanos(System.nanoTime() - begun.nanos()); // nobody sets that back
        if (storages.compareTo(SETTLING) > 0 || own.compareTo(SETTLING) > 0) {
            throw new IOException("the decision was on its way to the repository for longer than "
                    + SETTLING.toMinutes() + " minutes and does not count: make it again");
        }
    }

    /**
     * Takes back what may be there, so that nothing counts that was told as failed.
     *
     * @throws IOException if that fails as well: then it says that nobody knows whether it counts
     */
    private void withdraw(UUID id, Exception why) throws IOException {
        try {
            files.withdraw(SealedKind.DECISION, id);
        } catch (IOException | RuntimeException e) {
            IOException unknown = new IOException(
                    "the decision may count or not, for the storage failed while it was made and it could not be taken back ("
                            + why.getMessage() + "; " + e.getMessage()
                            + "): look what stands once the storage is well, and decide anew if need be",
                    why);
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    /** A decision that cannot be used, and why; the message names the file. */
    public record Damaged(UUID id, IOException why) {}

    /**
     * All that are there, in no order, and those that cannot be read.
     *
     * @param damaged while there are any, nobody knows what they protect, so nothing may be removed
     */
    public record All(List<Decision> decisions, List<Damaged> damaged) {
        /** What follows from them. */
        public Standing standing() {
            return new Standing(decisions);
        }
    }

    /** Reads all of them; of those that were read here before and are as they were, most are not opened again. */
    public All read() throws IOException {
        return remembered(decided.all());
    }

    /** The same for who looks for damage: each is opened. */
    public All readAnew() throws IOException {
        return remembered(decided.anew());
    }

    private All remembered(All all) {
        all.decisions().forEach(this::remember);
        wasRead = true;
        return all;
    }

    /** Removes one that concerns nothing that is there any more. */
    public void remove(UUID id) throws IOException {
        files.remove(SealedKind.DECISION, id);
    }
}
