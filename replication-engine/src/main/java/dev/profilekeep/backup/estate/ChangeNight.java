package dev.profilekeep.backup.estate;

import java.time.LocalDate;

/**
 * What a day's backups of a container found.
 *
 * @param live bytes that are kept of it, after the last of them
 * @param fresh bytes of that which the repository did not have
 * @param stored bytes that these take there, compressed
 */
record ChangeNight(LocalDate day, long live, long fresh, long stored) {
    /** Bytes in the place of others: what is new, without what it grew by. */
    long rewritten(ChangeNight before) {
        return Math.max(0, fresh - Math.max(0, live - before.live));
    }

    /** The same as a part of what there was. */
    double share(ChangeNight before) {
        return before.live == 0 ? 0 : (double) rewritten(before) / before.live;
    }

    /** How much of what is new is left when it is compressed: 1 for what looks like noise. */
    double left() {
        return fresh == 0 ? 0 : (double) stored / fresh;
    }
}
