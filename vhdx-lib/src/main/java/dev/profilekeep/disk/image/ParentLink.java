package dev.profilekeep.disk.image;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a differencing disk names its parent.
 *
 * @param paths in the order in which the format says to look for it
 * @param ids one of them is what the parent says of itself: a VHDX its DataWriteGuid, a VHD its unique id. Empty if the disk
 *     names none that can be read
 * @param modified when the parent file was changed last, to the second; null if the format does not say
 */
public record ParentLink(List<Path> paths, List<UUID> ids, @Nullable Instant modified) {
    /** What a path is relative to. */
    public enum Kind {
        /** To the folder of the child; as Windows writes it, with backslashes. */
        RELATIVE,
        /** {@code \\?\Volume{…}\…} */
        VOLUME,
        /** {@code C:\…} or {@code \\server\share\…} */
        ABSOLUTE,
        /** The name of the file alone. */
        NAME
    }

    /** One place where the parent may be. */
    public record Path(Kind kind, String text) {}

    public ParentLink {
        paths = List.copyOf(paths);
        ids = List.copyOf(ids);
    }
}
