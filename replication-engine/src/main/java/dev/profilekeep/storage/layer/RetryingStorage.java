package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks again, with growing pauses, where asking again changes nothing: listing, looking, opening for reading, reading. Only
 * after {@link StorageException.Unreachable}: somebody who holds a file is reported, not fought over. Whatever changes
 * something is passed on once; after a failure only its caller can look what became of it.
 */
public final class RetryingStorage extends LayeredStorage {
    /**
     * How often and when.
     *
     * @param attempts in all, at least 1
     * @param first pause; each next one is twice as long
     * @param longest pause
     */
    public record Patience(int attempts, Duration first, Duration longest) {
        /** Four attempts within about 2 s: for somebody who waits. */
        public static final Patience PERSON = new Patience(4, Duration.ofMillis(200), Duration.ofSeconds(1));

        /** Eight attempts within about a minute: for the night. */
        public static final Patience JOB = new Patience(8, Duration.ofMillis(500), Duration.ofSeconds(20));

        public Patience {
            if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("at least one attempt, and pauses that do not shrink: " + attempts
                        + ", " + first + ", " + longest);
            }
        }

        long pauseNanos(int failures) {
            long doubled = first.toNanos() << Math.min(failures - 1, 20);
            return Math.min(longest.toNanos(), doubled);
        }
    }

    private final Patience patience;
    private final Pauses pauses;

    public RetryingStorage(StorageProvider storage, Patience patience) {
        this(storage, patience, Pauses.real());
    }

    public RetryingStorage(StorageProvider storage, Patience patience, Pauses pauses) {
        super(storage);
        this.patience = patience;
        this.pauses = pauses;
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new RetryingStorage(below().onOwnConnection(), patience, pauses);
    }

    /** What answers to a deadline is not asked again: only who set it knows how much time is left. */
    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        StorageProvider other = below().onOwnConnection(terms);
        return terms.deadline().isPresent() ? other : new RetryingStorage(other, patience, pauses);
    }

    @Override
    public List<Instant> moments() throws IOException {
        return again(super::moments);
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new RetryingStorage(below().asOf(moment), patience, pauses);
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        return again(super::sessionId);
    }

    @Override
    public FileServer fileServer() {
        return new LayeredFileServer(below().fileServer()) {
            @Override
            <R> R around(Verb verb, StoragePath path, Ask<R> ask) throws IOException {
                return verb == Verb.CLOSE ? ask.run() : again(ask::run);
            }
        };
    }

    private interface Ask<R extends @Nullable Object> {
        R run() throws IOException;
    }

    private <R extends @Nullable Object> R again(Ask<R> ask) throws IOException {
        for (int failures = 1; ; failures++) {
            try {
                return ask.run();
            } catch (StorageException.Unreachable e) {
                if (failures >= patience.attempts() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(failures, e);
            }
        }
    }

    /** Half of it by chance, so that all who lost the same server do not come back in the same moment. */
    private void pause(int failures, StorageException.Unreachable why) throws StorageException {
        long full = patience.pauseNanos(failures);
        try {
            pauses.pause(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        return again(super::volume);
    }

    @Override
    public Capabilities capabilities() throws IOException {
        return again(super::capabilities);
    }

    /** Begun anew, a listing leaves out the names it gave before. */
    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        Set<String> given = new HashSet<>();
        again(() -> {
            super.list(folder, file -> {
                if (given.add(file.name())) {
                    each.accept(file);
                }
            });
            return true;
        });
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return again(() -> super.stat(path));
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return new RetryingFile(again(() -> super.openForReading(path, sharing)));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return new Once(super.openForWriting(path, sharing));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return new Once(super.create(path, sharing));
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        return again(() -> super.security(path));
    }

    /**
     * Opened for writing: nothing is asked again, not even a copy of ranges, which could be. What fails as Unreachable has lost the handle that it would be repeated with.
     */
    private static final class Once extends LayeredFile {
        Once(OpenFile file) {
            super(file);
        }
    }

    /** Opened for reading. */
    private final class RetryingFile extends LayeredFile {
        RetryingFile(OpenFile file) {
            super(file);
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            int from = target.position();
            again(() -> {
                target.position(from);
                super.readFully(offset, target);
                return true;
            });
        }

        @Override
        public StoredFile stat() throws IOException {
            return again(() -> super.stat());
        }

        @Override
        public long size() throws IOException {
            return again(() -> super.size());
        }
    }
}
