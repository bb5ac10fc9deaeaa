package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts together the system files of a volume of 1,000 clusters of 4 KiB, written from the documentation without the classes
 * under test. The table begins at cluster 10, its mirror is at 900.
 */
final class NtfsBuilder {
    static final int CLUSTER = 4096;
    static final int CLUSTERS = 1000;
    static final int RECORD = 1024;
    static final int MFT = 10;
    static final int MIRROR = 900;
    private static final int DATA = 0x80;

    private final ByteBuffer volume =
            ByteBuffer.allocate(CLUSTERS * CLUSTER + 512).order(ByteOrder.LITTLE_ENDIAN);

    NtfsBuilder() {
        byte[] boot =
                BootSectorTest.bytes(512, 8, CLUSTERS * 8L, MFT, MIRROR, -10).array();
        volume.put(0, boot).put(CLUSTERS * CLUSTER, boot);
    }

    ByteBuffer bytes() {
        return volume;
    }

    MemoryDevice device() {
        return new MemoryDevice(volume.array());
    }

    /** A record at a byte of the volume, made of attributes. */
    NtfsBuilder record(int offset, long base, byte[]... attributes) {
        ByteBuffer record = little(RECORD);
        record.put(0, "FILE".getBytes(StandardCharsets.US_ASCII))
                .putShort(4, (short) 48)
                .putShort(6, (short) 3);
        record.putShort(20, (short) 56).putShort(22, (short) 1).putLong(32, base);
        record.position(56);
        for (byte[] attribute : attributes) {
            record.put(attribute);
        }
        record.putInt(-1).putInt(0);
        record.putInt(24, record.position());
        // The update sequence: number 5 at the end of each sector, what was there in the array.
        record.putShort(48, (short) 5);
        for (int i = 1; i <= 2; i++) {
            record.putShort(48 + 2 * i, record.getShort(i * 512 - 2));
            record.putShort(i * 512 - 2, (short) 5);
        }
        volume.put(offset, record.array());
        return this;
    }

    /** A record of the table while that lies in one piece. */
    NtfsBuilder record(int number, byte[]... attributes) {
        return record(MFT * CLUSTER + number * RECORD, 0, attributes);
    }

    static byte[] resident(int type, byte[] value) {
        ByteBuffer bytes = little(24 + (value.length + 7) / 8 * 8);
        bytes.putInt(type).putInt(bytes.capacity());
        bytes.putInt(16, value.length).putShort(20, (short) 24).put(24, value);
        return bytes.array();
    }

    /** @param lcnAndLength in turn; an LCN of -1 is a hole */
    static byte[] apart(int type, long firstVcn, long size, long... lcnAndLength) {
        List<DataRuns.Run> runs = new ArrayList<>();
        long vcn = firstVcn;
        for (int i = 0; i < lcnAndLength.length; i += 2) {
            runs.add(new DataRuns.Run(vcn, lcnAndLength[i], lcnAndLength[i + 1]));
            vcn += lcnAndLength[i + 1];
        }
        byte[] encoded = DataRunsTest.encode(runs);
        ByteBuffer bytes = little(64 + (encoded.length + 7) / 8 * 8);
        bytes.putInt(type).putInt(bytes.capacity()).put(8, (byte) 1);
        bytes.putLong(16, firstVcn).putLong(24, vcn - 1).putShort(32, (short) 64);
        bytes.putLong(40, (vcn - firstVcn) * CLUSTER).putLong(48, size).putLong(56, size);
        return bytes.put(64, encoded).array();
    }

    /** The attribute with a name, which goes between its header and what follows. */
    static byte[] named(byte[] attribute, String name) {
        ByteBuffer old = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
        int header = old.get(8) == 0 ? 24 : 64;
        int room = (2 * name.length() + 7) / 8 * 8;
        ByteBuffer bytes = little(attribute.length + room);
        bytes.put(0, attribute, 0, header).put(header + room, attribute, header, attribute.length - header);
        for (int i = 0; i < name.length(); i++) {
            bytes.putChar(header + 2 * i, name.charAt(i));
        }
        bytes.putInt(4, bytes.capacity()).put(9, (byte) name.length()).putShort(10, (short) header);
        int field = header == 24 ? 20 : 32;
        return bytes.putShort(field, (short) (header + room)).array();
    }

    /** @param typeVcnRecord in threes: type, first VCN, record number */
    static byte[] list(long... typeVcnRecord) {
        ByteBuffer bytes = little(typeVcnRecord.length / 3 * 32);
        for (int i = 0; i < typeVcnRecord.length; i += 3) {
            bytes.putInt((int) typeVcnRecord[i])
                    .putShort((short) 32)
                    .put((byte) 0)
                    .put((byte) 26);
            bytes.putLong(typeVcnRecord[i + 1]).putLong(typeVcnRecord[i + 2]).putLong(0);
        }
        return bytes.array();
    }

    static byte[] volumeInformation(int flags) {
        return resident(
                Attribute.VOLUME_INFORMATION,
                little(12)
                        .put(8, (byte) 3)
                        .put(9, (byte) 1)
                        .putShort(10, (short) flags)
                        .array());
    }

    static byte[] volumeName(String name) {
        return resident(Attribute.VOLUME_NAME, name.getBytes(StandardCharsets.UTF_16LE));
    }

    /** All records that a volume needs, the bitmap at cluster 100 with the first {@code used} clusters in use. */
    static NtfsBuilder ordinary(int used) {
        return new NtfsBuilder()
                .record(0, apart(DATA, 0, 16L * RECORD, MFT, 4))
                .record(2, apart(DATA, 0, 2L * CLUSTER, 200, 2))
                .record(3, volumeName("Volume"), volumeInformation(0))
                .record(6, apart(DATA, 0, 125, 100, 1))
                .used(100, used)
                .closedLog(200)
                .mirrored();
    }

    NtfsBuilder mirrored() {
        volume.put(MIRROR * CLUSTER, volume, MFT * CLUSTER, 4 * RECORD);
        return this;
    }

    NtfsBuilder used(int cluster, int used) {
        for (int i = 0; i < used; i++) {
            int at = cluster * CLUSTER + i / 8;
            volume.put(at, (byte) (volume.get(at) | 1 << i % 8));
        }
        return this;
    }

    NtfsBuilder closedLog(int cluster) {
        Arrays.fill(volume.array(), cluster * CLUSTER, (cluster + 2) * CLUSTER, (byte) 0xff);
        return this;
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
