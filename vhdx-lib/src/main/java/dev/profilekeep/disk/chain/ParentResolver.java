package dev.profilekeep.disk.chain;

import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the parent of a differencing disk, wherever the caller keeps disks: in a folder, on a share. */
@FunctionalInterface
public interface ParentResolver {
    /**
     * @param name by which the file is known to whoever looks for its own parent next; two files have different names
     * @param file closed with the chain
     * @param modified when the file was changed last; null if that is not known
     */
    record Found(String name, BlockDevice file, @Nullable Instant modified) {}

    /**
     * Looks for a file. What it is is checked afterwards: a wrong one does no harm.
     *
     * @param childName of the disk whose parent is looked for
     * @return empty if there is no such file, or such a path means nothing here
     */
    Optional<Found> find(String childName, ParentLink.Path path) throws IOException;
}
