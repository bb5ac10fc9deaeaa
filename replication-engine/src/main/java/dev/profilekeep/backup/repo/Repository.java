package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.chunk.ChunkStore;
import dev.profilekeep.backup.chunk.MapContent;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.seal.CipherWarmth;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.PlainJson;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.backup.store.UnreadableFileException;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup repository that is open. Safe for several threads; several processes may have it open at once. Does not own the storage. */
public final class Repository implements Closeable {
    private final PlainFiles plain;
    private final RepositoryFile file;
    private final Keys keys;
    private final Writers writers;
    private final RepositoryFiles files;
    private final ChunkStore chunks;
    private final Snapshots snapshots;
    private final StorageClock storageClock;
    private final Decisions decisions;

    private Repository(
            StorageProvider storage,
            RepositoryFile file,
            MasterKey master,
            @Nullable KeySlot opener,
            RepositorySetting setting) {
        this.plain = new PlainFiles(storage);
        this.file = file;
        this.keys = new Keys(plain, file.id(), master, opener, setting.random(), setting.clock());
        this.writers = new Writers(storage, setting.clock(), setting.pulse(), setting.host());
        this.files = new RepositoryFiles(storage, master, setting.random());
        this.chunks = new ChunkStore(files, master, setting.random());
        this.storageClock = new StorageClock(storage);
        this.snapshots = new Snapshots(files, storageClock);
        this.decisions = new Decisions(files, storageClock);
    }

    /**
     * Makes a repository, and opens it. It is there once its file {@code repository} is; what an attempt leaves that ends before is in the way of no
     * other.
     *
     * @param storage an empty folder
     * @param first what opens it; others are added to its {@link #keys()}
     * @throws RepositoryException.Occupied if the folder is not empty
     */
    public static Repository create(StorageProvider storage, Keys.FirstKey first, RepositorySetting setting)
            throws IOException {
        NewFolder folder = NewFolder.look(storage);
        PlainFiles plain = new PlainFiles(storage);
        MasterKey master = MasterKey.create(setting.random());
        Instant created = Instant.ofEpochSecond(setting.clock().instant().getEpochSecond());
        var file = new RepositoryFile(RepositoryFile.FORMAT, RepositoryFile.VERSION, UUID.randomUUID(), created);
        KeyFile key = Keys.first(plain, file.id(), master, first, setting.random(), setting.clock());
        try {
            plain.publish(RepositoryFile.PATH, PlainJson.write(file));
        } catch (StorageException.Exists
                | StorageException.NotFound e) { // NotFound: whoever was quicker cleared our draft away
            plain.remove(key.path());
            throw new RepositoryException.Occupied(
                    "somebody else is making a backup repository in this folder: open theirs, or choose another folder");
        }
        folder.clear();
        return new Repository(storage, file, master, null, setting);
    }

    /**
     * Opens a repository. Takes about a second for each passphrase that it has.
     *
     * @param storage the repository's own folder
     * @throws RepositoryException.NotThere if there is none
     * @throws RepositoryException.TooNew if a newer program made it
     * @throws RepositoryException.Damaged if its file, or each of its keys, is damaged
     * @throws RepositoryException.WrongKey if that secret does not open it
     */
    public static Repository open(StorageProvider storage, Secret secret, RepositorySetting setting)
            throws IOException {
        PlainFiles plain = new PlainFiles(storage);
        RepositoryFile file = read(plain);
        CipherWarmth.begin(); // on another core, while the passphrase is made into a key
        KeyTrial.Opened opened = Keys.open(plain, file.id(), secret, setting.random());
        return new Repository(storage, file, opened.master(), opened.slot(), setting);
    }

    /**
     * Writes the file {@code repository} anew from the keys where it is damaged or lost, as a person asks for who has what opens it. Nothing else is changed.
     *
     * @return false if nothing is wrong with that file
     * @throws RepositoryException if there is no repository in the folder, the secret opens none of its keys, or what it opens is not what lies there is sealed with
     */
    public static boolean mend(StorageProvider storage, Secret secret, RepositorySetting setting) throws IOException {
        return new RepositoryFileRepair(storage, secret, setting).run();
    }

    static RepositoryException.NotThere notThere() {
        return new RepositoryException.NotThere("there is no backup repository in this folder, as it has no file "
                + RepositoryFile.PATH + ": make one, or look whether the folder is the right one");
    }

    static RepositoryFile read(PlainFiles plain) throws IOException {
        try {
            return PlainJson.read(
                    RepositoryFile.PATH, plain.read(RepositoryFile.PATH), RepositoryFile.VERSION, RepositoryFile.class);
        } catch (StorageException.NotFound e) {
            throw KeyRing.readable(plain).isEmpty()
                    ? notThere()
                    : new RepositoryException.NotThere("the file " + RepositoryFile.PATH
                            + " of the backup repository is lost; its keys are there: " + RepositoryException.MEND);
        } catch (UnreadableFileException e) {
            throw e.isNewer()
                    ? new RepositoryException.TooNew(e.getMessage()
                            + "; if no newer one ever wrote there, the file is damaged: move it elsewhere, then "
                            + RepositoryException.MEND)
                    : new RepositoryException.Damaged(e.getMessage() + ": " + RepositoryException.MEND);
        }
    }

    public UUID id() {
        return file.id();
    }

    /**
     * Makes sure that its folder still holds it, for whoever draws a conclusion from what is not there: a share that is not mounted is an empty folder.
     *
     * @throws RepositoryException.NotThere if the folder has no repository any more, or another one
     * @throws IOException if it cannot be looked at
     */
    public void requireThere() throws IOException {
        if (!read(plain).id().equals(id())) {
            throw new RepositoryException.NotThere(
                    "another backup repository lies in this folder now: put the right one back, or start ProfileKeep anew to use this one");
        }
    }

    /** By the clock of whoever made it. */
    public Instant created() {
        return file.created();
    }

    public Keys keys() {
        return keys;
    }

    public Writers writers() {
        return writers;
    }

    /** Its sealed files, for whoever checks or prunes it. */
    public RepositoryFiles files() {
        return files;
    }

    public ChunkStore chunks() {
        return chunks;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    /** What was decided about its snapshots. */
    public Decisions decisions() {
        return decisions;
    }

    /** What time it is there. */
    public StorageClock storageClock() {
        return storageClock;
    }

    /** Gives back what maps name. */
    public MapContent content() {
        return new MapContent(chunks);
    }

    /**
     * Begins to write. What is to be written may rest on snapshots that are read from now on, on none that was read before.
     *
     * @param purpose for people: "backup of shard 3"
     */
    public WriteSession begin(String purpose) throws IOException {
        return chunks.begin(writers.begin(purpose));
    }

    @Override
    public void close() {
        chunks.close();
    }
}
