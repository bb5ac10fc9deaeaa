package dev.profilekeep.compact;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhdx.NewVhdx;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Random;

/**
 * Containers with much that does not count, made of one of our images; and what a container says.
 *
 * @param file what it is in bytes; to be read only
 * @param content what it says
 */
public record FullContainer(SparseMemoryDevice file, Sha256 content) {
    static final ContentReader READER = new ContentReader(Runnable::run, 1);
    private static final int MIB = 1 << 20;
    private static final int SECTOR = 512;

    /** Whatever is gained, with blocks of the same size. */
    static final CompactionWish ANY_GAIN = CompactionWish.USUAL.withThreshold(0, 0);

    /** A file of 52 MiB with blocks of 1 MiB, many of them only of what was deleted. */
    public static FullContainer small() throws IOException {
        return of("gpt-msr.vhdx", MIB);
    }

    /** A file of 43 MiB with blocks of 1 MiB, of which 7 MiB count: for who makes it smaller again and again. */
    public static FullContainer quick() throws IOException {
        return of("mbr-dynamic.vhd", MIB);
    }

    /** One of our images as a VHDX with stored free clusters all over. */
    static FullContainer of(String image, int blockSize) throws IOException {
        VirtualDisk disk = Containers.open(Fixtures.ownLargeImage(image));
        var full = new SparseMemoryDevice(0);
        ConversionRun.run(
                ConversionPlanner.toVhdx(
                        disk, ConversionPlanner.envelopeOf(disk).withBlockSize(blockSize)),
                full,
                Progress.NONE);
        dirty(full, ContentLayout.of(disk));
        return new FullContainer(full, content(full));
    }

    /** A volume with stored free clusters, and so many bytes behind it that are no volume's and count. */
    public static FullContainer withTail(int bytes) throws IOException {
        VirtualDisk disk = Containers.open(Fixtures.ownLargeImage("mbr-dynamic.vhd"));
        long size = disk.virtualSize();
        VhdxEnvelope like = ConversionPlanner.envelopeOf(disk);
        var full = new SparseMemoryDevice(0);
        NewVhdx.begin(
                        full,
                        new VhdxEnvelope(
                                size + bytes,
                                MIB,
                                false,
                                like.logicalSectorSize(),
                                like.physicalSectorSize(),
                                like.virtualDiskId(),
                                like.userItems()))
                .finish();
        Random random = new Random(11);
        try (WritableVhdx to = WritableVhdx.open(full)) {
            disk.extents(new ByteRange(0, size), extent -> {
                if (extent instanceof Extent.Stored) {
                    ByteBuffer part = ByteBuffer.allocate(Math.toIntExact(extent.length()));
                    disk.disk().readFully(extent.diskOffset(), part);
                    to.write(extent.diskOffset(), part.flip());
                }
            });
            byte[] tail = new byte[MIB];
            for (long at = 0; at < bytes; at += MIB) {
                random.nextBytes(tail);
                to.write(size + at, ByteBuffer.wrap(tail));
            }
        }
        dirty(full, ContentLayout.of(Containers.open(full)));
        return new FullContainer(full, content(full));
    }

    /** Writes here and there to what does not count. */
    private static void dirty(SparseMemoryDevice vhdx, ContentLayout counted) throws IOException {
        byte[] old = new byte[64 * 1024];
        new Random(7).nextBytes(old);
        long[] at = {0};
        try (WritableVhdx disk = WritableVhdx.open(vhdx)) {
            counted.counted(range -> {
                long step = Math.max(4L * old.length, (range.start() - at[0]) / 200);
                for (long free = at[0]; free < range.start(); free += step) {
                    int count = (int) Math.min(old.length, range.start() - free);
                    disk.write(free, ByteBuffer.wrap(old, 0, count));
                }
                at[0] = range.end();
            });
        }
    }

    /** Where something was written to it, in pages. */
    private interface Taker {
        void take(long offset, ByteBuffer bytes) throws IOException;
    }

    private void each(Taker taker) throws IOException {
        for (ByteRange range : file.written()) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(range.length()));
            file.readFully(range.start(), bytes);
            taker.take(range.start(), bytes.flip());
        }
    }

    /** Makes it anew under a name that nothing has. */
    public void lay(StorageProvider storage, StoragePath path) throws IOException {
        try (OpenFile open = storage.create(path, Sharing.NONE)) {
            open.resize(file.size());
            each(open::writeFully);
        }
    }

    /** Makes it anew under a name that nothing has, on this machine. */
    public void lay(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            each((offset, bytes) -> {
                while (bytes.hasRemaining()) {
                    offset += channel.write(bytes, offset);
                }
            });
            if (channel.size() < file.size()) {
                channel.write(ByteBuffer.allocate(1), file.size() - 1);
            }
        }
    }

    static Sha256 content(BlockDevice container) throws IOException {
        return content(Containers.open(container));
    }

    public static Sha256 content(StorageProvider storage, StoragePath path) throws IOException {
        try (OpenFile open = storage.openForReading(path, Sharing.ALL)) {
            return content(open);
        }
    }

    public static Sha256 content(Path container) throws IOException {
        try (FileDevice open = FileDevice.open(container)) {
            return content(open);
        }
    }

    /** What qemu finds in a container. */
    public static Sha256 contentByQemu(Path container, Path work) throws IOException {
        Fixtures.run(work, "qemu-img", "check", container.toString());
        Path raw = work.resolve("by-qemu.raw");
        Fixtures.run(work, "qemu-img", "convert", "-O", "raw", container.toString(), raw.toString());
        try (FileDevice open = FileDevice.open(raw)) {
            return content(new RawDisk(open, SECTOR));
        }
    }

    private static Sha256 content(VirtualDisk disk) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            return new MapMaker<>(nodes, READER, ContentKeeper.NOTHING, ChunkSizes.STANDARD, Clock.systemUTC())
                    .make(disk, null, MapMaker.Extent.FULL, Progress.NONE)
                    .map()
                    .root();
        }
    }
}
