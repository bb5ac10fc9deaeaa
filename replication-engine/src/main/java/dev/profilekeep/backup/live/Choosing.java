package dev.profilekeep.backup.live;

import dev.profilekeep.backup.index.IndexEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Chooses, chunk by chunk, which of its places stays. Is told of them in the order of the chunks, the newest first. One thread. */
final class Choosing {
    /** @param number among all entries, or {@link #UNLISTED} */
    private record Candidate(int number, IndexEntry entry) {}

    private static final int UNLISTED = -1;

    private final Predicate<UUID> goes;
    private final Proof proof;
    /** In packs that no index lists, in the order of the chunks. */
    private final List<IndexEntry> unlisted;

    private final List<Candidate> candidates = new ArrayList<>();
    private final BitSet stays = new BitSet();
    private final Map<UUID, LiveEntries.Use> unlistedUses = new HashMap<>();
    private final Set<IndexEntry> unsound = new HashSet<>();
    private int nextUnlisted;

    Choosing(Predicate<UUID> goes, Proof proof, List<IndexEntry> unlisted) {
        this.goes = goes;
        this.proof = proof;
        this.unlisted = unlisted;
    }

    /** Another place of a chunk that is needed, in a pack that is there. */
    void add(int number, IndexEntry entry) throws IOException {
        if (!candidates.isEmpty() && !candidates.get(0).entry().id().equals(entry.id())) {
            decide();
        }
        if (candidates.stream().noneMatch(known -> known.entry().equals(entry))) {
            candidates.add(new Candidate(number, entry));
        }
    }

    /** Decides about the chunk that was told of last. */
    void decide() throws IOException {
        if (candidates.isEmpty()) {
            return;
        }
        addUnlisted(candidates.get(0).entry());
        if (candidates.size() == 1
                || candidates.stream().noneMatch(each -> goes.test(each.entry().pack()))) {
            stay(candidates.get(0));
        } else {
            chooseProved();
        }
        candidates.clear();
    }

    private void addUnlisted(IndexEntry entry) {
        while (nextUnlisted < unlisted.size() && unlisted.get(nextUnlisted).compareTo(entry) <= 0) {
            IndexEntry next = unlisted.get(nextUnlisted++);
            if (next.compareTo(entry) == 0) {
                candidates.add(new Candidate(UNLISTED, next));
            }
        }
    }

    private void chooseProved() throws IOException {
        List<Candidate> best = new ArrayList<>(candidates);
        best.sort((one, other) -> Boolean.compare(
                goes.test(one.entry().pack()), goes.test(other.entry().pack())));
        List<IndexEntry> failed = new ArrayList<>();
        for (Candidate each : best) {
            if (proof.holds(each.entry())) {
                stay(each);
                unsound.addAll(failed);
                return;
            }
            failed.add(each.entry());
        }
        best.forEach(this::stay); // perhaps one of them can be read another day
    }

    private void stay(Candidate candidate) {
        if (candidate.number() == UNLISTED) {
            unlistedUses.merge(
                    candidate.entry().pack(),
                    LiveEntries.Use.NONE.and(candidate.entry()),
                    (use, one) -> use.and(candidate.entry()));
        } else {
            stays.set(candidate.number());
        }
    }

    /** Numbers of the entries that stay. */
    BitSet stays() {
        return stays;
    }

    /** Places that cannot be read, of chunks that can be had from another. */
    Set<IndexEntry> unsound() {
        return unsound;
    }

    /** What stays in packs that no index lists. */
    Map<UUID, LiveEntries.Use> unlistedUses() {
        return unlistedUses;
    }
}
