package dev.profilekeep.replica.estate;

/**
 * Two copies of a container to be compared.
 *
 * @param activePath empty if the active site has none that is known
 * @param path empty if the other location has none that is known
 * @param activeListed whether the last listing of the active location was whole
 * @param listed whether that of the other one was
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
        boolean activeListed,
        boolean listed,
        boolean locked,
        boolean whole,
        String name) {}
