package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.io.OverlayDevice;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Puts together a VHDX byte by byte, written from [MS-VHDX] without the classes under test, right or wrong in any detail.
 * Layout: log at 1 MiB, metadata region at 2 MiB, block table at 3 MiB, what the test wants behind it.
 */
final class VhdxBuilder {
    static final int MIB = 1 << 20;
    static final int LOG = MIB;
    static final int METADATA = 2 * MIB;
    static final int TABLE = 3 * MIB;
    static final UUID LOG_GUID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final String BAT_REGION = "2dc27766-f623-4200-9d64-115e9bfd4a08";
    private static final String METADATA_REGION = "8b7ca206-4790-4b9a-b8fe-575f050f886e";

    /** A region table entry or a metadata item. */
    record Entry(UUID guid, long offset, long length, int flags) {}

    long virtualSize = 64L * MIB;
    int blockSize = MIB;
    int logicalSector = 512;
    int physicalSector = 4096;
    int parameterFlags;
    UUID logGuid = Guids.ZERO;
    long tableLength = MIB;
    long fileSize = 8L * MIB;
    final List<Entry> regions = new ArrayList<>();
    final List<Entry> moreItems = new ArrayList<>();
    final Map<String, String> parent = new LinkedHashMap<>();
    final Map<Long, Long> table = new LinkedHashMap<>();
    /** Changes of the finished headers, region tables and metadata before their checksums are made. */
    private final List<Consumer<ByteBuffer>> changes = new ArrayList<>();

    private final List<Consumer<OverlayDevice>> writes = new ArrayList<>();

    /** Changes bytes of the first 3 MiB; checksums of headers and region tables are made right afterwards. */
    VhdxBuilder change(Consumer<ByteBuffer> change) {
        changes.add(change);
        return this;
    }

    VhdxBuilder write(long offset, byte[] bytes) {
        writes.add(device -> device.write(offset, bytes));
        return this;
    }

    /** Sets an entry of the block table, by its index there. */
    VhdxBuilder entry(long index, int state, long offsetMib) {
        table.put(index, offsetMib << 20 | state);
        return this;
    }

    OverlayDevice build() {
        byte[] start = new byte[3 * MIB];
        ByteBuffer bytes = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, "vhdxfile".getBytes(StandardCharsets.US_ASCII));
        bytes.put(8, "Test".getBytes(StandardCharsets.UTF_16LE));
        header(bytes, 64 * 1024, 7);
        header(bytes, 128 * 1024, 8);
        regionTable(bytes, 192 * 1024);
        regionTable(bytes, 256 * 1024);
        metadata(bytes);
        changes.forEach(change -> change.accept(bytes));
        Checksums.ofVhdxStructure(start, 64 * 1024, 4096);
        Checksums.ofVhdxStructure(start, 128 * 1024, 4096);
        Checksums.ofVhdxStructure(start, 192 * 1024, 65536);
        Checksums.ofVhdxStructure(start, 256 * 1024, 65536);

        OverlayDevice device = Fixtures.sparse(fileSize);
        device.write(0, start);
        table.forEach((index, entry) -> device.write(
                TABLE + 8 * index,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(entry)
                        .array()));
        writes.forEach(write -> write.accept(device));
        return device;
    }

    private void header(ByteBuffer bytes, int at, long sequence) {
        bytes.put(at, "head".getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(at + 8, sequence);
        bytes.put(at + 16, Guids.toBytes(new UUID(1, sequence)));
        bytes.put(at + 32, Guids.toBytes(new UUID(2, sequence)));
        bytes.put(at + 48, Guids.toBytes(logGuid));
        bytes.putShort(at + 66, (short) 1);
        bytes.putInt(at + 68, MIB);
        bytes.putLong(at + 72, LOG);
    }

    private void regionTable(ByteBuffer bytes, int at) {
        var all = new ArrayList<>(regions);
        all.add(new Entry(UUID.fromString(BAT_REGION), TABLE, tableLength, 1));
        all.add(new Entry(UUID.fromString(METADATA_REGION), METADATA, MIB, 1));
        bytes.put(at, "regi".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(at + 8, all.size());
        for (int i = 0; i < all.size(); i++) {
            int to = at + 16 + 32 * i;
            bytes.put(to, Guids.toBytes(all.get(i).guid()));
            bytes.putLong(to + 16, all.get(i).offset());
            bytes.putInt(to + 24, (int) all.get(i).length());
            bytes.putInt(to + 28, all.get(i).flags());
        }
    }

    private void metadata(ByteBuffer bytes) {
        int items = 64 * 1024;
        var all = new ArrayList<Entry>();
        all.add(item(bytes, "caa16737-fa36-4d43-b3b6-33f0aa44e76b", items, ints(blockSize, parameterFlags)));
        all.add(item(bytes, "2fa54224-cd1b-4876-b211-5dbed83bf4b8", items + 8, ints((int) virtualSize, (int)
                (virtualSize >>> 32))));
        all.add(item(bytes, "beca12ab-b2e6-4523-93ef-c309e000c746", items + 16, Guids.toBytes(new UUID(3, 3))));
        all.add(item(bytes, "8141bf1d-a96f-4709-ba47-f233a8faab5f", items + 32, ints(logicalSector)));
        all.add(item(bytes, "cda348c7-445d-4471-9cc9-e9885251c556", items + 36, ints(physicalSector)));
        if (!parent.isEmpty()) {
            all.add(item(bytes, "a8d35f2d-b30b-454d-abf7-d3d84834ab0c", items + 40, locator()));
        }
        all.addAll(moreItems);
        bytes.put(METADATA, "metadata".getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(METADATA + 10, (short) all.size());
        for (int i = 0; i < all.size(); i++) {
            int to = METADATA + 32 + 32 * i;
            bytes.put(to, Guids.toBytes(all.get(i).guid()));
            bytes.putInt(to + 16, (int) all.get(i).offset());
            bytes.putInt(to + 20, (int) all.get(i).length());
            bytes.putInt(to + 24, all.get(i).flags());
        }
    }

    private static Entry item(ByteBuffer bytes, String guid, int at, byte[] value) {
        bytes.put(METADATA + at, value);
        return new Entry(UUID.fromString(guid), at, value.length, 4);
    }

    private byte[] locator() {
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, Guids.toBytes(UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913")));
        bytes.putShort(18, (short) parent.size());
        int entry = 20;
        int text = 20 + 12 * parent.size();
        for (var pair : parent.entrySet()) {
            byte[] key = pair.getKey().getBytes(StandardCharsets.UTF_16LE);
            byte[] value = pair.getValue().getBytes(StandardCharsets.UTF_16LE);
            bytes.putInt(entry, text).putInt(entry + 4, text + key.length);
            bytes.putShort(entry + 8, (short) key.length).putShort(entry + 10, (short) value.length);
            bytes.put(text, key).put(text + key.length, value);
            entry += 12;
            text += key.length + value.length;
        }
        return bytes.array();
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }
}
