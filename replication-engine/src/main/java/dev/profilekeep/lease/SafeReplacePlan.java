package dev.profilekeep.lease;

import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.util.List;

/**
 * What a swap would do; made by reading alone.
 *
 * @param target the copy whose name the new file is to take
 * @param file what the server said of it
 * @param security its owner, group and DACL, which the new file gets
 * @param seen what it was; the swap is given up if it is not that any more
 * @param sentences every step, in order, for people: the dry run
 * @param newerThan FILETIME: the new file's last write is later, whatever the server's clock says; 0 leaves it to the server
 * @param keepsTimes whether the new file is dated as the old one was last written, for it says the same
 */
public record SafeReplacePlan(
        long containerId,
        String locationId,
        StoragePath target,
        String purpose,
        Initiator initiator,
        StoredFile file,
        FileSecurity security,
        CopySeen seen,
        List<String> sentences,
        long newerThan,
        boolean keepsTimes) {
    public SafeReplacePlan {
        sentences = List.copyOf(sentences);
    }

    /** The same, with a new file that is dated later than this: no tool that prefers the newer file brings another copy back then. */
    public SafeReplacePlan datedAfter(long fileTime) {
        return new SafeReplacePlan(
                containerId, locationId, target, purpose, initiator, file, security, seen, sentences, fileTime, false);
    }

    /** The same, with a new file that is dated as the old one: whoever goes by dates sees no change where there is none. */
    public SafeReplacePlan keepingTimes() {
        return new SafeReplacePlan(
                containerId, locationId, target, purpose, initiator, file, security, seen, sentences, 0, true);
    }

    /** The copy as a lease has to be asked for it. */
    public LeaseRequest.Copy copy() {
        return new LeaseRequest.Copy(locationId, target, seen.ofContent());
    }
}
