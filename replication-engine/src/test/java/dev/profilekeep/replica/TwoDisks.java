package dev.profilekeep.replica;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.EntryCursor;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;

/** Containers of one content in several layouts, and changes of a file in them. */
public final class TwoDisks {
    private static final int MIB = 1 << 20;
    private static final int RECORD = 1024;

    private TwoDisks() {}

    /** One of our images as a VHDX with blocks of so many MiB. */
    public static SparseMemoryDevice of(String image, int blockMiB) throws IOException {
        VirtualDisk disk = Containers.open(Fixtures.ownLargeImage(image));
        var made = new SparseMemoryDevice(0);
        ConversionRun.run(
                ConversionPlanner.toVhdx(
                        disk, ConversionPlanner.envelopeOf(disk).withBlockSize(blockMiB * MIB)),
                made,
                Progress.NONE);
        return made;
    }

    public static byte[] bytes(SparseMemoryDevice device) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(device.size()));
        device.readFully(0, all);
        return all.array();
    }

    private record Found(long record, long content, long ofRecord) {}

    /**
     * Changes one byte of the largest file with clusters of its own, and the time in its record, as a program that writes does.
     *
     * @return the number of its record
     */
    public static long changeOneByte(SparseMemoryDevice device, int value) throws IOException {
        Found found = find(device);
        try (WritableVhdx to = WritableVhdx.open(device)) {
            to.write(
                    found.content(),
                    ByteBuffer.wrap(sector(device, found.content(), bytes -> bytes.put(100, (byte) value))));
            to.write(found.ofRecord(), ByteBuffer.wrap(sector(device, found.ofRecord(), bytes -> {
                int attribute = bytes.getShort(20);
                int at = attribute + bytes.getShort(attribute + 20) + 8; // modified
                bytes.put(at, (byte) (bytes.get(at) + value));
            })));
        }
        return found.record();
    }

    private interface Change {
        void of(ByteBuffer sector);
    }

    private static byte[] sector(SparseMemoryDevice device, long at, Change change) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        Containers.open(device).disk().readFully(at, bytes);
        change.of(bytes);
        return bytes.array();
    }

    private static Found find(SparseMemoryDevice device) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            ContentMap map = new MapMaker<>(
                            nodes,
                            new ContentReader(Runnable::run, 1),
                            ContentKeeper.NOTHING,
                            ChunkSizes.STANDARD,
                            Clock.systemUTC())
                    .make(Containers.open(device), null, MapMaker.Extent.FULL, Progress.NONE)
                    .map();
            long record = -1;
            long content = -1;
            long longest = 0;
            EntryCursor entries = new MapReader(nodes).entries(map);
            for (MapEntry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.owner() instanceof Owner.FileStream stream
                        && stream.record() >= 24
                        && stream.type() == AttributeType.DATA
                        && entry.length() > longest) {
                    record = stream.record();
                    content = entry.pieces().get(0).start();
                    longest = entry.length();
                }
            }
            return new Found(record, content, place(new MapReader(nodes).entries(map), record));
        }
    }

    private static long place(EntryCursor entries, long record) throws IOException {
        for (MapEntry entry = entries.next(); entry != null; entry = entries.next()) {
            if (entry.owner() instanceof Owner.FileStream stream
                    && stream.record() == 0
                    && stream.type() == AttributeType.DATA) {
                long left = record * RECORD - stream.offset();
                for (ByteRange piece : entry.pieces()) {
                    if (left >= 0 && left < piece.length()) {
                        return piece.start() + left;
                    }
                    left -= piece.length();
                }
            }
        }
        throw new IllegalStateException("record " + record + " is not in the map");
    }
}
