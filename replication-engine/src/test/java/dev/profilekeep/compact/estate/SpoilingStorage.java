package dev.profilekeep.compact.estate;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Flips a byte of content in every new file that is to take a name. */
final class SpoilingStorage extends LayeredStorage {
    private static final int CONTENT = 64 * 1024;

    SpoilingStorage(StorageProvider storage) {
        super(storage);
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new SpoilingStorage(below().onOwnConnection());
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new SpoilingStorage(below().onOwnConnection(terms));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        OpenFile file = super.create(path, sharing);
        return path.name().equals("new.disk") ? new Spoilt(file) : file;
    }

    private static final class Spoilt extends LayeredFile {
        private boolean done;

        Spoilt(OpenFile file) {
            super(file);
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            if (done || source.remaining() < CONTENT) {
                super.writeFully(offset, source);
                return;
            }
            done = true;
            ByteBuffer other =
                    ByteBuffer.allocate(source.remaining()).put(source).flip();
            int at = other.remaining() / 2;
            other.put(at, (byte) (other.get(at) ^ 1));
            super.writeFully(offset, other);
        }

        /** What the server copies, too. */
        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            long copied = super.copyFrom(source, ranges);
            if (!done && copied > 0) {
                done = true;
                ByteBuffer first = ByteBuffer.allocate(1);
                readFully(ranges.get(0).to(), first);
                super.writeFully(
                        ranges.get(0).to(),
                        first.put(0, (byte) (first.get(0) ^ 1)).flip());
            }
            return copied;
        }
    }
}
