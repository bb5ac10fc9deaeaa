package dev.profilekeep.backup.sweep;

/** How far a prune came. */
public sealed interface PruneOutcome {
    /**
     * Nothing is removed yet: run it again later, the next night for example.
     *
     * @param why a sentence
     */
    record Waiting(String why) implements PruneOutcome {}

    /**
     * What was marked is gone, or needed again.
     *
     * @param packs that went to the trash
     * @param needed that were marked, and stay as somebody needs them again
     * @param snapshots that went to the trash
     * @param bytes of these packs
     */
    record Ended(int packs, int needed, int snapshots, long bytes) implements PruneOutcome {}
}
