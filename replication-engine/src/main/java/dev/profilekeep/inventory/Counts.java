package dev.profilekeep.inventory;

/** What came out of looking at some containers; added to the run's row. */
record Counts(long done, long fresh, long changed, long unchanged, long inUse, long unreadable, long bytesRead) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(
                done + more.done,
                fresh + more.fresh,
                changed + more.changed,
                unchanged + more.unchanged,
                inUse + more.inUse,
                unreadable + more.unreadable,
                bytesRead + more.bytesRead);
    }
}
