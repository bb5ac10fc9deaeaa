package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlots;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.PlainJson;
import dev.profilekeep.backup.store.SealedSample;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the file that makes a folder a repository anew where it is damaged or lost: all that it says stands in the keys. A key counts if the secret opens it, which it does only under the id that it was made for, and if
 * what it opens also opens a sealed file that lies there. So no folder becomes a repository that was none.
 */
final class RepositoryFileRepair {
    /** Ids that are tried, those of most keys first: whoever may write there can put keys of any there. */
    private static final int MOST_IDS = 16;

    private final StorageProvider storage;
    private final PlainFiles plain;
    private final Secret secret;
    private final RepositorySetting setting;

    RepositoryFileRepair(StorageProvider storage, Secret secret, RepositorySetting setting) {
        this.storage = storage;
        this.plain = new PlainFiles(storage);
        this.secret = secret;
        this.setting = setting;
    }

    /**
     * Looks, and writes the file if need be.
     *
     * @return false if nothing is wrong with it
     * @throws RepositoryException if it cannot be written anew, and why
     */
    boolean run() throws IOException {
        boolean there = true;
        try {
            RepositoryFile file = Repository.read(plain);
            if (KeyRing.readable(plain).stream()
                    .anyMatch(key -> key.repository().equals(file.id()))) {
                return false;
            }
        } catch (RepositoryException.NotThere e) {
            there = false;
        } catch (RepositoryException.Damaged e) {
            // that is what is mended here
        }
        RepositoryFile anew = found(there);
        byte[] said = PlainJson.write(anew);
        if (there) {
            plain.replace(RepositoryFile.PATH, said);
        } else {
            plain.publish(RepositoryFile.PATH, said);
        }
        return true;
    }

    private RepositoryFile found(boolean there) throws IOException {
        Map<UUID, List<KeyFile>> keys = new LinkedHashMap<>();
        KeyRing.readable(plain).forEach(file -> keys.computeIfAbsent(file.repository(), any -> new ArrayList<>())
                .add(file));
        if (keys.isEmpty()) {
            throw there
                    ? new RepositoryException.Damaged("the file " + RepositoryFile.PATH
                            + " is damaged, and no key is there from which it could be written anew: put back it, or the folder "
                            + KeyFile.FOLDER + ", from a copy")
                    : Repository.notThere();
        }
        List<Map.Entry<UUID, List<KeyFile>>> most = keys.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> -each.getValue().size()))
                .limit(MOST_IDS)
                .toList();
        List<RepositoryFile> opened = new ArrayList<>();
        boolean foreign = false;
        for (Map.Entry<UUID, List<KeyFile>> each : most) {
            UUID id = each.getKey();
            List<KeyFile> its = each.getValue();
            Optional<KeyTrial.Opened> key =
                    new KeyTrial(new KeySlots(id, setting.random()), KeyTrial::freeHeap).open(its, secret);
            if (key.isEmpty()) {
                continue;
            }
            SealedSample sample = SealedSample.of(storage, key.get().master());
            if (sample == SealedSample.OPENS) {
                return file(id, its);
            }
            foreign |= sample == SealedSample.FOREIGN;
            opened.add(file(id, its));
        }
        if (foreign) {
            throw new RepositoryException.Damaged(
                    "the key that was given opens nothing of what lies in this folder, so it is a key of another repository: use another one");
        }
        if (opened.isEmpty()) {
            throw new RepositoryException.WrongKey(
                    "what was given opens none of the keys that lie there, so the file " + RepositoryFile.PATH
                            + " cannot be written anew: use another passphrase or key",
                    List.of());
        }
        if (!there || opened.size() > 1) {
            throw new RepositoryException.NotThere(
                    "nothing was ever kept in this folder, so there is no repository to repair: empty the folder, and make one with 'backup init'");
        }
        return opened.get(0);
    }

    private static RepositoryFile file(UUID id, List<KeyFile> keys) {
        Instant earliest = keys.stream()
                .map(key -> key.slot().created())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new RepositoryFile(RepositoryFile.FORMAT, RepositoryFile.VERSION, id, earliest);
    }
}
