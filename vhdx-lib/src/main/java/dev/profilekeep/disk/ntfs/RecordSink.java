package dev.profilekeep.disk.ntfs;

import java.io.IOException;

/** Receives the file records in use, in the order of their numbers. */
@FunctionalInterface
public interface RecordSink {
    RecordSink NONE = record -> {};

    void record(RecordSeen record) throws IOException;
}
