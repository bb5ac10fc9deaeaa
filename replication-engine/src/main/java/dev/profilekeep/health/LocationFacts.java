package dev.profilekeep.health;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What findings about a location are made from.
 *
 * @param problemKind why the location as a whole could not be listed: a word of {@code Unread}; empty if it was
 * @param problem the same as a sentence
 * @param folders of which the content could not be seen, the first few
 * @param folderCount how many there are
 * @param folderProblem why the first could not be
 * @param strays names that are not understood, the first few
 * @param strayCount how many there are
 * @param exposedTo ordinary users whose rights to its folder pass on to people's folders; empty if there are none
 * @param exposedRights READ or WRITE
 */
public record LocationFacts(
        String locationId,
        String problemKind,
        String problem,
        List<String> folders,
        long folderCount,
        String folderProblem,
        List<String> strays,
        long strayCount,
        String exposedTo,
        String exposedRights,
        Measured measured) {
    /**
     * What the last inventory measured.
     *
     * @param totalBytes of the volume; -1 if that is not known
     * @param freeBytes likewise
     * @param roundTrip of a small request; null if there is none
     * @param usual the median of the nights before; null if there were too few
     */
    public record Measured(long totalBytes, long freeBytes, @Nullable Duration roundTrip, @Nullable Duration usual) {
        public static final Measured NOTHING = new Measured(-1, -1, null, null);
    }

    public LocationFacts {
        folders = List.copyOf(folders);
        strays = List.copyOf(strays);
    }
}
