package dev.profilekeep.compact.estate;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the bytes that are read of each file. */
final class ReadCounts extends LayeredStorage {
    private final Map<StoragePath, Long> bytes;

    /** @param bytes by the path that a file was opened by */
    ReadCounts(StorageProvider storage, Map<StoragePath, Long> bytes) {
        super(storage);
        this.bytes = bytes;
    }

    static Map<StoragePath, Long> none() {
        return new ConcurrentHashMap<>();
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new ReadCounts(below().onOwnConnection(), bytes);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new ReadCounts(below().onOwnConnection(terms), bytes);
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return counted(super.openForReading(path, sharing), path);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return counted(super.create(path, sharing), path);
    }

    private OpenFile counted(OpenFile file, StoragePath path) {
        return new LayeredFile(file) {
            @Override
            public void readFully(long offset, ByteBuffer target) throws IOException {
                bytes.merge(path, (long) target.remaining(), Long::sum);
                super.readFully(offset, target);
            }
        };
    }
}
