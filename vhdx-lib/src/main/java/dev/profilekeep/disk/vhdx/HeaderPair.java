package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/**
 * The two headers of a file that is written to, [MS-VHDX] 2.2.2: a change goes to the one that is not current, with the next
 * sequence number, and is flushed before the other one is overwritten in the same way. At every moment one of them is sound,
 * and it is the old one or the new one.
 */
final class HeaderPair {
    private final WritableBlockDevice file;
    private VhdxHeader current;
    private long place;

    HeaderPair(WritableBlockDevice file, VhdxHeader.Choice choice) {
        this.file = file;
        this.current = choice.header();
        this.place = choice.place();
    }

    VhdxHeader current() {
        return current;
    }

    /** Changes both headers. What was written before must be durable if the new header relies on it. */
    void update(UnaryOperator<VhdxHeader> change) throws IOException {
        if (Long.compareUnsigned(current.sequenceNumber(), -3) >= 0) {
            throw new UnsupportedDiskException(
                    "the sequence number of the VHDX header has no number after it: convert the disk");
        }
        VhdxHeader changed = change.apply(current);
        for (int copy = 0; copy < 2; copy++) {
            changed = changed.numbered(changed.sequenceNumber() + 1);
            place = place == Layout.HEADER_1 ? Layout.HEADER_2 : Layout.HEADER_1;
            file.write(place, ByteBuffer.wrap(changed.bytes()));
            file.flush();
            current = changed;
        }
    }
}
