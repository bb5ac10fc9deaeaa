package dev.profilekeep.backup.writer;

import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.PlainJson;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.backup.store.UnreadableFileException;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All who write to a repository. Safe for several threads and processes. */
public final class Writers {
    /** How often a writer has itself dated. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    /**
     * A writer that finds that it was not dated for so long stops. Whoever takes one for dead, and removes what it stored, waits longer by
     * far: 20 minutes are more than a server's restart, and less than a person needs to find a frozen machine.
     */
    public static final Duration LEASE = Duration.ofMinutes(20);

    private static final StoragePath FOLDER = StoragePath.of("writers");

    private final StorageProvider storage;
    private final PlainFiles files;
    private final StorageClock storageClock;
    private final Clock clock;
    private final Pulse pulse;
    private final String host;

    /**
     * @param storage the repository's own folder
     * @param host this machine's name, for people
     */
    public Writers(StorageProvider storage, Clock clock, Pulse pulse, String host) {
        this.storage = storage;
        this.files = new PlainFiles(storage);
        this.storageClock = new StorageClock(storage);
        this.clock = clock;
        this.pulse = pulse;
        this.host = host;
    }

    /**
     * Begins to write: from when this returns, nothing that is stored from now on is taken away until the writer is closed. To be called before
     * anything is read of the repository that what is written will rest on.
     *
     * @param purpose for people: "backup of shard 3"
     */
    public Writer begin(String purpose) throws IOException {
        UUID id = UUID.randomUUID();
        var file = new WriterFile(
                WriterFile.VERSION, id, host, ProcessHandle.current().pid(), purpose, clock.instant());
        return Writer.begin(storage, files, FOLDER.child(id.toString()), file, PlainJson.write(file), pulse);
    }

    /**
     * A writer that is there.
     *
     * @param beat when it was last dated, by the storage's clock
     * @param age how long that is ago, by the same clock
     * @param file empty if it cannot be read: it counts all the same
     */
    public record Found(UUID id, Instant beat, Duration age, Optional<WriterFile> file) {}

    /** All that are there, dead ones among them, in no order. What is called otherwise than a writer's file is passed over. */
    public List<Found> list() throws IOException {
        List<StoredFile> there = files.list(FOLDER);
        return found(there, StoredFile.toInstant(storageClock.now()));
    }

    /** The same for who only reads: also where nothing may be written, and then by this machine's clock. */
    public List<Found> listForReading() throws IOException {
        List<StoredFile> there = files.list(FOLDER);
        return found(there, storageClock.forReading());
    }

    private List<Found> found(List<StoredFile> there, Instant now) throws IOException {
        List<Found> found = new ArrayList<>();
        for (StoredFile each : there) {
            Optional<UUID> id = id(each);
            if (id.isPresent()) {
                try {
                    Duration age = Duration.between(each.lastWritten(), now);
                    found.add(new Found(
                            id.get(), each.lastWritten(), age.isNegative() ? Duration.ZERO : age, read(each)));
                } catch (StorageException.NotFound e) {
                    // it ended meanwhile
                }
            }
        }
        return found;
    }

    private static Optional<UUID> id(StoredFile file) {
        try {
            UUID id = UUID.fromString(file.name());
            return file.directory() || !id.toString().equals(file.name()) ? Optional.empty() : Optional.of(id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<WriterFile> read(StoredFile file) throws IOException {
        try {
            return Optional.of(
                    PlainJson.read(file.path(), files.read(file.path()), WriterFile.VERSION, WriterFile.class));
        } catch (UnreadableFileException e) {
            return Optional.empty();
        }
    }

    /** Removes the file of a writer that is dead: if it still lives, it learns so and stops. */
    public void remove(UUID id) throws IOException {
        files.remove(FOLDER.child(id.toString()));
    }
}
