package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.OverlayDevice;
import java.io.IOException;
import java.util.List;

/**
 * What the log holds and the file does not have yet, [MS-VHDX] 2.3.3. Making the plan changes nothing.
 *
 * @param writes in the order in which they must be done
 * @param entries number of log entries that they come from
 * @param fileSize what the file must be long at least once they are done
 */
record ReplayPlan(List<Write> writes, int entries, long fileSize) {
    /** One change of the file. */
    sealed interface Write permits Data, Zeros {}

    /** @param bytes not copied; never changed */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(long fileOffset, byte[] bytes) implements Write {}

    record Zeros(ByteRange range) implements Write {}

    ReplayPlan {
        writes = List.copyOf(writes);
    }

    /** The file as it is once the log has been replayed; {@code file} itself stays as it is. */
    OverlayDevice over(BlockDevice file) throws IOException {
        var replayed = new OverlayDevice(file);
        for (Write write : writes) {
            if (write instanceof Data data) {
                replayed.write(data.fileOffset(), data.bytes());
            } else if (write instanceof Zeros zeros) {
                replayed.writeZeros(zeros.range());
            }
        }
        replayed.grow(fileSize);
        return replayed;
    }
}
