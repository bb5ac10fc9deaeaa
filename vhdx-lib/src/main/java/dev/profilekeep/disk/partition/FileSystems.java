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

    /** How much of a volume's start {@link #name} looks at: btrfs has its superblock at 64 KiB. */
    public static final int LOOKED_AT = 68 * 1024;

    private static final int[] PAGE_SIZES = {4096, 8192, 16384, 65536};
    /** BitLocker To Go hides behind a FAT32 boot sector with this identifier at 424. */
    private static final UUID BITLOCKER_TO_GO = UUID.fromString("4967d63b-2e29-4ad8-8399-f6a339e3d001");

    private FileSystems() {}

    /**
     * Names the file system: NTFS, FAT12, FAT16, FAT32, exFAT, ReFS, BitLocker, ext, xfs, btrfs, swap, or unknown. A volume
     * too short for a signature does not have it.
     */
    public static String name(BlockDevice volume) throws IOException {
        int length = (int) Math.min(volume.size(), LOOKED_AT);
        return name(ByteView.read("start of the volume", volume, 0, length));
    }

    /** As {@link #name(BlockDevice)}, from the first bytes of a volume: {@link #LOOKED_AT}, or fewer if it is shorter. */
    public static String name(ByteView start) throws IOException {
        if (start.length() >= 512) {
            String byBootSector = bootSector(start);
            if (!byBootSector.equals(UNKNOWN)) {
                return byBootSector;
            }
            if (start.startsWith(0, "XFSB")) {
                return "xfs";
            }
        }
        if (start.length() >= 2048 && start.u16(1024 + 56) == 0xef53) {
            return "ext";
        }
        if (start.length() >= 65536 + 72 && start.startsWith(65536 + 64, "_BHRfS_M")) {
            return "btrfs";
        }
        for (int page : PAGE_SIZES) {
            if (start.length() >= page
                    && (start.startsWith(page - 10, "SWAPSPACE2") || start.startsWith(page - 10, "SWAP-SPACE"))) {
                return "swap";
            }
        }
        return UNKNOWN;
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
