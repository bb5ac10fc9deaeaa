package dev.profilekeep.engine;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;

/**
 * A folder of the demo: nobody but ProfileKeep works there, so a disk that nothing says is held is free. Everywhere else a
 * local folder leaves that untold.
 */
final class DemoStorage extends LayeredStorage {
    DemoStorage(StorageProvider storage) {
        super(storage);
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new DemoStorage(below().onOwnConnection());
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new DemoStorage(below().onOwnConnection(terms));
    }

    /** A file {@code <disk>.held} beside a disk plays the machine that has it open. */
    @Override
    public Held holder(StoragePath path) throws IOException {
        Held held = below().holder(path);
        if (held.state() != Held.State.UNTOLD) {
            return held;
        }
        return isPlayedHeld(path)
                ? new Held(Held.State.HELD, "the demo plays a machine that has it open")
                : new Held(Held.State.FREE, "the demo's folders belong to ProfileKeep alone, and it has not opened it");
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        if (isPlayedHeld(path)) {
            throw new StorageException.Busy("open " + path + ": the demo plays a machine that has it open", null);
        }
        return below().openForWriting(path, sharing);
    }

    private boolean isPlayedHeld(StoragePath path) throws IOException {
        StoragePath folder = path.parent();
        if (folder == null) {
            return false;
        }
        try {
            below().stat(folder.child(path.name() + ".held"));
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }
}
