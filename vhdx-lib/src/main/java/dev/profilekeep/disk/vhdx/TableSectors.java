package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.image.TablePages;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The block table of a disk that is written to, by sectors of 4 KiB: those changed and not yet in the file, and a few others.
 * Not safe for several threads at once.
 */
final class TableSectors implements TablePages {
    private static final int SECTOR = Layout.LOG_SECTOR;
    private static final int KEPT = 256;

    private final BlockDevice file;
    private final ByteRange region;
    private final Map<Long, byte[]> clean = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > KEPT;
        }
    };
    /** By their place in the file. */
    private final TreeMap<Long, byte[]> changed = new TreeMap<>();

    TableSectors(BlockDevice file, ByteRange region) {
        this.file = file;
        this.region = region;
    }

    @Override
    public ByteView pageOf(long at) throws IOException {
        long place = region.start() + at / SECTOR * SECTOR;
        byte[] sector = changed.get(place);
        return ByteView.of("block allocation table", place, sector == null ? clean(place) : sector);
    }

    @Override
    public int inPage(long at) {
        return (int) (at % SECTOR);
    }

    private byte[] clean(long place) throws IOException {
        byte[] sector = clean.get(place);
        if (sector == null) {
            sector =
                    ByteView.read("block allocation table", file, place, SECTOR).copy();
            clean.put(place, sector);
        }
        return sector;
    }

    /** Whether another entry can be set before {@link #applied()}. */
    boolean hasRoom() {
        return changed.size() < LogWriter.MAX_SECTORS;
    }

    /** Sets an entry, in memory only. */
    void set(long index, long bits) throws IOException {
        long at = index * BatEntry.BYTES;
        long place = region.start() + at / SECTOR * SECTOR;
        byte[] sector = changed.get(place);
        if (sector == null) {
            sector = clean(place).clone();
            changed.put(place, sector);
        }
        ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN).putLong(inPage(at), bits);
    }

    /** What was changed and is not in the file yet. */
    SortedMap<Long, byte[]> changed() {
        return changed;
    }

    /** All changes are in the file. */
    void applied() {
        clean.putAll(changed);
        changed.clear();
    }
}
