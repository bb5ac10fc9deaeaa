package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.PlainJson;
import dev.profilekeep.backup.store.UnreadableFileException;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The files of a repository's keys, as they were read at one moment.
 *
 * @param files that can be used
 * @param damaged what is wrong with others
 */
record KeyRing(List<KeyFile> files, List<String> damaged) {
    static KeyRing read(PlainFiles plain, UUID repository) throws IOException {
        List<KeyFile> files = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (StoredFile each : plain.list(KeyFile.FOLDER)) {
            if (each.directory() || !KeyFile.isName(each.name())) {
                continue; // not ours
            }
            try {
                KeyFile file = PlainJson.read(each.path(), plain.read(each.path()), KeyFile.VERSION, KeyFile.class);
                if (!file.path().equals(each.path())) {
                    damaged.add(each.path() + " is damaged: it holds key "
                            + file.slot().id());
                } else if (file.repository().equals(repository)) {
                    files.add(file);
                } else {
                    damaged.add(each.path() + " is a key of another repository");
                }
            } catch (UnreadableFileException e) {
                damaged.add(String.valueOf(e.getMessage()));
            } catch (StorageException.NotFound e) {
                // removed meanwhile
            }
        }
        return new KeyRing(files, damaged);
    }

    KeyFile require(String id) throws RepositoryException {
        return files.stream()
                .filter(file -> file.slot().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RepositoryException.NoSuchKey(id));
    }

    long count(boolean recovery) {
        return files.stream()
                .filter(file -> recovery == (file.slot().kind() == KeySlot.Kind.RECOVERY))
                .count();
    }
}
