package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder where a repository is to be made. What an attempt that did not end left there, keys and drafts of plain files, is in nobody's
 * way: there is no data yet. It is removed once the new repository is there, never before, for the other attempt may still be under way.
 */
final class NewFolder {
    private static final Logger LOG = LoggerFactory.getLogger(NewFolder.class);
    private static final StoragePath DRAFTS = StoragePath.of("drafts");
    private static final int NAMED = 5;

    private final StorageProvider storage;
    private final List<StoragePath> left = new ArrayList<>();

    private NewFolder(StorageProvider storage) {
        this.storage = storage;
    }

    /** @throws RepositoryException.Occupied if a repository is there, or something that is none of ours */
    static NewFolder look(StorageProvider storage) throws IOException {
        NewFolder folder = new NewFolder(storage);
        List<String> foreign = new ArrayList<>();
        for (StoredFile entry : folder.entries()) {
            if (entry.path().equals(RepositoryFile.PATH)) {
                throw new RepositoryException.Occupied(
                        "there is a backup repository in this folder already: open it, or choose another folder");
            }
            boolean ours = entry.directory()
                    && (entry.path().equals(KeyFile.FOLDER) || entry.path().equals(DRAFTS));
            if (ours) {
                folder.sift(entry.path(), foreign);
            } else {
                foreign.add(entry.path().value());
            }
        }
        if (!foreign.isEmpty()) {
            String more = foreign.size() > NAMED ? " and " + (foreign.size() - NAMED) + " more" : "";
            throw new RepositoryException.Occupied("the folder is not empty, it holds "
                    + String.join(", ", foreign.subList(0, Math.min(NAMED, foreign.size()))) + more
                    + ": choose an empty folder for the backup repository");
        }
        return folder;
    }

    private List<StoredFile> entries() throws IOException {
        try {
            return storage.list(StoragePath.ROOT);
        } catch (StorageException.NotFound e) {
            throw new RepositoryException.NotThere(
                    "the folder for the backup repository is not there: make it first (" + e.getMessage() + ")");
        }
    }

    private void sift(StoragePath below, List<String> foreign) throws IOException {
        for (StoredFile entry : storage.list(below)) {
            boolean ours = !entry.directory()
                    && (below.equals(KeyFile.FOLDER) ? KeyFile.isName(entry.name()) : PlainFiles.isDraft(entry.path()));
            if (ours) {
                left.add(entry.path());
            } else {
                foreign.add(entry.path().value());
            }
        }
    }

    /** Removes what another attempt left. If it is still under way, it fails. */
    void clear() {
        for (StoragePath path : left) {
            try {
                storage.delete(path);
            } catch (StorageException.NotFound e) {
                // that attempt cleared up itself
            } catch (IOException e) {
                LOG.warn(
                        "What an earlier attempt to make the backup repository left cannot be removed: {}",
                        e.getMessage());
            }
        }
    }
}
