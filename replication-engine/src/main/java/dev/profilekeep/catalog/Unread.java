package dev.profilekeep.catalog;

import java.time.Instant;

/**
 * Something the last inventory of a location could not read.
 *
 * @param path inside the location; "/" if the location itself could not be listed
 * @param kind one word to group by: BUSY, DENIED, DAMAGED, UNSUPPORTED, UNREACHABLE, NAME (not understood, so not looked at),
 *     ILLEGIBLE (the name is no text to this process, so whatever it may hide is not taken for gone), QUIET (quiet hours of
 *     the location), UNFINISHED (disks that a run listed and never came to), EMPTY (a location that suddenly holds nothing, which is not believed), OTHER
 * @param reason a sentence for an administrator
 */
public record Unread(String locationId, String path, String kind, String reason, Instant at) {
    /** How {@code path} names a location itself. */
    static final String ROOT = "/";

    /** Whether nothing of the location could be listed. */
    public boolean wholeLocation() {
        return path.equals(ROOT);
    }
}
