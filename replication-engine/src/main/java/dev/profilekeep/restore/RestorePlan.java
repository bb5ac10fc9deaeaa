package dev.profilekeep.restore;

import dev.profilekeep.lease.SafeReplace.NewPlace;
import dev.profilekeep.storage.Initiator;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore in place would do; made by reading alone. Sizes in bytes.
 *
 * @param account of the person; empty if not known
 * @param taken when the backup was made; null if it cannot be opened
 * @param targets the copies that would be replaced, the one at the active site first
 * @param anew where it would be made, as no file of it is left; null if there are targets
 * @param fileBytes length of the new file, at most
 * @param lost what would be put aside; null if it was refused before that was looked at
 * @param sentences every step, in order, for people: the dry run
 * @param basis the same for exactly this state of backup and copies, and for no other; empty if refused
 * @param refusal null if it may be done
 */
public record RestorePlan(
        long containerId,
        String account,
        SnapshotPoint point,
        Initiator initiator,
        @Nullable Instant taken,
        List<RestoreTarget> targets,
        @Nullable NewPlace anew,
        long fileBytes,
        @Nullable Lost lost,
        List<String> sentences,
        String basis,
        @Nullable RestoreRefusal refusal) {
    public RestorePlan {
        targets = List.copyOf(targets);
        sentences = List.copyOf(sentences);
    }

    /** Bytes that have to be free, location by location the same, beside what is there. */
    public long roomNeeded() {
        return fileBytes;
    }
}
