package dev.profilekeep.inventory;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.storage.StoredFile;

/** What came of looking at one disk. */
sealed interface Outcome {
    /** Bytes read from storage. */
    long bytesRead();

    /** Opened and described anew. */
    record Changed(DiskInfo info, String stamp, StoredFile file, long bytesRead) implements Outcome {}

    /** Its headers say that nobody opened it for writing since. */
    record Unchanged(long bytesRead) implements Outcome {}

    /** Somebody holds it, or wrote to it meanwhile: what is known stays. */
    record InUse(String reason, long bytesRead) implements Outcome {}

    /** Could not be read: what is known stays. */
    record Unreadable(String kind, String reason, long bytesRead) implements Outcome {}

    /** Was listed and is not there any more. */
    record Vanished(long bytesRead) implements Outcome {}

    /** Not opened, as the location has its quiet hours. */
    record Quiet(long bytesRead) implements Outcome {}
}
