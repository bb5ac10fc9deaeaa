package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.SubDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds {@code $Bitmap} of an NTFS volume: the boot sector names the first cluster of {@code $MFT}, whose record 6 is that of
 * {@code $Bitmap}. One bit for each cluster, the lowest of a byte first; 1 is in use.
 */
final class NtfsBitmap {
    private static final int BITMAP_RECORD = 6;
    private static final int ATTRIBUTE_LIST = 0x20;
    private static final int DATA = 0x80;
    private static final long END = 0xffffffffL;
    private static final int STRIDE = 512;

    private final SubDevice volume;
    private final long clusters;
    private final int clusterBytes;
    private final int recordBytes;

    private NtfsBitmap(SubDevice volume, long clusters, int clusterBytes, int recordBytes) {
        this.volume = volume;
        this.clusters = clusters;
        this.clusterBytes = clusterBytes;
        this.recordBytes = recordBytes;
    }

    static boolean isBootSector(ByteView sector) throws IOException {
        return sector.startsWith(3, "NTFS    ") && sector.u16(510) == 0xaa55;
    }

    /** The clusters of the volume in a partition; empty if there is no NTFS volume in it. */
    static Optional<VolumeClusters> find(StoredDisk disk, ByteRange partition) throws IOException {
        if (partition.length() < STRIDE) {
            return Optional.empty();
        }
        ByteView boot = ByteView.read("boot sector", disk, partition.start(), STRIDE);
        if (!isBootSector(boot)) {
            return Optional.empty();
        }
        long sector = boot.u16(11);
        // Above 0x80 it is the complement of a power of two, for clusters of more than 64 KiB.
        int each = boot.u8(13);
        long sectors = each <= 0x80 ? each : 1L << Math.min(256 - each, 20);
        long cluster = sector * sectors;
        if (sector < 256 || Long.bitCount(cluster) != 1 || cluster > 2 << 20 || cluster % disk.sectorSize() != 0) {
            throw new WitnessException("an NTFS volume has clusters of " + cluster + " bytes");
        }
        int size = (byte) boot.u8(64);
        long record = size > 0 ? size * cluster : 1L << Math.min(-size, 31);
        if (record < STRIDE || record > 1 << 16 || record % STRIDE != 0) {
            throw new WitnessException("an NTFS volume has file records of " + record + " bytes");
        }
        long clusters = boot.size64(40) / sectors;
        if (clusters == 0 || clusters > partition.length() / cluster) {
            throw new WitnessException(
                    "an NTFS volume has " + clusters + " clusters, more than its partition, or none");
        }
        var volume = new SubDevice(disk, partition);
        var bitmap = new NtfsBitmap(volume, clusters, (int) cluster, (int) record).runs(boot.size64(48));
        return Optional.of(new VolumeClusters(volume, partition.start(), clusters, (int) cluster, bitmap));
    }

    private List<ByteRange> runs(long tableCluster) throws IOException {
        if (tableCluster >= clusters) {
            throw new WitnessException("the master file table lies outside its volume");
        }
        // Record 0 is the table's own, which says where record 6 is.
        List<ByteRange> table = dataOf(record(List.of(new ByteRange(tableCluster * clusterBytes, recordBytes)), 0), 0);
        ByteView record = record(table, BITMAP_RECORD);
        for (ByteView attribute : attributes(record)) {
            if (attribute.u32(0) == ATTRIBUTE_LIST) {
                throw new WitnessException("$Bitmap is described by more than one file record");
            }
        }
        return dataOf(record, (clusters + 7) / 8);
    }

    /** A file record of which all sectors were written together. */
    private ByteView record(List<ByteRange> table, int number) throws IOException {
        byte[] bytes = new byte[recordBytes];
        VolumeClusters.read(volume, table, (long) number * recordBytes, bytes, bytes.length);
        ByteView raw = ByteView.of("file record " + number, 0, bytes);
        int usual = raw.u16(4);
        int count = raw.u16(6);
        if (!raw.startsWith(0, "FILE") || count != recordBytes / STRIDE + 1 || (raw.u16(22) & 1) == 0) {
            throw new WitnessException("file record " + number + " is not there, or not in use");
        }
        byte[] fixed = raw.copy();
        for (int i = 1; i < count; i++) {
            int last = i * STRIDE - 2;
            if (raw.u16(last) != raw.u16(usual)) {
                throw new WitnessException("file record " + number + " is torn");
            }
            fixed[last] = (byte) raw.u8(usual + 2 * i);
            fixed[last + 1] = (byte) raw.u8(usual + 2 * i + 1);
        }
        return ByteView.of("file record " + number, 0, fixed);
    }

    private static List<ByteView> attributes(ByteView record) throws IOException {
        var attributes = new ArrayList<ByteView>();
        int length;
        for (int at = record.u16(20); record.u32(at) != END; at += length) {
            length = record.size32(at + 4);
            if (length < 24) {
                throw record.corrupt(at + 4, "attribute of " + length + " bytes");
            }
            attributes.add(record.slice("attribute", at, length));
        }
        return attributes;
    }

    /**
     * Where the unnamed data of a file lies on the volume.
     *
     * @param bytes that it must have at least
     */
    private List<ByteRange> dataOf(ByteView record, long bytes) throws IOException {
        for (ByteView attribute : attributes(record)) {
            if (attribute.u32(0) != DATA || attribute.u8(9) != 0) {
                continue;
            }
            if (attribute.u8(8) == 0 || attribute.u16(12) != 0 || attribute.bits64(16) != 0) {
                throw new WitnessException(
                        record.structure() + " has data that is resident, compressed, sparse, encrypted or elsewhere");
            }
            // Behind what is initialised there are no bytes of the file, whatever lies there.
            if (attribute.size64(48) < bytes || attribute.size64(56) < bytes) {
                throw new WitnessException(record.structure() + " has less data than " + bytes + " bytes");
            }
            List<ByteRange> runs = runs(attribute);
            if (runs.stream().mapToLong(ByteRange::length).sum() < bytes) {
                throw new WitnessException(record.structure() + " has fewer clusters than data");
            }
            return runs;
        }
        throw new WitnessException(record.structure() + " has no data");
    }

    private List<ByteRange> runs(ByteView attribute) throws IOException {
        var runs = new ArrayList<ByteRange>();
        long cluster = 0;
        for (int at = attribute.u16(32); attribute.u8(at) != 0; ) {
            int lengthBytes = attribute.u8(at) & 15;
            int placeBytes = attribute.u8(at) >> 4;
            long count = number(attribute, at + 1, lengthBytes);
            cluster += number(attribute, at + 1 + lengthBytes, placeBytes);
            if (placeBytes == 0 || cluster < 0 || count <= 0 || cluster >= clusters || count > clusters - cluster) {
                throw new WitnessException("runs of data leave the volume or are holes");
            }
            runs.add(new ByteRange(cluster * clusterBytes, count * clusterBytes));
            at += 1 + lengthBytes + placeBytes;
        }
        return runs;
    }

    /** Little-endian and signed. */
    private static long number(ByteView view, int at, int bytes) throws IOException {
        long number = bytes == 0 ? 0 : (byte) view.u8(at + bytes - 1);
        for (int i = bytes - 2; i >= 0; i--) {
            number = number << 8 | view.u8(at + i);
        }
        return number;
    }
}
