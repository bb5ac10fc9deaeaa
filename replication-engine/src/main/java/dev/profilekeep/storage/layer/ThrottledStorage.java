package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks no more of a location than its {@link Throttle} lets it. An operation is one verb, and of large reads and writes each
 * piece of 1 MiB; of a listing every 1,000 entries. Closing is never held up.
 */
public final class ThrottledStorage extends LayeredStorage {
    private static final int PIECE = 1024 * 1024;
    /** Moved at once, so that several messages can be under way. */
    private static final int STRETCH = 4 * PIECE;

    private static final int ENTRIES = 1000;

    private final Throttle throttle;

    public ThrottledStorage(StorageProvider storage, Throttle throttle) {
        super(storage);
        this.throttle = throttle;
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new ThrottledStorage(below().onOwnConnection(), throttle);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new ThrottledStorage(below().onOwnConnection(terms), throttle);
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new ThrottledStorage(below().asOf(moment), throttle);
    }

    @Override
    public List<Instant> moments() throws IOException {
        one("list the moments of", StoragePath.ROOT);
        return super.moments();
    }

    @Override
    public FileServer fileServer() {
        return new LayeredFileServer(below().fileServer()) {
            @Override
            <R> R around(Verb verb, StoragePath path, Ask<R> ask) throws IOException {
                one(verb.words(), path);
                return ask.run();
            }
        };
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        one("look who holds", path);
        return super.holder(path);
    }

    private void one(String verb, StoragePath path) throws IOException {
        throttle.take(verb + " " + path, 1, 0);
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        one("list", folder);
        long[] given = {0};
        super.list(folder, file -> {
            given[0]++;
            each.accept(file);
        });
        throttle.take("list " + folder, given[0] / ENTRIES, 0);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        one("stat", path);
        return super.stat(path);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        one("open for reading", path);
        return new ThrottledFile(path, super.openForReading(path, sharing));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        one("open for writing", path);
        return new ThrottledFile(path, super.openForWriting(path, sharing));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        one("open to remove", path);
        return new ThrottledFile(path, super.openToRemove(path));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        one("create", path);
        return new ThrottledFile(path, super.create(path, sharing));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        one("create folder", path);
        super.createFolder(path);
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        one("rename", from);
        super.rename(from, to);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        one("replace", to);
        super.replace(from, to);
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        one("hard-link", newName);
        super.hardLink(existing, newName);
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        one("delete", path);
        super.delete(path);
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        one("set attributes of", path);
        super.setAttributes(path, attributes);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        one("set times of", path);
        super.setTimes(path, creationTime, lastWriteTime);
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        one("read security of", path);
        return super.security(path);
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        one("set security of", path);
        super.setSecurity(path, security);
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        one("close", path);
        return super.closeToOtherAccounts(path);
    }

    /** Costs the server a read and a write of the whole file. */
    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        long size = super.stat(from).size();
        throttle.take("copy " + from, 1 + 2 * (size / PIECE), 2 * size);
        super.copy(from, to);
    }

    private final class ThrottledFile extends LayeredFile {
        private final StoragePath path;

        ThrottledFile(StoragePath path, OpenFile file) {
            super(file);
            this.path = path;
        }

        /** One stretch of a transfer. */
        private interface Transfer {
            void at(long offset, ByteBuffer stretch) throws IOException;
        }

        private void transfer(String verb, long offset, ByteBuffer whole, Transfer transfer) throws IOException {
            int limit = whole.limit();
            long at = offset;
            try {
                while (whole.position() < limit) {
                    int length = Math.min(STRETCH, limit - whole.position());
                    throttle.take(verb + " " + path, (length + PIECE - 1) / PIECE, length);
                    whole.limit(whole.position() + length);
                    transfer.at(at, whole);
                    at += length;
                }
            } finally {
                whole.limit(limit);
            }
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            transfer("read", offset, target, super::readFully);
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            transfer("write", offset, source, super::writeFully);
        }

        /** Costs the server a read and a write of what it copied, which is known afterwards: the next one waits for it. */
        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            one("copy into", path);
            long copied = super.copyFrom(source, ranges);
            throttle.take("copy into " + path, 2 * ((copied + PIECE - 1) / PIECE), 2 * copied);
            return copied;
        }

        @Override
        public StoredFile stat() throws IOException {
            one("stat", path);
            return super.stat();
        }

        @Override
        public long size() throws IOException {
            one("size of", path);
            return super.size();
        }

        @Override
        public void resize(long size) throws IOException {
            one("resize", path);
            super.resize(size);
        }

        @Override
        public void removeWhenClosed() throws IOException {
            one("remove", path);
            super.removeWhenClosed();
        }

        @Override
        public void flush() throws IOException {
            one("flush", path);
            super.flush();
        }
    }
}
