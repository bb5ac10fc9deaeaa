package dev.profilekeep.compact.estate;

import java.util.List;

/**
 * What the metadata of a container's copies says.
 *
 * @param reason why none of them is made smaller; none if at least one may be
 * @param copies the one at the active site first
 * @param seconds that the work is expected to take
 */
record Look(Reason reason, List<Copy> copies, long seconds) {
    /**
     * Sizes in bytes.
     *
     * @param reason why this copy is not made smaller
     * @param bytesBefore 0 if it could not be seen
     * @param bytesPlanned −1 if nobody can tell
     * @param blockAfter of the new disk; 0 if nobody can tell
     */
    record Copy(String locationId, Reason reason, long bytesBefore, long bytesPlanned, int blockAfter) {}

    Look {
        copies = List.copyOf(copies);
    }

    boolean isWorth() {
        return reason.isNone();
    }

    /** The first copy that is made smaller; empty if none is. */
    String lead() {
        return copies.stream()
                .filter(copy -> isWorth() && copy.reason().isNone())
                .map(Copy::locationId)
                .findFirst()
                .orElse("");
    }
}
