package dev.profilekeep.backup.store;

import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether a master key is that of a folder's sealed files, also where the file that makes the folder a repository is lost. */
public enum SealedSample {
    /** There is no sealed file. */
    NONE,
    /** One opens with it. */
    OPENS,
    /** None of those that were tried does. */
    FOREIGN;

    /** Files of a kind, or of one folder of packs, that are tried: that so many are all damaged is no case to go by. */
    private static final int TRIED = 20;

    /** Tries a key on some files of each kind. */
    public static SealedSample of(StorageProvider storage, MasterKey key) throws IOException {
        PlainFiles plain = new PlainFiles(storage);
        boolean any = false;
        for (SealedKind kind : SealedKind.values()) {
            List<StoredFile> files = new ArrayList<>();
            for (StoredFile entry : plain.list(RepositoryNames.folder(kind))) {
                files.addAll(entry.directory() ? plain.list(entry.path()) : List.of(entry));
                if (files.size() >= TRIED) {
                    break;
                }
            }
            for (StoredFile file : files.subList(0, Math.min(TRIED, files.size()))) {
                if (file.directory() || RepositoryNames.id(file.name()).isEmpty()) {
                    continue; // not ours
                }
                any = true;
                if (opens(storage, key, kind, file)) {
                    return OPENS;
                }
            }
        }
        return any ? FOREIGN : NONE;
    }

    private static boolean opens(StorageProvider storage, MasterKey key, SealedKind kind, StoredFile file)
            throws IOException {
        try (OpenFile opened = storage.openForReading(file.path(), Sharing.ALL)) {
            SealedReader.open(file.path().value(), opened, key, kind);
            return true;
        } catch (SealException | StorageException.NotFound e) {
            return false;
        }
    }
}
