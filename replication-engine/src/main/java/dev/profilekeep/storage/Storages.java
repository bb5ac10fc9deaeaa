package dev.profilekeep.storage;

import dev.profilekeep.storage.local.LocalStorage;
import dev.profilekeep.storage.smb.SmbStorage;

/** The door to every kind of storage. */
public final class Storages {
    private Storages() {}

    /**
     * Storage at {@code address}. Nothing is asked of it yet: the first use connects, so that one dead server never stops a
     * start. Nothing is guarded yet either: wrap it in {@link dev.profilekeep.storage.layer.GuardedStorage}.
     */
    public static StorageProvider connect(StorageAddress address, StorageOptions options) {
        if (address instanceof StorageAddress.Smb smb) {
            return new SmbStorage(smb, options);
        }
        return new LocalStorage(((StorageAddress.Local) address).folder());
    }
}
