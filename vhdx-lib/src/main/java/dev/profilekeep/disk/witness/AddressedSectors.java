package dev.profilekeep.disk.witness;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What the sectors of a disk come to as another reader addresses them: tells whether that reader and a witness saw the same bytes under the same numbers. Bytes may come in any order and end anywhere
 * in a sector; each is given once, and those that are zeros may be left out if whole sectors of them are. Safe for use by several threads.
 */
public final class AddressedSectors {
    private final int sectorSize;
    private final SumOfSectors sum;
    /** Sectors of which a part is still to come; guarded by itself. */
    private final Map<Long, Part> open = new HashMap<>();

    /** @param sectorSize as {@link SectorWitness#sectorSize} */
    public AddressedSectors(int sectorSize) {
        this.sectorSize = sectorSize;
        this.sum = new SumOfSectors(sectorSize);
    }

    private static final class Part {
        final byte[] bytes;
        int given;

        Part(int length) {
            this.bytes = new byte[length];
        }
    }

    /**
     * Takes bytes of the disk, from {@code diskOffset} on.
     *
     * @param bytes their position is left where it is
     */
    public void add(long diskOffset, ByteBuffer bytes) {
        ByteBuffer left = bytes.duplicate();
        byte[] copy = new byte[left.hasArray() ? 0 : sectorSize];
        for (long at = diskOffset; left.hasRemaining(); ) {
            int inSector = (int) (at % sectorSize);
            int count = Math.min(sectorSize - inSector, left.remaining());
            if (count < sectorSize) {
                part(at / sectorSize, inSector, left, count);
            } else if (left.hasArray()) {
                sum.add(at / sectorSize, left.array(), left.arrayOffset() + left.position());
                left.position(left.position() + count);
            } else {
                left.get(copy);
                sum.add(at / sectorSize, copy, 0);
            }
            at += count;
        }
    }

    private void part(long sector, int inSector, ByteBuffer from, int count) {
        synchronized (open) {
            Part part = open.computeIfAbsent(sector, number -> new Part(sectorSize));
            from.get(part.bytes, inSector, count);
            part.given += count;
            if (part.given == sectorSize) {
                sum.add(sector, part.bytes, 0);
                open.remove(sector);
            }
        }
    }

    /** Whether all of it is what a witness saw; to be asked when all was given. */
    public boolean isSameAs(SectorSum seen) {
        synchronized (open) {
            return open.isEmpty() && sum.sum(seen.counted(), 0).sameAs(seen);
        }
    }
}
