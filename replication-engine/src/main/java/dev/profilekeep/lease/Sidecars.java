package dev.profilekeep.lease;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files beside a disk in which Cloud Cache keeps its state ({@code .meta}, {@code .metadata}): they tell of one layout, so they leave with it and come back with it. They are moved
 * by their names and never opened. Stateless.
 */
final class Sidecars {
    private static final List<String> ENDINGS = List.of(".meta", ".metadata");

    private Sidecars() {}

    /** The names of those that lie beside a copy. */
    static List<String> beside(StorageProvider storage, StoragePath target) throws IOException {
        List<String> names = new ArrayList<>();
        StoragePath folder = target.parent();
        for (StoredFile file : storage.list(folder == null ? StoragePath.ROOT : folder)) {
            String name = file.name();
            if (!file.directory()
                    && ENDINGS.stream().anyMatch(ending -> name.equalsIgnoreCase(target.name() + ending))) {
                names.add(name);
            }
        }
        return names;
    }

    private static StoragePath at(StoragePath target, String name) {
        StoragePath folder = target.parent();
        return folder == null ? StoragePath.of(name) : folder.child(name);
    }

    private static String ending(StoragePath target, String name) {
        return name.substring(target.name().length()).toLowerCase(Locale.ROOT);
    }

    /** They leave their names and are kept. */
    static void takeAway(StorageProvider storage, SwapPaths paths, StoragePath target, List<String> names)
            throws IOException {
        for (String name : names) {
            storage.rename(at(target, name), paths.kept(ending(target, name)));
        }
    }

    /** They take their names again. Where one has come meanwhile, that is the younger word on the disk that stands there: it stays, and ours is not needed. */
    static void giveBack(StorageProvider storage, SwapPaths paths, StoragePath target, List<String> names)
            throws IOException {
        for (String name : names) {
            move(storage, paths.kept(ending(target, name)), at(target, name));
        }
    }

    /** Those that were made for the new disk take their places, in the same way. */
    static void place(StorageProvider storage, SwapPaths paths, StoragePath target) throws IOException {
        for (String ending : ENDINGS) {
            move(storage, paths.fresh(ending), at(target, target.name() + ending));
        }
    }

    private static void move(StorageProvider storage, StoragePath from, StoragePath to) throws IOException {
        try {
            storage.rename(from, to);
        } catch (StorageException.NotFound e) {
            return; // there was none, or it is there already
        } catch (StorageException.Exists e) {
            storage.delete(from);
        }
    }

    static void removeFresh(StorageProvider storage, SwapPaths paths) throws IOException {
        for (String ending : ENDINGS) {
            try {
                storage.delete(paths.fresh(ending));
            } catch (StorageException.NotFound e) {
                continue; // as nearly always
            }
        }
    }

    /** Makes those of a new disk as the kept ones of another change are, with their owner and rights. */
    static void copyKept(StorageProvider storage, SwapPaths from, SwapPaths to) throws IOException {
        for (StoredFile file : storage.list(from.folder())) {
            for (String ending : ENDINGS) {
                if (file.path().equals(from.kept(ending))) {
                    storage.copy(file.path(), to.fresh(ending));
                    storage.setSecurity(to.fresh(ending), storage.security(file.path()));
                }
            }
        }
    }

    /** All that lie in a change's own folder. */
    static List<StoragePath> left(StorageProvider storage, SwapPaths paths) throws IOException {
        try {
            return storage.list(paths.folder()).stream()
                    .map(StoredFile::path)
                    .filter(path -> ENDINGS.stream()
                            .anyMatch(ending -> path.equals(paths.kept(ending)) || path.equals(paths.fresh(ending))))
                    .toList();
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }
}
