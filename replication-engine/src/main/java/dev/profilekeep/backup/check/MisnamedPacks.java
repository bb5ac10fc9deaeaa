package dev.profilekeep.backup.check;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.content.ChunkId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds packs under the name of others, as when somebody exchanged two files: each is whole by itself, and the indexes lead to something else in it. Two numbers for each pack
 * that was read; more only of those of which something is odd.
 */
final class MisnamedPacks {
    /** So many chunks of a pack tell whose it is. */
    private static final int SAMPLE = 32;

    private final Map<UUID, Long> said = new HashMap<>();

    /** What a pack says that lies in it. */
    void said(UUID pack, List<IndexEntry> entries) {
        said.put(pack, entries.stream().mapToLong(MisnamedPacks::mixed).sum());
    }

    private static long mixed(IndexEntry entry) {
        long mixed = entry.id().high() * 0x9E3779B97F4A7C15L + entry.offset() * 31 + entry.length();
        return (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    }

    /** Tells what lies in a pack; nothing if the pack does not. */
    interface Teller {
        List<IndexEntry> tell(UUID pack) throws IOException;
    }

    /**
     * The right names of packs, by those that they have.
     *
     * @param sizes of the packs that can be opened: what they say, in bytes
     */
    Map<UUID, UUID> find(MergedIndex index, Map<UUID, Long> sizes, Teller packs) throws IOException {
        Map<UUID, Long> listed = new HashMap<>();
        Set<UUID> odd = new HashSet<>();
        index.forEach((number, entry) -> {
            UUID pack = entry.pack();
            Long size = sizes.get(pack);
            if (size != null) {
                if (entry.offset() + entry.length() > size) {
                    odd.add(pack);
                }
                if (said.containsKey(pack)) {
                    listed.merge(pack, mixed(entry), Long::sum);
                }
            }
        });
        listed.forEach((pack, sum) -> {
            if (!sum.equals(said.get(pack))) {
                odd.add(pack);
            }
        });
        return odd.isEmpty() ? Map.of() : names(index, odd, packs);
    }

    private static Map<UUID, UUID> names(MergedIndex index, Set<UUID> odd, Teller packs) throws IOException {
        Map<ChunkId, List<IndexEntry>> samples = new HashMap<>();
        for (UUID pack : odd) {
            packs.tell(pack).stream().limit(SAMPLE).forEach(entry -> samples.computeIfAbsent(
                            entry.id(), any -> new ArrayList<>())
                    .add(entry));
        }
        Map<UUID, Map<UUID, Integer>> votes = new HashMap<>();
        index.forEach((number, entry) -> {
            for (IndexEntry sample : samples.getOrDefault(entry.id(), List.of())) {
                if (sample.offset() == entry.offset() && sample.length() == entry.length()) {
                    votes.computeIfAbsent(sample.pack(), any -> new HashMap<>()).merge(entry.pack(), 1, Integer::sum);
                }
            }
        });
        Map<UUID, UUID> names = new HashMap<>();
        votes.forEach((pack, whose) -> {
            if (!whose.containsKey(pack)) {
                whose.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .ifPresent(most -> names.put(pack, most.getKey()));
            }
        });
        return names;
    }
}
