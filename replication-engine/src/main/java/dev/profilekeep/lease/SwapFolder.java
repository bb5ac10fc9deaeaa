package dev.profilekeep.lease;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.List;

/** Makes the folder of all swaps of a location, for our account, the system and administrators alone. */
final class SwapFolder {
    private static final int DACL_PROTECTED = 0x1000;
    private static final String SYSTEM = "S-1-5-18";
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    private SwapFolder() {}

    /** @return whether it was not there before */
    static boolean make(StorageProvider storage) throws IOException {
        try {
            storage.createFolder(SwapPaths.FOLDER);
        } catch (StorageException.Exists e) {
            return false;
        }
        try {
            storage.setAttributes(SwapPaths.FOLDER, StoredFile.HIDDEN);
        } catch (StorageException.Denied | StorageException.Failed e) {
            return true; // it is only seen, then
        }
        return true;
    }

    /**
     * Closes it to others, if it is not closed yet: whoever made it may have been cut off before. What is made in it later
     * inherits that.
     *
     * @throws StorageException.Denied if our account may not, where the server keeps rights
     */
    static void close(StorageProvider storage, Capabilities can) throws IOException {
        FileSecurity now = storage.security(SwapPaths.FOLDER);
        String owner = now.ownerSid();
        if (owner == null || !can.securityDescriptors() || isClosed(now)) {
            return;
        }
        SecurityDescriptor closed = SecurityDescriptor.onlyFor(List.of(owner, SYSTEM, ADMINISTRATORS));
        storage.setSecurity(SwapPaths.FOLDER, new FileSecurity(null, null, closed.toSet()));
    }

    /** Inherits nothing: an administrator may have let in others on purpose. */
    private static boolean isClosed(FileSecurity now) {
        return (SecurityDescriptor.parse(now.descriptor()).control() & DACL_PROTECTED) != 0;
    }
}
