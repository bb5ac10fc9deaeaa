package dev.profilekeep.restore;

import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.SafeReplace;
import org.jspecify.annotations.Nullable;

/**
 * What is put in the place of one copy.
 *
 * @param likeFirst it is the first one's new file byte for byte, where copies change as one: the layouts are equal then, too
 * @param kept whose sidecars come with it, where copies change as one; null if none do
 */
record NewFile(
        RestoreTarget target,
        SafeReplace.ContentBeside content,
        SafeReplace.Check check,
        boolean likeFirst,
        @Nullable Kept kept) {
    NewFile(RestoreTarget target, SafeReplace.ContentBeside content, SafeReplace.Check check) {
        this(target, content, check, true, null);
    }

    /** What does not come from the server that it is put at. */
    static NewFile of(RestoreTarget target, SafeReplace.Content content, SafeReplace.Check check) {
        return new NewFile(target, (empty, own) -> content.write(empty), check);
    }
}
