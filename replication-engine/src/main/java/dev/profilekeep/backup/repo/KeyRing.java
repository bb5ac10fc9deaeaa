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

    /** All that can be read if need be, though something follows: whichever repository's they are. */
    static List<KeyFile> readable(PlainFiles plain) throws IOException {
        List<KeyFile> files = new ArrayList<>();
        for (StoredFile each : plain.list(KeyFile.FOLDER)) {
            if (each.directory() || !KeyFile.isName(each.name())) {
                continue; // not ours
            }
            try {
                KeyFile file =
                        PlainJson.readBeginning(each.path(), plain.read(each.path()), KeyFile.VERSION, KeyFile.class);
                if (file.path().equals(each.path())) {
                    files.add(file);
                }
            } catch (UnreadableFileException | StorageException.NotFound e) {
                continue; // nothing to learn from it
            }
        }
        return files;
    }

    /**
     * Those that open the repository, as far as whoever has its master key can tell.
     *
     * @param known what tells so
     */
    KeyRing counted(KeyProof known) {
        List<KeyFile> sound = new ArrayList<>();
        List<String> all = new ArrayList<>(damaged);
        for (KeyFile file : files) {
            if (known.of(file) == KeyProof.Verdict.FALSE) {
                all.add(
                        file.path()
                                + " does not open the repository: it is damaged, or somebody else put it there; remove the key");
            } else {
                sound.add(file);
            }
        }
        return new KeyRing(sound, all);
    }

    KeyFile require(String id) throws RepositoryException {
        return files.stream()
                .filter(file -> file.slot().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RepositoryException.NoSuchKey(id));
    }

    KeyRing without(String id) {
        return new KeyRing(
                files.stream().filter(file -> !file.slot().id().equals(id)).toList(), damaged);
    }

    /** Those beside recovery keys. */
    KeyRing daily() {
        return new KeyRing(
                files.stream()
                        .filter(file -> file.slot().kind() != KeySlot.Kind.RECOVERY)
                        .toList(),
                damaged);
    }
}
