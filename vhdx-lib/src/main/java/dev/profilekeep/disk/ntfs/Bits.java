package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A bitmap in a file, asked bit by bit, mostly in rising order; a piece of it is kept. One thread. */
final class Bits {
    private static final int PIECE = 64 * 1024;

    private final String name;
    private final BlockDevice content;
    private final long bits;
    private @Nullable ByteView piece;
    private long pieceNumber = -1;

    Bits(String name, BlockDevice content) throws IOException {
        this.name = name;
        this.content = content;
        this.bits = Math.min(content.size(), Long.MAX_VALUE / 8) * 8;
    }

    /** How many bits there are, those after the last that means something included. */
    long count() {
        return bits;
    }

    /** What lies past the end is not set. */
    boolean isSet(long bit) throws IOException {
        return bit < bits && (piece(bit / 8 / PIECE).u8((int) (bit / 8 % PIECE)) >> (bit % 8) & 1) != 0;
    }

    /** The first bit that is set, from {@code from} on and before {@code end}; -1 if there is none. */
    long nextSet(long from, long end) throws IOException {
        long stop = Math.min(end, bits);
        for (long bit = from; bit < stop; ) {
            if (bit % 8 == 0 && piece(bit / 8 / PIECE).u8((int) (bit / 8 % PIECE)) == 0) {
                bit += 8;
            } else if (isSet(bit)) {
                return bit;
            } else {
                bit++;
            }
        }
        return -1;
    }

    private ByteView piece(long number) throws IOException {
        ByteView loaded = piece;
        if (loaded == null || number != pieceNumber) {
            long from = number * PIECE;
            loaded = ByteView.read(name, content, from, (int) Math.min(PIECE, content.size() - from));
            piece = loaded;
            pieceNumber = number;
        }
        return loaded;
    }
}
