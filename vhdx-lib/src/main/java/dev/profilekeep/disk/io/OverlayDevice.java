package dev.profilekeep.disk.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device with changes laid over it that are kept in memory: what is written here never reaches the device underneath. A
 * range of zeros takes no memory, however long. Closing it leaves the other device open.
 *
 * <p>Writes and reads may not happen at the same time; once all writes are done it is as safe for threads as the device
 * under it.
 */
public final class OverlayDevice implements BlockDevice {
    /** @param bytes null for zeros */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Patch(long end, byte @Nullable [] bytes, int bytesFrom) {}

    private final BlockDevice under;
    private final long underSize;
    private final TreeMap<Long, Patch> patches = new TreeMap<>();
    private long grownTo;

    /** @param under its size is asked for once, here */
    public OverlayDevice(BlockDevice under) throws IOException {
        this.under = under;
        this.underSize = under.size();
    }

    /** Lays {@code bytes}, which are not copied, over what is at {@code offset}; the device grows if needed. */
    public void write(long offset, byte[] bytes) {
        if (bytes.length > 0) {
            put(new ByteRange(offset, bytes.length), bytes);
        }
    }

    /** Lays zeros over a range; the device grows if needed. */
    public void writeZeros(ByteRange range) {
        if (!range.isEmpty()) {
            put(range, null);
        }
    }

    /** Makes the device at least this long; what is new reads as zeros. */
    public void grow(long size) {
        grownTo = Math.max(grownTo, size);
    }

    private void put(ByteRange range, byte @Nullable [] bytes) {
        var before = patches.lowerEntry(range.start());
        if (before != null && before.getValue().end() > range.start()) {
            Patch cut = before.getValue();
            patches.put(before.getKey(), new Patch(range.start(), cut.bytes(), cut.bytesFrom()));
            keepTail(before.getKey(), cut, range.end());
        }
        var inside = patches.subMap(range.start(), true, range.end(), false);
        while (!inside.isEmpty()) {
            var next = inside.pollFirstEntry();
            keepTail(next.getKey(), next.getValue(), range.end());
        }
        patches.put(range.start(), new Patch(range.end(), bytes, 0));
        grow(range.end());
    }

    private void keepTail(long start, Patch patch, long from) {
        if (patch.end() > from) {
            int skipped = patch.bytes() == null ? 0 : Math.toIntExact(from - start);
            patches.put(from, new Patch(patch.end(), patch.bytes(), patch.bytesFrom() + skipped));
        }
    }

    @Override
    public long size() {
        return Math.max(underSize, grownTo);
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            Map.Entry<Long, Patch> here = patches.floorEntry(at);
            if (here != null && here.getValue().end() > at) {
                at += copyPatch(here.getKey(), here.getValue(), at, target);
                continue;
            }
            Long next = patches.higherKey(at);
            int count = next == null ? target.remaining() : (int) Math.min(target.remaining(), next - at);
            readUnder(at, count, target);
            at += count;
        }
    }

    private static int copyPatch(long start, Patch patch, long at, ByteBuffer target) {
        int count = (int) Math.min(target.remaining(), patch.end() - at);
        byte[] bytes = patch.bytes();
        if (bytes == null) {
            zero(target, count);
        } else {
            target.put(bytes, patch.bytesFrom() + (int) (at - start), count);
        }
        return count;
    }

    private void readUnder(long at, int count, ByteBuffer target) throws IOException {
        int real = (int) Math.max(0, Math.min(count, underSize - at));
        if (real > 0) {
            ByteBuffer part = target.slice(target.position(), real);
            under.readFully(at, part);
            target.position(target.position() + real);
        }
        if (real < count) {
            if (at + count > grownTo) {
                throw new EOFException("the device ends at " + Math.max(underSize, grownTo) + ", " + count
                        + " bytes were asked for at " + at);
            }
            zero(target, count - real);
        }
    }

    private static void zero(ByteBuffer target, int count) {
        target.put(new byte[count]);
    }

    @Override
    public void close() {}
}
