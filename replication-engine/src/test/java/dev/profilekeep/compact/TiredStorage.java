package dev.profilekeep.compact;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server that copies so many bytes from file to file, and no more. */
final class TiredStorage extends LayeredStorage {
    private long left;

    TiredStorage(StorageProvider storage, long bytes) {
        super(storage);
        this.left = bytes;
    }

    @Override
    public StorageProvider onOwnConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return new LayeredFile(super.create(path, sharing)) {
            @Override
            public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
                List<CopyRange> able = new ArrayList<>();
                for (CopyRange range : ranges) {
                    long length = Math.min(left, range.length());
                    if (length > 0) {
                        able.add(new CopyRange(range.from(), range.to(), length));
                        left -= length;
                    }
                }
                return able.isEmpty() ? 0 : super.copyFrom(source, able);
            }
        };
    }
}
