package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of a non-resident attribute that is neither compressed nor encrypted. Holes, and what lies after the
 * initialised size, read as zeros. As safe for threads as the volume.
 */
final class AttributeStream implements BlockDevice {
    private static final byte[] ZEROS = new byte[4096];

    private final BlockDevice volume;
    private final int clusterBytes;
    private final DataRuns runs;
    private final long size;
    private final long initialisedSize;

    /** @param runs they reach at least as far as {@code size} */
    AttributeStream(BlockDevice volume, int clusterBytes, DataRuns runs, long size, long initialisedSize) {
        this.volume = volume;
        this.clusterBytes = clusterBytes;
        this.runs = runs;
        this.size = size;
        this.initialisedSize = initialisedSize;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size - target.remaining()) {
            throw new EOFException(
                    "the attribute ends at " + size + ", " + target.remaining() + " bytes were asked for at " + offset);
        }
        long at = offset;
        while (target.hasRemaining()) {
            if (at >= initialisedSize) {
                zero(target, target.remaining());
                return;
            }
            DataRuns.Run run = runs.runs().get(runs.indexOf(at / clusterBytes));
            long end = Math.min(run.end() * clusterBytes, initialisedSize);
            int count = (int) Math.min(target.remaining(), end - at);
            if (run.isHole()) {
                zero(target, count);
            } else {
                ByteBuffer part = target.slice(target.position(), count);
                volume.readFully(run.lcn() * clusterBytes + (at - run.vcn() * clusterBytes), part);
                target.position(target.position() + count);
            }
            at += count;
        }
    }

    private static void zero(ByteBuffer target, int count) {
        for (int left = count; left > 0; left -= ZEROS.length) {
            target.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
    }

    @Override
    public void close() {}
}
