package dev.profilekeep.backup.store;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * The few small files of a repository that are not sealed, for they are read before there is a key. One that has its name is whole and durable.
 * Safe for several threads and processes.
 */
public final class PlainFiles {
    /** Bytes of a file; a larger one is none of ours. */
    public static final int LARGEST = 64 * 1024;

    /** How their drafts are called. */
    private static final String DRAFT = "plain-";

    private final StorageProvider storage;
    private final DraftFolder drafts;

    /** @param storage the repository's own folder */
    public PlainFiles(StorageProvider storage) {
        this.storage = storage;
        this.drafts = new DraftFolder(storage);
    }

    private interface Naming {
        void name(StoragePath draft) throws IOException;
    }

    /**
     * Writes a new file.
     *
     * @throws StorageException.Exists if the name is taken
     */
    public void publish(StoragePath name, byte[] content) throws IOException {
        write(content, draft -> drafts.publish(draft, name));
    }

    /** Writes a file in place of the one that has the name, which never vanishes. */
    public void replace(StoragePath name, byte[] content) throws IOException {
        write(content, draft -> drafts.replace(draft, name));
    }

    private void write(byte[] content, Naming naming) throws IOException {
        if (content.length > LARGEST) {
            throw new IllegalArgumentException("a plain file has at most " + LARGEST + " bytes, not " + content.length);
        }
        StoragePath draft = RepositoryNames.DRAFTS.child(DRAFT + UUID.randomUUID());
        try {
            try (OpenFile file = drafts.create(draft)) {
                file.writeFully(0, ByteBuffer.wrap(content));
                file.flush();
            }
            naming.name(draft);
        } catch (IOException | RuntimeException e) {
            drafts.drop(draft);
            throw e;
        }
    }

    /** Whether that is the name of a draft of such a file. */
    public static boolean isDraft(StoragePath path) {
        return RepositoryNames.DRAFTS.equals(path.parent())
                && path.name().startsWith(DRAFT)
                && RepositoryNames.id(path.name().substring(DRAFT.length())).isPresent();
    }

    /**
     * All that a file says.
     *
     * @throws StorageException.NotFound if there is none
     * @throws UnreadableFileException if it is too large to be one of ours
     */
    public byte[] read(StoragePath name) throws IOException {
        try (OpenFile file = storage.openForReading(name, Sharing.ALL)) {
            long size = file.size();
            if (size > LARGEST) {
                throw new UnreadableFileException(
                        name + " is damaged: it has " + size + " bytes, too many for it", false);
            }
            ByteBuffer all = ByteBuffer.allocate((int) size);
            file.readFully(0, all);
            return all.array();
        }
    }

    /** What lies in a folder; nothing if there is no such folder. */
    public List<StoredFile> list(StoragePath folder) throws IOException {
        try {
            return storage.list(folder);
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    /** Removes a file; that it is not there is as good. */
    public void remove(StoragePath name) throws IOException {
        try {
            storage.delete(name);
        } catch (StorageException.NotFound e) {
            return; // somebody else was quicker
        }
    }
}
