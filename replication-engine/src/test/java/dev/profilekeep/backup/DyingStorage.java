package dev.profilekeep.backup;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A process that dies before its n-th change, or after it: its files are closed, and from then on it neither changes nor sees anything. */
public final class DyingStorage extends LayeredStorage {
    private int left;
    private final boolean after;
    private final List<OpenFile> opened = new ArrayList<>();
    private boolean dead;

    public DyingStorage(StorageProvider below, int left, boolean after) {
        super(below);
        this.left = left;
        this.after = after;
    }

    /** Whether it came to that. */
    public boolean isDead() {
        return dead;
    }

    private interface Change<R> {
        R run() throws IOException;
    }

    @Override
    public StorageProvider onOwnConnection() {
        throw new UnsupportedOperationException("nobody asks for it here");
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        throw new UnsupportedOperationException("nobody asks for it here");
    }

    private synchronized <R> R changing(Change<R> change) throws IOException {
        boolean now = left-- == 0;
        if (now && !after) {
            die();
        }
        requireAlive();
        try {
            return change.run();
        } finally {
            if (now) {
                die();
            }
            requireAlive(); // what the server refused is as lost as what it did
        }
    }

    private void die() throws IOException {
        dead = true;
        for (OpenFile file : opened) {
            file.close();
        }
    }

    private void requireAlive() throws IOException {
        if (dead) {
            throw new StorageException.Unreachable("planned", null);
        }
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        requireAlive();
        super.list(folder, each);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        requireAlive();
        return super.stat(path);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        requireAlive();
        return new Dying(super.openForReading(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        requireAlive();
        return new Dying(super.openForWriting(path, sharing));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return changing(() -> new Dying(super.create(path, sharing)));
    }

    private final class Dying extends LayeredFile {
        Dying(OpenFile file) {
            super(file);
            opened.add(file);
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            changing(() -> {
                super.writeFully(offset, source);
                return true;
            });
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            return changing(() -> super.copyFrom(source, ranges));
        }

        @Override
        public void flush() throws IOException {
            changing(() -> {
                super.flush();
                return true;
            });
        }
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        changing(() -> {
            super.createFolder(path);
            return true;
        });
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        changing(() -> {
            super.rename(from, to);
            return true;
        });
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        changing(() -> {
            super.replace(from, to);
            return true;
        });
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        changing(() -> {
            super.delete(path);
            return true;
        });
    }
}
