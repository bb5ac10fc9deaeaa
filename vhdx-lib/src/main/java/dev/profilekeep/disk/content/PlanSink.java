package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;

/** Receives what counts of a disk, in the order of the disk. */
interface PlanSink {
    /** A chunk of a file, by its first piece. */
    void chunk(Chunk chunk) throws IOException;

    /** A range that is to be cut by its content. */
    void range(Owner.Region owner, ByteRange range) throws IOException;
}
