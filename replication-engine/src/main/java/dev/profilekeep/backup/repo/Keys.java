package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.KeySlots;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.PlainJson;
import dev.profilekeep.backup.store.UnreadableFileException;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a repository. Each key is a small file; none of them is secret without its passphrase or its letters. Safe for several threads and
 * processes, but that two who remove keys at once see each other: what is left is looked at afterwards, and a last key put back.
 */
public final class Keys {
    private final PlainFiles files;
    private final UUID repository;
    private final MasterKey master;
    private final KeySlots slots;
    private final KeyProof proof;
    private final Clock clock;

    /** @param opener that opened the repository; null if it is being made */
    Keys(
            PlainFiles files,
            UUID repository,
            MasterKey master,
            @Nullable KeySlot opener,
            SecureRandom random,
            Clock clock) {
        this.files = files;
        this.repository = repository;
        this.master = master;
        this.slots = new KeySlots(repository, random);
        this.proof = new KeyProof(master, slots, opener);
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

    /** Keys that an older program wrote: nobody can tell whether these open the repository but who has their secret. Each a sentence that names the file. */
    public List<String> unknown() throws IOException {
        return ring().files().stream()
                .filter(file -> proof.of(file) == KeyProof.Verdict.UNKNOWN)
                .map(file -> file.path()
                        + " was written by an older version, and cannot be told from a damaged or planted one:"
                        + " it is not counted beside keys that can; prove it or change it once")
                .toList();
    }

    private KeyRing ring() throws IOException {
        return KeyRing.read(files, repository).counted(proof);
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
        KeyFile file = new KeyFile(KeyFile.VERSION, repository, slot, null, slots.tag(master, slot));
        files.publish(file.path(), PlainJson.write(file));
        return file;
    }

    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    /**
     * Replaces the secret of a key by another of the same kind. The new one opens the repository before the old one ceases to: if it fails between,
     * both do. No data is written again. Takes about two seconds for a passphrase.
     *
     * @throws RepositoryException.Damaged if the storage does not give the new one back as it was written: the old one stays
     */
    public KeyInfo change(String id, Secret fresh) throws IOException {
        KeySlot old = ring().require(id).slot();
        KeyFile written = written(fresh, old.kind(), old.label());
        requireOpens(written, fresh);
        files.remove(KeyFile.FOLDER.child(id));
        return KeyInfo.of(written);
    }

    /** The old one goes only when the new one was read from the storage, and opened. */
    private void requireOpens(KeyFile written, Secret secret) throws IOException {
        String why;
        try {
            KeyFile read = PlainJson.read(written.path(), files.read(written.path()), KeyFile.VERSION, KeyFile.class);
            boolean opens = proof.of(read) == KeyProof.Verdict.TRUE
                    && KeyTrial.opened(slots, read.slot(), secret)
                            .filter(master::isSame)
                            .isPresent();
            if (opens) {
                return;
            }
            why = "it does not open the repository";
        } catch (UnreadableFileException | StorageException.NotFound e) {
            why = String.valueOf(e.getMessage());
        }
        files.remove(written.path());
        throw new RepositoryException.Damaged("the new key was not read back as it was written (" + why
                + "), so the old one stays: look at the disk of the storage, and try again");
    }

    /**
     * Ends a key. One that does not open the repository ends at once.
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
        KeyFile file = KeyRing.read(files, repository).require(id);
        if (proof.of(file) == KeyProof.Verdict.FALSE) {
            files.remove(file.path());
            return;
        }
        KeyRing left = ring.without(id);
        if (!counts(left, ring)) {
            throw new RepositoryException.KeyNeeded(
                    "key " + id
                            + " is the last one that is known to open the repository: without it nobody might read the backups any more; add another before");
        }
        boolean daily = file.slot().kind() != KeySlot.Kind.RECOVERY;
        if (daily && !counts(left.daily(), ring) && !recoveryIsEnough) {
            throw new RepositoryException.KeyNeeded(
                    "key " + id
                            + " is the last one beside recovery keys: no backup could run; add another before, or say that this is meant");
        }
        files.remove(file.path());
        if (!counts(ring(), ring)) {
            putBack(file);
            throw new RepositoryException.KeyNeeded(
                    "key " + id + " stays: the others were removed meanwhile, and it is the last one");
        }
    }

    /** Whether enough is left: where any key is known to open the repository, one that is; else any. */
    private boolean counts(KeyRing left, KeyRing before) {
        boolean known = before.files().stream().anyMatch(file -> proof.of(file) == KeyProof.Verdict.TRUE);
        return left.files().stream().anyMatch(file -> !known || proof.of(file) == KeyProof.Verdict.TRUE);
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
                    && KeyTrial.opened(slots, file.slot(), secret)
                            .filter(master::isSame)
                            .isPresent()) {
                KeyFile proved =
                        new KeyFile(KeyFile.VERSION, repository, file.slot(), now(), slots.tag(master, file.slot()));
                files.replace(proved.path(), PlainJson.write(proved));
                return KeyInfo.of(proved);
            }
        }
        throw new RepositoryException.WrongKey(
                "those letters are those of a key, but of no recovery key of this repository", ring.damaged());
    }

    /**
     * Opens a repository's master key.
     *
     * @throws RepositoryException.WrongKey if none of the keys is opened by that secret
     * @throws RepositoryException.Damaged if no key can be used at all
     */
    static KeyTrial.Opened open(PlainFiles files, UUID repository, Secret secret, SecureRandom random)
            throws IOException {
        KeyRing ring = KeyRing.read(files, repository);
        KeyTrial trial = new KeyTrial(new KeySlots(repository, random), KeyTrial::freeHeap);
        Optional<KeyTrial.Opened> opened = trial.open(ring.files(), secret);
        if (opened.isPresent()) {
            return opened.get();
        }
        List<KeyFile> readable = KeyRing.readable(files);
        List<KeyFile> ours = readable.stream()
                .filter(file -> file.repository().equals(repository))
                .toList();
        Set<StoragePath> tried = ring.files().stream().map(KeyFile::path).collect(Collectors.toSet());
        opened = trial.open(
                ours.stream().filter(file -> !tried.contains(file.path())).toList(), secret);
        if (opened.isPresent()) {
            return opened.get(); // its file has something after the key: a check tells of that
        }
        if (ours.isEmpty() && !readable.isEmpty()) {
            throw new RepositoryException.Damaged("the file " + RepositoryFile.PATH
                    + " is damaged, or was put there from elsewhere, for all keys are of another repository: "
                    + RepositoryException.MEND);
        }
        if (ring.files().isEmpty()) {
            String why = ring.damaged().isEmpty() ? "the folder keys is empty" : String.join("; ", ring.damaged());
            throw new RepositoryException.Damaged(
                    "the repository has no key that can be used: " + why + "; put back the files of keys from a copy");
        }
        String what = secret instanceof Secret.Passphrase ? "that passphrase" : "that key";
        List<String> untried = new ArrayList<>(ring.damaged());
        untried.addAll(trial.skipped());
        throw new RepositoryException.WrongKey(
                what + " opens none of the " + ring.files().size() + " keys of the repository", untried);
    }

    /** Writes the first key of a repository that is being made. */
    static KeyFile first(
            PlainFiles files, UUID repository, MasterKey master, FirstKey key, SecureRandom random, Clock clock)
            throws IOException {
        return new Keys(files, repository, master, null, random, clock).written(key.secret(), key.kind(), key.label());
    }

    /**
     * What opens a new repository.
     *
     * @param label whose it is, for people
     */
    public record FirstKey(Secret secret, KeySlot.Kind kind, String label) {}
}
