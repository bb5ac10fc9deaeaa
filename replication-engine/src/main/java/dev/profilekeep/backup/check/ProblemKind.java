package dev.profilekeep.backup.check;

/** What is wrong. */
public enum ProblemKind {
    KEY("Make a new key of that kind and remove this one, while another still opens the repository."),
    KEY_UNKNOWN(
            "Prove it, if it is a recovery key ('backup key prove'), or change it ('backup key change'); if it is nobody's, or damaged, remove it."),
    SNAPSHOT(
            "Nothing can be restored from it. Put the file back from a copy of the repository, if there is one; the other snapshots do not need it."),
    SNAPSHOT_AHEAD(
            "It was made while a clock ran ahead. Until that time has come, 'latest' passes over it and no rule forgets it; name it by its id to restore from it."),
    INDEX(
            "Repair the repository: indexes are made anew from the packs. Until then it may look as if more were missing."),
    PACK("Repair the repository; then the next full backup stores again what is still on the containers."),
    PACK_MISNAMED(
            "It is a whole file under the name of another: give it its own name back, and if two were exchanged, both theirs; nothing is lost then. Or repair the repository, which lists what lies there under the name that it has now; what no file has any more is then told as missing."),
    PACK_MISSING(
            "Put the file back, from the trash or from a copy of the repository. If there is none, repair the repository; then the next full backup stores again what is still on the containers."),
    PACK_IN_TRASH(
            "An undo of a prune died before it brought it back: run 'backup prune --undo' again. If nobody needs it, the next prune takes it out of the indexes."),
    CHUNK("Repair the repository; then the next full backup stores again what is still on the containers."),
    CHUNK_MISSING("Repair the repository; then the next full backup stores again what is still on the containers."),
    MAP(
            "What this map does not tell cannot be restored from these snapshots, and no prune goes on. Put back what is lost, from the trash or a copy; or repair the repository, which gives it up. The next full backup makes a new map."),
    CONTENT(
            "What was there cannot be restored from these snapshots. Look for other signs of a faulty memory on the machine that made them, and run a full backup elsewhere."),
    PACK_UNLISTED("Nothing needs it, and the next prune removes it."),
    PACK_UNKNOWN(
            "As not all maps can be read, nobody knows who needs what lies in it. Repair the repository, which lists it, and check again."),
    CHUNK_SUPERSEDED(
            "What the backups need of it lies whole elsewhere. It is read no more, and goes with its pack when a prune rewrites or removes that."),
    PRUNE_PLAN(
            "Nobody knows what that prune marked: until it is given up, backups go on, but store again what the repository has, and take more room. Repair the repository, or run the next prune: both give it up, and nothing is lost by that."),
    DECISION(
            "Nothing is removed while nobody knows what it protects. Put the file back from a copy; or remove it by hand, after deciding anew what it said."),
    WRITER("Whoever wrote it is waited for all the same. Remove the file by hand when no backup runs."),
    WRITER_DEAD("A repair removes its file, and a prune what it left."),
    DRAFT("A repair removes it, and so does the next prune.");

    private final String next;

    ProblemKind(String next) {
        this.next = next;
    }

    /** What to do about it. */
    public String next() {
        return next;
    }

    boolean isHarmless() {
        return this == SNAPSHOT_AHEAD
                || this == PACK_IN_TRASH
                || this == PACK_UNLISTED
                || this == CHUNK_SUPERSEDED
                || this == WRITER_DEAD
                || this == DRAFT;
    }
}
