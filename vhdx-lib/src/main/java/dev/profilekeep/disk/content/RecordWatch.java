package dev.profilekeep.disk.content;

import dev.profilekeep.disk.ntfs.RecordSeen;
import java.io.IOException;

/**
 * Is told of the file records in use while a layout is made: volume by volume, in the order of their numbers. What it was told counts
 * only if the layout is of the kind {@link ContentLayout.Kind#FILES}.
 */
@FunctionalInterface
public interface RecordWatch {
    RecordWatch NONE = (partition, record) -> {};

    /** @param partition counted from 0 in the order of their start */
    void record(int partition, RecordSeen record) throws IOException;
}
