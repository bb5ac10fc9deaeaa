package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;

/** Paths of a location in the words of its share: relative to the share, with backslashes. */
record SmbPaths(StoragePath folder) {
    /** @throws StorageException.Failed if a name holds what SMB would take for a path or a stream */
    String of(String verb, StoragePath path) throws StorageException {
        String value = path.value();
        if (value.indexOf('\\') >= 0 || value.indexOf(':') >= 0) {
            throw new StorageException.Failed(
                    verb + " " + path + ": no name on a share can hold a backslash or a colon", null);
        }
        String base = folder.value();
        String joined = base.isEmpty() ? value : value.isEmpty() ? base : base + "/" + value;
        return joined.replace('/', '\\');
    }
}
