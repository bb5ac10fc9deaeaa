package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Reads what is opened for reading alone at the {@link Pace} of the location, and has it copied at the server so. Looks, leases and changes are not held up: somebody waits for them. */
public final class PacedStorage extends LayeredStorage {
    private static final int PIECE = 1024 * 1024;

    private final Pace pace;
    /** Whether the probe may read what is read here: not what the storage kept of a file, which it could not find by the path. */
    private final boolean present;

    public PacedStorage(StorageProvider storage, Pace pace) {
        this(storage, pace, true);
    }

    private PacedStorage(StorageProvider storage, Pace pace, boolean present) {
        super(storage);
        this.pace = pace;
        this.present = present;
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new PacedStorage(below().onOwnConnection(), pace, present);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new PacedStorage(below().onOwnConnection(terms), pace, present);
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new PacedStorage(below().asOf(moment), pace, false);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return new PacedFile(path, super.openForReading(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return new Unpaced(super.openForWriting(path, sharing));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return new Unpaced(super.create(path, sharing));
    }

    /** Only what it copies is paced, by where it comes from. */
    private static final class Unpaced extends LayeredFile {
        Unpaced(OpenFile file) {
            super(file);
        }
    }

    private final class PacedFile extends LayeredFile {
        private final StoragePath path;

        PacedFile(StoragePath path, OpenFile file) {
            super(file);
            this.path = path;
        }

        /** What lies so far into the file is there to be probed. */
        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            int length = target.remaining();
            pace.take(path, Math.max(1, (length + PIECE - 1) / PIECE), present ? offset + length : 0);
            super.readFully(offset, target);
        }

        /** What was copied is known afterwards: the next one waits for it. */
        @Override
        protected void copiedFrom(List<CopyRange> ranges, long copied) throws IOException {
            pace.take(
                    path,
                    Math.toIntExact((copied + PIECE - 1) / PIECE),
                    present ? ranges.get(0).sourceEnd() : 0);
        }
    }
}
