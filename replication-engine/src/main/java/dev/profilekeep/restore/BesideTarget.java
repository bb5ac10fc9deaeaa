package dev.profilekeep.restore;

import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.nio.file.Path;

/** Where a whole disk of a backup is put that is not its own place. Nothing there is ever replaced. */
public sealed interface BesideTarget {
    /** What is made. */
    enum Form {
        /** A container like the one that was: of the same format, sizes and identity. */
        AS_IT_WAS,
        /** A plain image of the disk. */
        RAW
    }

    Form form();

    /** For people. */
    String where();

    /**
     * A folder of a share, or whatever has a provider. The file belongs to whom it belonged, where the server lets us; otherwise to our account.
     *
     * @param folder stays the caller's to close; it allows that something is written
     * @param path of the new file; folders that are missing are made
     */
    record InFolder(StorageProvider folder, String name, StoragePath path, Form form) implements BesideTarget {
        @Override
        public String where() {
            return name + "/" + path.value();
        }
    }

    /** A file of this machine. */
    record LocalFile(Path file, Form form) implements BesideTarget {
        @Override
        public String where() {
            return file.toString();
        }
    }
}
