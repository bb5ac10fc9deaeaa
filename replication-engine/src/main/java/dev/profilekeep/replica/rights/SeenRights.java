package dev.profilekeep.replica.rights;

import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import org.jspecify.annotations.Nullable;

/** Whom a file or folder belongs to and who may open it, as far as it could be read. */
public sealed interface SeenRights {
    StoragePath path();

    /**
     * @param security as the server told it
     * @param meaning of its DACL
     * @param carried FILE_ATTRIBUTE_* bits that say something of the file and not of how a server keeps it: read-only, hidden, system, not indexed
     */
    record Told(StoragePath path, FileSecurity security, AclMeaning meaning, int carried) implements SeenRights {
        /** @throws IllegalArgumentException if the descriptor breaks a rule */
        static Told of(StoredFile file, FileSecurity security) {
            return new Told(
                    file.path(),
                    security,
                    AclMeaning.of(SecurityDescriptor.parse(security.descriptor()), file.directory()),
                    file.attributes() & CARRIED);
        }

        public @Nullable String owner() {
            return security.ownerSid();
        }

        public @Nullable String group() {
            return security.groupSid();
        }
    }

    /** @param why a sentence */
    record Unread(StoragePath path, String why) implements SeenRights {}

    /** Attributes that are compared and carried. */
    int CARRIED = StoredFile.READONLY | StoredFile.HIDDEN | StoredFile.SYSTEM | 0x2000;
}
