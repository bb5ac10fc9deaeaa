package dev.profilekeep.content;

import dev.profilekeep.disk.content.RecordWatch;
import dev.profilekeep.disk.ntfs.RecordSeen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the file records of a disk are, and tells which of them are what they were when an earlier map was made. Takes a bit for each
 * record, and what {@link Untraced} takes. One thread.
 */
final class RecordSums implements RecordWatch {
    /** Files whose extension changed, at most; with more, none counts as unchanged. */
    private static final int MOST_CHANGED = 1_000_000;
    /** Of the system, and written without a trace in the record. */
    private static final long FIRST_OF_USER = 16;

    /** Of one volume. */
    private final class Volume {
        final TreeWriter tree = new TreeWriter(store, known);
        final TreeReader earlier;
        final BitSet same = new BitSet();
        final Untraced untraced = new Untraced();
        final Set<Long> changedElsewhere = new HashSet<>();
        long page = -1;
        RecordPage sums = new RecordPage();
        long earlierPage = -1;
        RecordPage earlierSums = new RecordPage();
        boolean noMore;
        Optional<NodeRef> root = Optional.empty();

        Volume(@Nullable NodeRef earlier) {
            this.earlier = new TreeReader(store, earlier);
        }

        void record(RecordSeen seen) throws IOException {
            long number = seen.number();
            if (RecordPage.pageOf(number) != page) {
                flush();
                page = RecordPage.pageOf(number);
                seekEarlier();
            }
            sums.set(number, Sha256.of(seen.bytes().copy()));
            boolean unchanged = earlierPage == page && sums.isSame(number, earlierSums);
            seen.names().forEach(name -> untraced.name(seen.file().number(), name));
            boolean base = seen.file().number() == number;
            if (base) {
                Instant latest = seen.latest();
                boolean before = latest != null && latest.isBefore(made);
                same.set((int) number, unchanged && before && number >= FIRST_OF_USER);
            } else if (!unchanged && changedElsewhere.size() <= MOST_CHANGED) {
                changedElsewhere.add(seen.file().number());
            }
        }

        private void seekEarlier() throws IOException {
            while (earlierPage < page && !noMore) {
                Optional<TreeReader.Leaf> leaf = earlier.next();
                noMore = leaf.isEmpty();
                if (leaf.isPresent()) {
                    earlierPage = leaf.get().ref().key();
                    earlierSums = RecordPage.decode(leaf.get().node());
                }
            }
        }

        private void flush() throws IOException {
            if (!sums.isEmpty()) {
                tree.leaf(page, RecordPage.RECORDS, sums.encode());
                sums = new RecordPage();
            }
        }

        void finish() throws IOException {
            flush();
            root = tree.finish();
        }

        boolean isUnchanged(long record) {
            return changedElsewhere.size() <= MOST_CHANGED
                    && record < Integer.MAX_VALUE
                    && same.get((int) record)
                    && !changedElsewhere.contains(record)
                    && !untraced.is(record);
        }
    }

    private final NodeStore store;
    private final KnownNodes known;
    private final List<Optional<NodeRef>> earlier;
    private final Instant made;
    private final List<@Nullable Volume> volumes = new ArrayList<>();

    /** @param before an earlier map of the same container; null if there is none that may be believed */
    RecordSums(NodeStore store, KnownNodes known, @Nullable ContentMap before) {
        this.store = store;
        this.known = known;
        this.earlier = before == null ? List.of() : before.records();
        this.made = before == null ? Instant.MIN : before.made();
    }

    @Override
    public void record(int partition, RecordSeen record) throws IOException {
        while (volumes.size() <= partition) {
            volumes.add(null);
        }
        Volume volume = volumes.get(partition);
        if (volume == null) {
            NodeRef root = partition < earlier.size() ? earlier.get(partition).orElse(null) : null;
            volume = new Volume(root);
            volumes.set(partition, volume);
        }
        volume.record(record);
    }

    /** The trees, by partition; empty for one without a volume. */
    List<Optional<NodeRef>> finish() throws IOException {
        List<Optional<NodeRef>> roots = new ArrayList<>();
        for (Volume volume : volumes) {
            if (volume != null) {
                volume.finish();
            }
            roots.add(volume == null ? Optional.empty() : volume.root);
        }
        return roots;
    }

    /** Whether a file's records, all of them, are byte for byte what they were, tell of no write since, and would tell of one. */
    boolean isUnchanged(int partition, long record) {
        Volume volume = partition < volumes.size() ? volumes.get(partition) : null;
        return volume != null && volume.isUnchanged(record);
    }
}
