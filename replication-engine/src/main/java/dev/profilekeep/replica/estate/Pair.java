package dev.profilekeep.replica.estate;

import java.util.List;

/**
 * Two copies of a container to be compared.
 *
 * @param activePath empty if the active site has none that is known
 * @param path empty if the other location has none that is known
 * @param activeSeveral paths, if more than one disk of it lies at the active location; else empty
 * @param several the same of the other location
 * @param activeListed whether the active location was listed as a whole lately
 * @param listed whether the other one was
 * @param locked a lock file of Cloud Cache lay beside the active copy when it was listed
 * @param name what people call it
 */
record Pair(
        long containerId,
        String setId,
        String sid,
        String account,
        String activeId,
        String locationId,
        String activePath,
        String path,
        List<String> activeSeveral,
        List<String> several,
        boolean activeListed,
        boolean listed,
        boolean locked,
        boolean whole,
        String name) {
    Pair {
        activeSeveral = List.copyOf(activeSeveral);
        several = List.copyOf(several);
    }
}
