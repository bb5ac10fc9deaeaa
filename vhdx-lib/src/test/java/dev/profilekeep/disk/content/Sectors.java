package dev.profilekeep.disk.content;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * A second opinion, of a few lines and with nothing of ours but reading bytes: which sectors count, by the partition table, the
 * boot sector and {@code $Bitmap} of sound disks.
 */
final class Sectors {
    private Sectors() {}

    static byte[] all(BlockDevice disk) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(disk.size())];
        disk.readFully(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Sectors of 512 bytes, whatever the disk's own have. */
    static BitSet counted(VirtualDisk disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(all(disk.disk())).order(ByteOrder.LITTLE_ENDIAN);
        var counted = new BitSet();
        counted.set(0, bytes.capacity() / 512);
        int sector = disk.logicalSectorSize();
        if (bytes.getLong(sector) == 0x5452415020494645L) {
            int entries = (int) bytes.getLong(sector + 72) * sector;
            for (int i = 0; i < bytes.getInt(sector + 80); i++) {
                volume(bytes, (int) bytes.getLong(entries + i * bytes.getInt(sector + 84) + 32) * sector, counted);
            }
        } else {
            for (int entry = 446; entry < 510; entry += 16) {
                volume(bytes, bytes.getInt(entry + 8) * sector, counted);
            }
        }
        return counted;
    }

    private static void volume(ByteBuffer disk, int start, BitSet counted) {
        if (start == 0 || disk.getLong(start + 3) != 0x202020205346544eL) {
            return;
        }
        int cluster = disk.getShort(start + 11) * disk.get(start + 13);
        int size = disk.get(start + 64);
        int record = size > 0 ? size * cluster : 1 << -size;
        long clusters = disk.getLong(start + 40) / disk.get(start + 13);
        // The sixth record is $Bitmap's; the table's first clusters hold the first records in one piece.
        int at = start + (int) disk.getLong(start + 48) * cluster + 6 * record;
        for (int attribute = at + disk.getShort(at + 20); disk.getInt(attribute) != -1; ) {
            if (disk.getInt(attribute) == 0x80) {
                int run = attribute + disk.getShort(attribute + 32);
                int lengths = disk.get(run) & 15;
                int lcn = 0;
                for (int i = disk.get(run) >> 4; i > 0; i--) {
                    lcn = lcn << 8 | disk.get(run + lengths + i) & 0xff;
                }
                for (int i = 0; i < clusters; i++) {
                    boolean used = (disk.get(start + lcn * cluster + i / 8) >> i % 8 & 1) != 0;
                    counted.set((start + i * cluster) / 512, (start + (i + 1) * cluster) / 512, used);
                }
            }
            attribute += disk.getInt(attribute + 4);
        }
    }
}
