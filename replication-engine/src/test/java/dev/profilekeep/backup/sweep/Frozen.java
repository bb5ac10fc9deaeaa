package dev.profilekeep.backup.sweep;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;

/** A process that freezes when it is about to give a file its name, of a snapshot where nothing else is said; meanwhile something happens. */
final class Frozen extends LayeredStorage {
    /** What happens meanwhile. */
    interface Meanwhile {
        void happens() throws IOException;
    }

    private final String folder;
    private final Meanwhile meanwhile;
    private boolean happened;

    Frozen(StorageProvider below, Meanwhile meanwhile) {
        this(below, "snapshots", meanwhile);
    }

    /** @param folder of the file */
    Frozen(StorageProvider below, String folder, Meanwhile meanwhile) {
        super(below);
        this.folder = folder;
        this.meanwhile = meanwhile;
    }

    @Override
    public StorageProvider onOwnConnection() {
        throw new UnsupportedOperationException("nobody asks for it here");
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        throw new UnsupportedOperationException("nobody asks for it here");
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        if (to.value().startsWith(folder) && !happened) {
            happened = true;
            meanwhile.happens();
        }
        super.rename(from, to);
    }
}
