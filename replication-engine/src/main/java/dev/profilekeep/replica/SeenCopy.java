package dev.profilekeep.replica;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found where a copy lies or should lie. */
public sealed interface SeenCopy {
    String locationId();

    /** When looking began, by our clock. */
    Instant at();

    /**
     * A disk that stood still while it was looked at.
     *
     * @param said null if nobody read its content in this state
     * @param birth null if it has no single NTFS volume, or nobody looked
     */
    record There(
            String locationId, Instant at, FileState state, @Nullable SaidContent said, @Nullable VolumeBirth birth)
            implements SeenCopy {}

    /** @param listed the whole location was listed, so that the file is not there rather than not seen */
    record Absent(String locationId, Instant at, boolean listed) implements SeenCopy {}

    /**
     * Somebody works with it: it could not be opened, moved each time it was read, or is held by a session.
     *
     * @param written when it was last written as its server tells; null if that is not known
     */
    record InUse(String locationId, Instant at, String how, @Nullable Instant written) implements SeenCopy {}

    /** More than one disk of one container lies there. @param paths sorted */
    record Several(String locationId, Instant at, List<String> paths) implements SeenCopy {
        public Several {
            paths = List.copyOf(paths);
        }
    }

    record Unreadable(String locationId, Instant at, String why) implements SeenCopy {}

    /** The location does not answer, or may not be asked now: nothing follows for the copy. */
    record Silent(String locationId, Instant at, String why) implements SeenCopy {}
}
