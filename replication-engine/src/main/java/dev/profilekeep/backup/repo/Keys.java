package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.KeySlots;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.PlainJson;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may open a repository. Each key is a small file; none of them is secret without its passphrase or its letters. Safe for several threads and
 * processes, but that two who remove keys at once see each other: what is left is looked at afterwards, and a last key put back.
 */
public final class Keys {
    private final PlainFiles files;
    private final UUID repository;
    private final MasterKey master;
    private final KeySlots slots;
    private final Clock clock;

    Keys(PlainFiles files, UUID repository, MasterKey master, SecureRandom random, Clock clock) {
        this.files = files;
        this.repository = repository;
        this.master = master;
        this.slots = new KeySlots(repository, random);
        this.clock = clock;
    }

    /** All that can be used, in no order. */
    public List<KeyInfo> list() throws IOException {
        return ring().files().stream().map(KeyInfo::of).toList();
    }

    /** What is wrong with the others, each a sentence that names the file. */
    public List<String> damaged() throws IOException {
        return ring().damaged();
    }

    private KeyRing ring() throws IOException {
        return KeyRing.read(files, repository);
    }

    /**
     * Lets another secret open the repository. Durable when it returns. Takes about a second for a passphrase.
     *
     * @param label whose it is, for people
     * @throws IllegalArgumentException if a passphrase is too short, or the kind is not that of the secret
     */
    public KeyInfo add(Secret secret, KeySlot.Kind kind, String label) throws IOException {
        return KeyInfo.of(written(secret, kind, label));
    }

    private KeyFile written(Secret secret, KeySlot.Kind kind, String label) throws IOException {
        KeySlot slot = slots.seal(master, secret, kind, label, now());
        KeyFile file = new KeyFile(KeyFile.VERSION, repository, slot, null);
        files.publish(file.path(), PlainJson.write(file));
        return file;
    }

    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    /**
     * Replaces the secret of a key by another of the same kind. The new one opens the repository before the old one ceases to: if it fails between,
     * both do. No data is written again.
     */
    public KeyInfo change(String id, Secret fresh) throws IOException {
        KeySlot old = ring().require(id).slot();
        KeyFile written = written(fresh, old.kind(), old.label());
        files.remove(KeyFile.FOLDER.child(id));
        return KeyInfo.of(written);
    }

    /**
     * Ends a key.
     *
     * @throws RepositoryException.KeyNeeded if it is the last one, or the last beside recovery keys
     */
    public void remove(String id) throws IOException {
        remove(id, false);
    }

    /**
     * Ends a key, even if recovery keys alone are left.
     *
     * @throws RepositoryException.KeyNeeded if it is the last one of all
     */
    public void removeThoughOnlyRecoveryIsLeft(String id) throws IOException {
        remove(id, true);
    }

    private void remove(String id, boolean recoveryIsEnough) throws IOException {
        KeyRing ring = ring();
        KeyFile file = ring.require(id);
        if (ring.files().size() == 1) {
            throw new RepositoryException.KeyNeeded("key " + id
                    + " is the last one: without it nobody could read the backups any more; add another before");
        }
        boolean daily = file.slot().kind() != KeySlot.Kind.RECOVERY;
        if (daily && ring.count(false) == 1 && !recoveryIsEnough) {
            throw new RepositoryException.KeyNeeded(
                    "key " + id
                            + " is the last one beside recovery keys: no backup could run; add another before, or say that this is meant");
        }
        files.remove(file.path());
        if (ring().files().isEmpty()) {
            putBack(file);
            throw new RepositoryException.KeyNeeded(
                    "key " + id + " stays: the others were removed meanwhile, and it is the last one");
        }
    }

    private void putBack(KeyFile file) throws IOException {
        try {
            files.publish(file.path(), PlainJson.write(file));
        } catch (StorageException.Exists e) {
            return; // as it should be
        }
    }

    /**
     * Proves that somebody has a recovery key, and writes down when.
     *
     * @param letters as they stand on paper
     * @return the key
     * @throws IllegalArgumentException if letters were misread, with the first group that is wrong
     * @throws RepositoryException.WrongKey if it is no recovery key of this repository
     */
    public KeyInfo prove(String letters) throws IOException {
        Secret.KeyText secret = Secret.KeyText.parse(letters);
        KeyRing ring = ring();
        for (KeyFile file : ring.files()) {
            if (file.slot().kind() == KeySlot.Kind.RECOVERY
                    && opened(slots, file.slot(), secret).isPresent()) {
                KeyFile proved = new KeyFile(KeyFile.VERSION, repository, file.slot(), now());
                files.replace(proved.path(), PlainJson.write(proved));
                return KeyInfo.of(proved);
            }
        }
        throw new RepositoryException.WrongKey(
                "those letters are those of a key, but of no recovery key of this repository", ring.damaged());
    }

    /** What a slot seals, if the secret opens it. */
    private static Optional<MasterKey> opened(KeySlots slots, KeySlot slot, Secret secret) {
        try {
            return Optional.of(slots.open(slot, secret));
        } catch (SealException.WrongKey e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a repository's master key.
     *
     * @throws RepositoryException.WrongKey if none of the keys is opened by that secret
     * @throws RepositoryException.Damaged if no key can be used at all
     */
    static MasterKey open(PlainFiles files, UUID repository, Secret secret, SecureRandom random) throws IOException {
        KeySlots slots = new KeySlots(repository, random);
        KeyRing ring = KeyRing.read(files, repository);
        for (KeyFile file : ring.files()) {
            Optional<MasterKey> master = opened(slots, file.slot(), secret);
            if (master.isPresent()) {
                return master.get();
            }
        }
        if (ring.files().isEmpty()) {
            String why = ring.damaged().isEmpty() ? "the folder keys is empty" : String.join("; ", ring.damaged());
            throw new RepositoryException.Damaged(
                    "the repository has no key that can be used: " + why + "; put back the files of keys from a copy");
        }
        String what = secret instanceof Secret.Passphrase ? "that passphrase" : "that key";
        throw new RepositoryException.WrongKey(
                what + " opens none of the " + ring.files().size() + " keys of the repository", ring.damaged());
    }

    /** Writes the first key of a repository that is being made. */
    static KeyFile first(
            PlainFiles files, UUID repository, MasterKey master, FirstKey key, SecureRandom random, Clock clock)
            throws IOException {
        return new Keys(files, repository, master, random, clock).written(key.secret(), key.kind(), key.label());
    }

    /**
     * What opens a new repository.
     *
     * @param label whose it is, for people
     */
    public record FirstKey(Secret secret, KeySlot.Kind kind, String label) {}
}
