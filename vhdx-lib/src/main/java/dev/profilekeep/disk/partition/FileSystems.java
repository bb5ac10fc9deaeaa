package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.UUID;

/** The name of the file system at the start of a volume, by its signature alone. */
public final class FileSystems {
    public static final String NTFS = "NTFS";
    public static final String BITLOCKER = "BitLocker";
    public static final String UNKNOWN = "unknown";

    private static final int BTRFS_SUPERBLOCK = 64 * 1024;
    private static final int EXT_SUPERBLOCK = 1024;
    private static final int[] PAGE_SIZES = {4096, 8192, 16384, 65536};
    /** BitLocker To Go hides behind a FAT32 boot sector with this identifier at 424. */
    private static final UUID BITLOCKER_TO_GO = UUID.fromString("4967d63b-2e29-4ad8-8399-f6a339e3d001");

    private FileSystems() {}

    /**
     * Names the file system: NTFS, FAT12, FAT16, FAT32, exFAT, ReFS, BitLocker, ext, xfs, btrfs, swap, or unknown. A volume
     * too short for a signature does not have it. Reads a few bytes here and there of the first 68 KiB.
     */
    public static String name(BlockDevice volume) throws IOException {
        if (volume.size() < 512) {
            return UNKNOWN;
        }
        ByteView boot = at(volume, 0, 512);
        String byBootSector = bootSector(boot);
        if (!byBootSector.equals(UNKNOWN)) {
            return byBootSector;
        }
        if (boot.startsWith(0, "XFSB")) {
            return "xfs";
        }
        if (holds(volume, EXT_SUPERBLOCK + 56, 2)
                && at(volume, EXT_SUPERBLOCK + 56, 2).u16(0) == 0xef53) {
            return "ext";
        }
        if (holds(volume, BTRFS_SUPERBLOCK + 64, 8)
                && at(volume, BTRFS_SUPERBLOCK + 64, 8).startsWith(0, "_BHRfS_M")) {
            return "btrfs";
        }
        for (int page : PAGE_SIZES) {
            if (holds(volume, page - 10, 10)) {
                ByteView mark = at(volume, page - 10, 10);
                if (mark.startsWith(0, "SWAPSPACE2") || mark.startsWith(0, "SWAP-SPACE")) {
                    return "swap";
                }
            }
        }
        return UNKNOWN;
    }

    private static boolean holds(BlockDevice volume, long offset, int length) throws IOException {
        return offset + length <= volume.size();
    }

    private static ByteView at(BlockDevice volume, long offset, int length) throws IOException {
        return ByteView.read("start of the volume", volume, offset, length);
    }

    /** Whether a disk's first sector is the boot sector of a file system rather than a partition table. */
    static boolean isBootSector(ByteView sector) throws IOException {
        return !bootSector(sector).equals(UNKNOWN);
    }

    private static String bootSector(ByteView sector) throws IOException {
        String name = sector.ascii(3, 8);
        switch (name) {
            case "NTFS    " -> {
                return NTFS;
            }
            case "-FVE-FS-" -> {
                return BITLOCKER;
            }
            case "EXFAT   " -> {
                return "exFAT";
            }
            case "ReFS\0\0\0\0" -> {
                return "ReFS";
            }
            default -> {
                return fat(sector);
            }
        }
    }

    /** FAT has no signature: a jump, a parameter block that makes sense, and the end mark ("FAT: general overview", 3.1). */
    private static String fat(ByteView sector) throws IOException {
        int jump = sector.u8(0);
        int bytesPerSector = sector.u16(11);
        int perCluster = sector.u8(13);
        int reserved = sector.u16(14);
        int copies = sector.u8(16);
        boolean sensible = (jump == 0xeb || jump == 0xe9)
                && sector.u16(510) == 0xaa55
                && (bytesPerSector == 512 || bytesPerSector == 1024 || bytesPerSector == 2048 || bytesPerSector == 4096)
                && Integer.bitCount(perCluster) == 1
                && reserved > 0
                && (copies == 1 || copies == 2)
                && (sector.u8(21) == 0xf0 || sector.u8(21) >= 0xf8);
        if (!sensible) {
            return UNKNOWN;
        }
        if (sector.guid(424).equals(BITLOCKER_TO_GO)) {
            return BITLOCKER;
        }
        int rootEntries = sector.u16(17);
        long sectors = sector.u16(19) != 0 ? sector.u16(19) : sector.u32(32);
        long tableSectors = sector.u16(22) != 0 ? sector.u16(22) : sector.u32(36);
        long rootSectors = (rootEntries * 32L + bytesPerSector - 1) / bytesPerSector;
        long clusters = (sectors - reserved - copies * tableSectors - rootSectors) / perCluster;
        if (sectors == 0 || tableSectors == 0 || clusters <= 0) {
            return UNKNOWN;
        }
        if (sector.u16(22) == 0 && rootEntries == 0) {
            return "FAT32";
        }
        return clusters < 4085 ? "FAT12" : "FAT16";
    }
}
