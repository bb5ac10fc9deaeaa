package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import java.io.IOException;

/** Receives the files of a volume one by one. */
@FunctionalInterface
public interface FileSink {
    void accept(NtfsFile file) throws IOException;

    /**
     * Told of a record that is in use but cannot be read; the walk goes on if this returns, as it does unless overridden.
     *
     * @param record its number
     * @param why what is wrong with it
     */
    default void damaged(long record, DiskException why) throws IOException {}
}
