package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.Optional;

/**
 * The boot sector; a copy of it is the last sector of the partition, the one after the volume's own.
 *
 * <pre>
 * offset  size  field                rule
 *      3     8  name                 "NTFS    "
 *     11     2  bytes per sector     256 … 4096
 *     13     1  sectors per cluster  1 … 128, or 2^(256 - n) if above 128; a cluster has at most 2 MiB
 *     40     8  total sectors        without the copy at the end
 *     48     8  $MFT                 first cluster
 *     56     8  $MFTMirr             first cluster
 *     64     1  file record size     in clusters, or 2^-n bytes if negative
 *     72     8  serial number
 * </pre>
 */
record BootSector(
        int sectorBytes,
        int clusterBytes,
        long totalSectors,
        long mftCluster,
        long mirrorCluster,
        int recordBytes,
        long serialNumber) {
    static final int BYTES = 512;
    /** What describes the volume, and is the same in the copy. */
    static final int PARAMETERS = 0x0b;

    static final int PARAMETERS_END = 0x54;
    /** Reserved sectors, FATs, root entries, sectors, sectors of a FAT, large sectors. */
    private static final int[] MUST_BE_ZERO = {14, 15, 16, 17, 18, 19, 20, 22, 23, 32, 33, 34, 35};

    private static final int MAX_CLUSTER = 2 * 1024 * 1024;
    private static final int MAX_RECORD = 64 * 1024;

    static boolean hasName(ByteView view) throws CorruptDiskException {
        return view.startsWith(3, "NTFS    ");
    }

    /** @param volumeBytes what there is for the volume */
    static BootSector parse(ByteView view, long volumeBytes) throws CorruptDiskException {
        if (!hasName(view)) {
            throw view.corrupt(3, "name is not \"NTFS    \"");
        }
        int sector = view.u16(11);
        if (sector < 256 || sector > 4096 || Integer.bitCount(sector) != 1) {
            throw view.corrupt(11, "sector size is not a power of two from 256 to 4096: " + sector);
        }
        int cluster = clusterBytes(view, sector);
        long sectors = view.size64(40);
        if (sectors == 0 || sectors > volumeBytes / sector) {
            throw view.corrupt(
                    40,
                    "the volume has " + sectors + " sectors of " + sector + " bytes, there is room for "
                            + volumeBytes / sector);
        }
        long clusters = sectors / (cluster / sector);
        if (clusters == 0) {
            throw view.corrupt(40, "the volume is smaller than a cluster");
        }
        long mft = view.size64(48);
        long mirror = view.size64(56);
        if (mft >= clusters) {
            throw view.corrupt(48, "$MFT begins at cluster " + mft + " of " + clusters);
        }
        return new BootSector(sector, cluster, sectors, mft, mirror, recordBytes(view, cluster), view.bits64(72));
    }

    private static int clusterBytes(ByteView view, int sector) throws CorruptDiskException {
        int raw = view.u8(13);
        int shift = 256 - raw;
        long sectors = raw <= 128 ? raw : shift < 32 ? 1L << shift : 0;
        long bytes = sectors * sector;
        if (Long.bitCount(sectors) != 1 || bytes > MAX_CLUSTER) {
            throw view.corrupt(13, "sectors per cluster make no cluster of up to 2 MiB: " + raw);
        }
        return (int) bytes;
    }

    private static int recordBytes(ByteView view, int cluster) throws CorruptDiskException {
        byte raw = (byte) view.u8(64);
        long bytes = raw >= 0 ? (long) raw * cluster : raw > -32 ? 1L << -raw : 0;
        if (bytes < 512 || bytes > MAX_RECORD || Long.bitCount(bytes) != 1) {
            throw view.corrupt(64, "file record size is not a power of two from 512 bytes to 64 KiB: " + raw);
        }
        return (int) bytes;
    }

    /**
     * What is not zero though it must be: FAT keeps numbers there, and whoever finds one takes the volume for no NTFS and does not
     * mount it (ntfs-3g: bootsect.c, ntfs_boot_sector_is_ntfs). Reading goes on all the same.
     */
    static Optional<String> unfit(ByteView view) throws CorruptDiskException {
        for (int at : MUST_BE_ZERO) {
            if (view.u8(at) != 0) {
                return Optional.of("byte " + at + " must be zero and is " + view.u8(at) + ", so it does not mount");
            }
        }
        return Optional.empty();
    }

    long clusters() {
        return totalSectors / (clusterBytes / sectorBytes);
    }
}
