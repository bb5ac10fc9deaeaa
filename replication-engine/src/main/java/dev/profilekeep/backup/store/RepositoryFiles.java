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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The sealed files of a repository. One that has its name is whole and durable; what was begun and not finished lies among the drafts, and
 * counts for nothing. Files are never changed. Safe for several threads and processes.
 *
 * <p>Whatever is not there is looked at twice: where the repository itself is gone from its folder, as behind a mount that was lost, nothing is said to be missing
 * or empty, but {@link StorageException.Unreachable} is thrown.
 */
public final class RepositoryFiles {
    private final StorageProvider storage;
    private final MasterKey key;
    private final SecureRandom random;
    private final DraftFolder drafts;

    /** @param storage the repository's own folder, which has the file that makes it one */
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

    /**
     * Takes back a file that was begun and perhaps published, whatever an attempt to publish it said: when it returns, it is not there, and never will be.
     *
     * @throws IOException if that is not known
     */
    public void withdraw(SealedKind kind, UUID id) throws IOException {
        boolean found = delete(RepositoryNames.draft(kind, id)); // first: without it nothing can get the name any more
        found |= delete(RepositoryNames.file(kind, id));
        if (!found) {
            requireThere();
        }
    }

    private boolean delete(StoragePath path) throws IOException {
        try {
            storage.delete(path);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
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
        return open(kind, RepositoryNames.file(kind, id));
    }

    private Opened open(SealedKind kind, StoragePath path) throws IOException {
        OpenFile file;
        try {
            file = storage.openForReading(path, Sharing.ALL);
        } catch (StorageException.NotFound e) {
            requireThere();
            throw e;
        }
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
            requireThere();
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

    /** Whether a draft is to become a file of that kind. */
    public static boolean isDraftOf(SealedKind kind, StoredFile draft) {
        return RepositoryNames.isDraft(kind, draft.name());
    }

    /** Takes a file out of the repository, in one step, so that it can be put back; that it is not there is as good. */
    public void toTrash(SealedKind kind, UUID id, long time) throws IOException {
        if (find(kind, id).isPresent()) {
            drafts.publish(RepositoryNames.file(kind, id), RepositoryNames.trash(kind, id, time));
        }
    }

    /**
     * A file in the trash.
     *
     * @param time when it came there, a FILETIME by the storage's clock
     */
    public record Trashed(SealedKind kind, UUID id, long time, StoredFile file) {}

    /** All of them, in no order; what is called otherwise is passed over. */
    public List<Trashed> trash() throws IOException {
        List<Trashed> all = new ArrayList<>();
        for (StoredFile file : entries(RepositoryNames.TRASH)) {
            for (SealedKind kind : SealedKind.values()) {
                trashed(kind, file).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<Trashed> trashed(SealedKind kind, StoredFile file) {
        String name = file.name();
        String begin = kind.name().toLowerCase(Locale.ROOT) + "-";
        int last = name.lastIndexOf('-');
        if (!name.startsWith(begin) || last < begin.length()) {
            return Optional.empty();
        }
        try {
            long time = Long.parseLong(name.substring(last + 1));
            return RepositoryNames.id(name.substring(begin.length(), last))
                    .map(id -> new Trashed(kind, id, time, file));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Opens a file of the trash; otherwise as {@link #open}. */
    public Opened openTrashed(Trashed trashed) throws IOException {
        return open(trashed.kind(), trashed.file().path());
    }

    /** Puts a file back; that it is there already is as good. */
    public void fromTrash(Trashed trashed) throws IOException {
        if (find(trashed.kind(), trashed.id()).isEmpty()) {
            drafts.publish(trashed.file().path(), RepositoryNames.file(trashed.kind(), trashed.id()));
        }
    }

    /** Removes a file of the trash for good. */
    public void removeTrashed(Trashed trashed) throws IOException {
        removeDraft(trashed.file());
    }

    private List<StoredFile> entries(StoragePath folder) throws IOException {
        try {
            return storage.list(folder);
        } catch (StorageException.NotFound e) {
            requireThere();
            return List.of();
        }
    }

    private void requireThere() throws IOException {
        try {
            storage.stat(RepositoryNames.REPOSITORY);
        } catch (StorageException.NotFound e) {
            throw new StorageException.Unreachable(
                    "the backup repository is not in its folder any more: look whether its disk or share is there", e);
        }
    }
}
