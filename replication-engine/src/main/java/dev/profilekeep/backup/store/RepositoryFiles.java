package dev.profilekeep.backup.store;

import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The sealed files of a repository. One that has its name is whole and durable; what was begun and not finished lies among the drafts, and
 * counts for nothing. Files are never changed. Safe for several threads and processes.
 */
public final class RepositoryFiles {
    private final StorageProvider storage;
    private final MasterKey key;
    private final SecureRandom random;
    private final DraftFolder drafts;

    /** @param storage the repository's own folder */
    public RepositoryFiles(StorageProvider storage, MasterKey key, SecureRandom random) {
        this.storage = storage;
        this.key = key;
        this.random = random;
        this.drafts = new DraftFolder(storage);
    }

    /** Begins a file. Whoever closes the draft without publishing it has written nothing. */
    public Draft begin(SealedKind kind, UUID id) throws IOException {
        StoragePath draft = RepositoryNames.draft(kind, id);
        OpenFile file = drafts.create(draft);
        try {
            return new Draft(this, kind, id, file, key, random);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Gives a finished draft its name, in one step. */
    void publish(SealedKind kind, UUID id) throws IOException {
        drafts.publish(RepositoryNames.draft(kind, id), RepositoryNames.file(kind, id));
    }

    void dropDraft(SealedKind kind, UUID id) {
        drafts.drop(RepositoryNames.draft(kind, id));
    }

    /**
     * Removes a file that nothing needs any more; that it is not there is as good. Whoever has it open may read on, where the server
     * lets them.
     */
    public void remove(SealedKind kind, UUID id) throws IOException {
        try {
            storage.delete(RepositoryNames.file(kind, id));
        } catch (StorageException.NotFound e) {
            return; // somebody else was quicker
        }
    }

    /** A file that is open for reading; closing it closes the file. */
    public record Opened(SealedReader reader, OpenFile file) implements Closeable {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /**
     * Opens a file.
     *
     * @throws StorageException.NotFound if there is none
     * @throws dev.profilekeep.backup.seal.SealException if it is damaged, or not of this repository
     */
    public Opened open(SealedKind kind, UUID id) throws IOException {
        StoragePath path = RepositoryNames.file(kind, id);
        OpenFile file = storage.openForReading(path, Sharing.ALL);
        try {
            return new Opened(SealedReader.open(path.value(), file, key, kind), file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether it is there; empty if not. */
    public Optional<StoredFile> find(SealedKind kind, UUID id) throws IOException {
        try {
            return Optional.of(storage.stat(RepositoryNames.file(kind, id)));
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        }
    }

    /** A file under its name. */
    public record Listed(UUID id, StoredFile file) {}

    /** The ids of all files of a kind, in no order. What is called otherwise than a file of ours is passed over. */
    public List<UUID> list(SealedKind kind) throws IOException {
        return listed(kind).stream().map(Listed::id).toList();
    }

    /** All files of a kind, in no order. What is called otherwise than a file of ours is passed over. */
    public List<Listed> listed(SealedKind kind) throws IOException {
        List<Listed> all = new ArrayList<>();
        for (StoredFile entry : entries(RepositoryNames.folder(kind))) {
            if (entry.directory() && RepositoryNames.isSpread(kind)) {
                for (StoredFile file : entries(entry.path())) {
                    add(kind, file, all);
                }
            } else {
                add(kind, entry, all);
            }
        }
        return all;
    }

    private static void add(SealedKind kind, StoredFile file, List<Listed> all) {
        RepositoryNames.id(file.path().name())
                .filter(id ->
                        !file.directory() && RepositoryNames.file(kind, id).equals(file.path()))
                .ifPresent(id -> all.add(new Listed(id, file)));
    }

    /** What was begun and has no name yet, or was left behind; files of ours only. */
    public List<StoredFile> drafts() throws IOException {
        return entries(RepositoryNames.DRAFTS).stream()
                .filter(file -> !file.directory() && RepositoryNames.isDraft(file.name()))
                .toList();
    }

    /** Drops a draft that was left behind. Whoever still writes it can never publish it. */
    public void removeDraft(StoredFile draft) throws IOException {
        try {
            storage.delete(draft.path());
        } catch (StorageException.NotFound e) {
            return; // published, or dropped meanwhile
        }
    }

    private List<StoredFile> entries(StoragePath folder) throws IOException {
        try {
            return storage.list(folder);
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }
}
