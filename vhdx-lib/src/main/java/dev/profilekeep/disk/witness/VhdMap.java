package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.nio.ByteOrder;

/** The block map of a fixed or dynamic VHD, by the Virtual Hard Disk Image Format Specification 1.0. Numbers are big-endian. */
final class VhdMap {
    private static final int SECTOR = 512;
    private static final int LEAST_BLOCK = 64 * 1024;
    private static final int MOST_BLOCK = 256 << 20;
    private static final long VERSION = 0x00010000;
    private static final long NOT_STORED = 0xffffffffL;

    private VhdMap() {}

    static BlockMap read(BlockDevice file) throws IOException {
        long end = file.size() - SECTOR;
        ByteView footer = ByteView.read("footer", file, Math.max(0, end), SECTOR);
        if (!footer.startsWith(0, "conectix")) {
            throw new WitnessException("the file is neither a VHDX nor a VHD");
        }
        requireChecksum(footer, 64);
        long size = footer.bits64be(48);
        if (footer.u32be(12) != VERSION || size <= 0 || size > BlockMap.MAX_DISK || size % SECTOR != 0) {
            throw new WitnessException("the VHD has " + Long.toUnsignedString(size) + " bytes, or another version");
        }
        long type = footer.u32be(60);
        if (type == 2) {
            // The whole disk is one block at the start of the file.
            return BlockMap.read(new BlockMap.Shape(size, SECTOR, size, SECTOR, 0), end, block -> 0);
        }
        if (type != 3) {
            throw new WitnessException("the VHD is neither fixed nor dynamic, but of type " + type);
        }
        return dynamic(file, ByteView.read("dynamic header", file, footer.size64be(16), 2 * SECTOR), size);
    }

    private static BlockMap dynamic(BlockDevice file, ByteView header, long size) throws IOException {
        requireChecksum(header, 36);
        long block = header.u32be(32);
        if (!header.startsWith(0, "cxsparse")
                || header.u32be(24) != VERSION
                || block < LEAST_BLOCK
                || block > MOST_BLOCK
                || Long.bitCount(block) != 1) {
            throw new WitnessException("the dynamic VHD has blocks of " + block + " bytes, or another version");
        }
        // One bit for each sector, padded to whole sectors.
        long bitmap = (block / SECTOR / 8 + SECTOR - 1) / SECTOR * SECTOR;
        var shape = new BlockMap.Shape(size, SECTOR, block, SECTOR, (int) bitmap);
        if (header.u32be(28) < shape.blocks()) {
            throw new WitnessException("the block table of the VHD is too short for its disk");
        }
        long end = file.size() - SECTOR;
        var table = new TableWindow(file, header.size64be(16), 4 * shape.blocks(), ByteOrder.BIG_ENDIAN);
        return BlockMap.read(shape, end, number -> {
            long entry = table.at32(number);
            return entry == NOT_STORED ? -1 : entry * SECTOR + bitmap;
        });
    }

    /** The complement of the sum of all bytes but those of the checksum. */
    private static void requireChecksum(ByteView structure, int field) throws IOException {
        long sum = 0;
        for (int i = 0; i < structure.length(); i++) {
            sum += i >= field && i < field + 4 ? 0 : structure.u8(i);
        }
        if (structure.u32be(field) != (~sum & 0xffffffffL)) {
            throw new WitnessException("the checksum of the VHD's " + structure.structure() + " is wrong");
        }
    }
}
