package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The block map of a VHDX without a parent and with an empty log, by [MS-VHDX] v20240423. */
final class VhdxMap {
    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;
    private static final int MAX_ENTRIES = 2047;
    /** As drafts of the format wrote it, before 1.0. */
    private static final int UNMAPPED_OF_OLD = 5;

    private static final UUID BAT = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    private static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");
    private static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    private static final UUID VIRTUAL_DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    private static final UUID VIRTUAL_DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    private static final UUID LOGICAL_SECTOR = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    private static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");
    private static final UUID PHYSICAL_SECTOR = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");

    private VhdxMap() {}

    static boolean recognises(BlockDevice file) throws IOException {
        return file.size() >= 8 && ByteView.read("file identifier", file, 0, 8).startsWith(0, "vhdxfile");
    }

    static BlockMap read(BlockDevice file) throws IOException {
        // Log GUID of the current header, 2.2.2: all zeros if there is nothing to replay.
        if (!header(file).isFilled(48, 16, 0)) {
            throw new WitnessException("the log of the VHDX holds changes that are not replayed yet");
        }
        Map<UUID, ByteView> regions = regions(file);
        ByteView bat = find(regions, BAT);
        Map<UUID, ByteView> items = metadata(file, find(regions, METADATA));
        ByteView parameters = find(items, FILE_PARAMETERS);
        long blockSize = parameters.u32(0);
        if ((parameters.u32(4) & 2) != 0) {
            throw new WitnessException("the VHDX has a parent");
        }
        long virtualSize = find(items, VIRTUAL_DISK_SIZE).size64(0);
        long sector = find(items, LOGICAL_SECTOR).u32(0);
        find(items, VIRTUAL_DISK_ID).guid(0);
        if (blockSize < MIB || blockSize > 256 * MIB || Long.bitCount(blockSize) != 1) {
            throw new WitnessException("the VHDX has blocks of " + blockSize + " bytes");
        }
        if (sector != 512 && sector != 4096 || virtualSize == 0 || virtualSize > BlockMap.MAX_DISK) {
            throw new WitnessException("the VHDX has " + virtualSize + " bytes in sectors of " + sector);
        }
        if (virtualSize % sector != 0) {
            throw new WitnessException("the size of the disk is no multiple of its sectors: " + virtualSize);
        }
        return blocks(file, bat, new BlockMap.Shape(virtualSize, (int) sector, blockSize, MIB, 0));
    }

    /** The valid one with the higher number, 2.2.2. */
    private static ByteView header(BlockDevice file) throws IOException {
        ByteView first = ByteView.read("header 1", file, 64 * KIB, 4 * KIB);
        ByteView second = ByteView.read("header 2", file, 128 * KIB, 4 * KIB);
        boolean firstValid = isValid(first, "head");
        boolean secondValid = isValid(second, "head");
        if (!firstValid && !secondValid) {
            throw new WitnessException("the VHDX has no valid header");
        }
        int order = !firstValid ? -1 : !secondValid ? 1 : Long.compareUnsigned(first.bits64(8), second.bits64(8));
        if (order == 0) {
            throw new WitnessException("both headers of the VHDX have one sequence number");
        }
        ByteView current = order > 0 ? first : second;
        if (current.u16(66) != 1) {
            throw new WitnessException("the VHDX is of version " + current.u16(66));
        }
        return current;
    }

    /** Signature, and CRC-32C over the whole with its own field at 4 taken as zeros. */
    private static boolean isValid(ByteView structure, String signature) throws IOException {
        byte[] bytes = structure.copy();
        bytes[4] = bytes[5] = bytes[6] = bytes[7] = 0;
        var crc = new CRC32C();
        crc.update(bytes);
        return structure.startsWith(0, signature) && structure.u32(4) == crc.getValue();
    }

    /** By 2.2.3: the file's parts, as entries of the table. */
    private static Map<UUID, ByteView> regions(BlockDevice file) throws IOException {
        ByteView table = ByteView.read("region table 1", file, 192 * KIB, 64 * KIB);
        if (!isValid(table, "regi")) {
            table = ByteView.read("region table 2", file, 256 * KIB, 64 * KIB);
            if (!isValid(table, "regi")) {
                throw new WitnessException("the VHDX has no valid region table");
            }
        }
        var regions = new TreeMap<UUID, ByteView>();
        long count = requireFew(table.u32(8));
        for (int i = 0; i < count; i++) {
            ByteView entry = table.slice("region table entry", 16 + 32 * i, 32);
            UUID kind = entry.guid(0);
            if (!kind.equals(BAT) && !kind.equals(METADATA) && (entry.u32(28) & 1) != 0) {
                throw new WitnessException("the VHDX has a region that is required and not known: " + kind);
            }
            put(regions, kind, entry);
        }
        return regions;
    }

    /** By 2.6: the values of the items known. */
    private static Map<UUID, ByteView> metadata(BlockDevice file, ByteView region) throws IOException {
        long start = region.size64(16);
        ByteView table = ByteView.read("metadata table", file, start, 64 * KIB);
        if (!table.startsWith(0, "metadata")) {
            throw new WitnessException("the VHDX has no metadata table");
        }
        var lengths = Map.of(FILE_PARAMETERS, 8, VIRTUAL_DISK_SIZE, 8, VIRTUAL_DISK_ID, 16, LOGICAL_SECTOR, 4);
        var items = new TreeMap<UUID, ByteView>();
        long count = requireFew(table.u16(10));
        for (int i = 0; i < count; i++) {
            ByteView entry = table.slice("metadata table entry", 32 + 32 * i, 32);
            UUID kind = entry.guid(0);
            if (kind.equals(PARENT_LOCATOR)) {
                throw new WitnessException("the VHDX has a parent");
            }
            Integer length = (entry.u32(24) & 1) != 0 ? null : lengths.get(kind);
            if (length != null && entry.u32(20) == length) {
                put(items, kind, ByteView.read("metadata item", file, start + entry.u32(16), length));
            } else if ((entry.u32(24) & 4) != 0 && !kind.equals(PHYSICAL_SECTOR)) {
                throw new WitnessException("the VHDX has metadata that is required and not known: " + kind);
            }
        }
        return items;
    }

    private static long requireFew(long count) throws WitnessException {
        if (count > MAX_ENTRIES) {
            throw new WitnessException("a table of the VHDX has " + count + " entries");
        }
        return count;
    }

    private static void put(Map<UUID, ByteView> found, UUID kind, ByteView what) throws WitnessException {
        if (found.put(kind, what) != null) {
            throw new WitnessException("the VHDX has two of " + kind);
        }
    }

    private static ByteView find(Map<UUID, ByteView> found, UUID kind) throws WitnessException {
        ByteView view = found.get(kind);
        if (view == null) {
            throw new WitnessException("the VHDX has no " + kind);
        }
        return view;
    }

    /** By 2.5: after every so many entries of blocks there is one of a sector bitmap, which says nothing here. */
    private static BlockMap blocks(BlockDevice file, ByteView bat, BlockMap.Shape shape) throws IOException {
        long chunk = (1L << 23) * shape.sectorSize() / shape.blockBytes();
        long entries = shape.blocks() + (shape.blocks() - 1) / chunk;
        if (bat.u32(24) < entries * 8) {
            throw new WitnessException("the block table of the VHDX is too short for its disk");
        }
        var table = new TableWindow(file, bat.size64(16), entries * 8, ByteOrder.LITTLE_ENDIAN);
        long size = file.size();
        return BlockMap.read(shape, size, block -> {
            long entry = table.at64(block + block / chunk);
            int state = (int) (entry & 7);
            if (state <= 3 || state == UNMAPPED_OF_OLD) {
                // Not present, undefined, zero, unmapped: nothing of it is in the file.
                return -1;
            }
            long place = entry >>> 20;
            if (state != 6 || place == 0 || place >= size / MIB) {
                throw new WitnessException("block " + block + " has state " + state + " and lies at MiB " + place);
            }
            return place * MIB;
        });
    }
}
