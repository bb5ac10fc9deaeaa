package dev.profilekeep.backup.copy;

import dev.profilekeep.backup.snapshot.SnapshotHead;
import java.util.List;

/**
 * What a copy would do: the dry run.
 *
 * @param parts in the order in which they are copied, the newest first
 * @param there how many backups that are wanted the other repository has
 * @param damaged sentences about what cannot be read
 */
public record CopyPlan(List<Part> parts, int there, List<String> damaged) {
    /**
     * What of a snapshot is copied.
     *
     * @param containers their places in it
     * @param bytes that are kept of them; most of those may be there
     */
    public record Part(SnapshotHead snapshot, List<Integer> containers, long bytes) {
        public Part {
            containers = List.copyOf(containers);
        }
    }

    public CopyPlan {
        parts = List.copyOf(parts);
        damaged = List.copyOf(damaged);
    }

    /** Backups that would be copied. */
    public int containers() {
        return parts.stream().mapToInt(part -> part.containers().size()).sum();
    }

    /** Bytes that are kept of them. */
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }
}
