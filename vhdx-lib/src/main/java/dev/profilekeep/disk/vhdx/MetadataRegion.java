package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.io.Guids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Puts together the metadata region of a new file, [MS-VHDX] 2.6: the table, then the items one after the other. */
final class MetadataRegion {
    private static final int USER = 1;
    private static final int VIRTUAL_DISK = 2;
    private static final int REQUIRED = 4;
    private static final int KNOWN_ITEMS_BYTES = 64;
    private static final int FIRST_ENTRY = 32;
    private static final int ENTRY_BYTES = 32;

    private final ByteBuffer bytes;
    private int items;
    private int next = Layout.METADATA_TABLE_BYTES;

    private MetadataRegion(int length) {
        bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Length of the region, a multiple of 1 MiB. */
    static int length(VhdxEnvelope envelope) {
        long needed = Layout.METADATA_TABLE_BYTES + KNOWN_ITEMS_BYTES;
        for (VhdxEnvelope.UserItem item : envelope.userItems()) {
            needed += item.bytes().remaining();
        }
        return (int) ((needed + Layout.MIB - 1) / Layout.MIB * Layout.MIB);
    }

    static byte[] of(VhdxEnvelope envelope) {
        var region = new MetadataRegion(length(envelope));
        region.bytes.put(0, "metadata".getBytes(StandardCharsets.US_ASCII));
        region.item(Layout.FILE_PARAMETERS, REQUIRED, words(envelope.blockSize(), envelope.fixed() ? 1 : 0));
        int disk = VIRTUAL_DISK | REQUIRED;
        long size = envelope.virtualSize();
        region.item(Layout.VIRTUAL_DISK_SIZE, disk, words((int) size, (int) (size >>> 32)));
        region.item(Layout.VIRTUAL_DISK_ID, disk, ByteBuffer.wrap(Guids.toBytes(envelope.virtualDiskId())));
        region.item(Layout.LOGICAL_SECTOR_SIZE, disk, words(envelope.logicalSectorSize()));
        region.item(Layout.PHYSICAL_SECTOR_SIZE, disk, words(envelope.physicalSectorSize()));
        for (VhdxEnvelope.UserItem item : envelope.userItems()) {
            region.item(item.id(), USER | (item.virtualDisk() ? VIRTUAL_DISK : 0), item.bytes());
        }
        region.bytes.putShort(10, (short) region.items);
        return region.bytes.array();
    }

    private void item(UUID id, int flags, ByteBuffer value) {
        int length = value.remaining();
        int entry = FIRST_ENTRY + ENTRY_BYTES * items++;
        bytes.put(entry, Guids.toBytes(id));
        bytes.putInt(entry + 16, length == 0 ? 0 : next);
        bytes.putInt(entry + 20, length);
        bytes.putInt(entry + 24, flags);
        bytes.position(next).put(value);
        next += length;
    }

    private static ByteBuffer words(int... words) {
        var bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.flip();
    }
}
