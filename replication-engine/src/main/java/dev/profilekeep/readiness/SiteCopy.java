package dev.profilekeep.readiness;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person's profile at one site. Bytes are -1 where not known.
 *
 * @param containerId of the profile
 * @param sid the person's; empty if the name of folder and disk has none
 * @param active people of the set work at this site
 * @param listed when its location was last listed as a whole; null if never
 * @param copyId 0 if there is none
 * @param presence what the inventory met; null if there is no copy
 * @param checked when it met that; null if never
 * @param lock what locks it
 * @param look what a look into it showed; null if there was none
 * @param officeMissing the person has a disk of Office's at another site, and none here
 * @param officeThere they have one here
 */
record SiteCopy(
        long containerId,
        String setId,
        String siteId,
        String locationId,
        String sid,
        boolean active,
        @Nullable Instant listed,
        long copyId,
        @Nullable Presence presence,
        @Nullable Instant checked,
        String reason,
        Lock lock,
        @Nullable Seen look,
        boolean officeMissing,
        boolean officeThere) {

    /** As the inventory has it. */
    enum Presence {
        PRESENT,
        IN_USE,
        UNREADABLE,
        GONE
    }

    /**
     * What locks it.
     *
     * @param here a lock lies beside this copy, or somebody holds it
     * @param verdict LIVE, STALE, UNPROVED or NONE as judged of the container; empty if nobody judged
     * @param at when that was; null if never
     */
    record Lock(boolean here, String verdict, @Nullable Instant at) {}

    boolean exists() {
        return copyId != 0 && presence != null && presence != Presence.GONE;
    }
}
