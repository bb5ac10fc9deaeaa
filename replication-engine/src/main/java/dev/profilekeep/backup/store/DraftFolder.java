package dev.profilekeep.backup.store;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where files are written before they have their names. Makes the folders that are missing; others may be quicker. */
final class DraftFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DraftFolder.class);

    private final StorageProvider storage;

    DraftFolder(StorageProvider storage) {
        this.storage = storage;
    }

    private interface Step {
        void run() throws IOException;
    }

    OpenFile create(StoragePath draft) throws IOException {
        try {
            return storage.create(draft, Sharing.READ);
        } catch (StorageException.NotFound e) {
            makeFolder(RepositoryNames.DRAFTS);
            return storage.create(draft, Sharing.READ);
        }
    }

    /** Gives a finished draft its name, in one step; fails if the name is taken. */
    void publish(StoragePath draft, StoragePath name) throws IOException {
        inFolderOf(name, () -> storage.rename(draft, name));
    }

    /** Gives a finished draft a name that may be taken, in one step. */
    void replace(StoragePath draft, StoragePath name) throws IOException {
        inFolderOf(name, () -> storage.replace(draft, name));
    }

    private void inFolderOf(StoragePath name, Step step) throws IOException {
        try {
            step.run();
        } catch (StorageException.NotFound e) {
            StoragePath folder = name.parent();
            if (folder == null || folder.equals(StoragePath.ROOT)) {
                throw e;
            }
            makeFolder(folder);
            step.run();
        }
    }

    private void makeFolder(StoragePath folder) throws IOException {
        try {
            makeOne(folder);
        } catch (StorageException.NotFound e) {
            StoragePath above = folder.parent();
            if (above == null) {
                throw e;
            }
            makeFolder(above);
            makeOne(folder);
        }
    }

    /** Once the folder above is there; if a file has that one's name, it is not found again. */
    private void makeOne(StoragePath folder) throws IOException {
        try {
            storage.createFolder(folder);
        } catch (StorageException.Exists e) {
            LOG.debug("{} is there", folder);
        }
    }

    /** Removes a draft, unless it was published. What cannot be removed now is so by the next prune. */
    void drop(StoragePath draft) {
        try {
            storage.delete(draft);
        } catch (StorageException.NotFound e) {
            return; // published, or dropped before
        } catch (IOException e) {
            LOG.debug("a draft is left behind: {}", draft, e);
        }
    }
}
