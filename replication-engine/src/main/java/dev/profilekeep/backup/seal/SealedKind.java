package dev.profilekeep.backup.seal;

/** What a sealed file is. Its key depends on it, so that none can stand in for one of another kind. */
public enum SealedKind {
    /** Chunks, among them bundles of small files and of pieces of content maps. */
    PACK(1),
    /** Which chunk lies in which pack. */
    INDEX(2),
    /** What was backed up, of which containers. */
    SNAPSHOT(3),
    /** What a prune is about to do. */
    PRUNE(4),
    /** What somebody decided about snapshots. */
    DECISION(5),
    /** For whom a prune waits. */
    WAIT(6);

    private final int code;

    SealedKind(int code) {
        this.code = code;
    }

    /** As it stands in the file, 1 to 255. */
    int code() {
        return code;
    }
}
