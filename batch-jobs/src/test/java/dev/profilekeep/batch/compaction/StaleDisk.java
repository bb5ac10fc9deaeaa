package dev.profilekeep.batch.compaction;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A disk of one of our images with blocks of 1 MiB, many of which hold only what was deleted. */
final class StaleDisk {
    private static final int MIB = 1 << 20;
    private static final int PIECE = 64 * 1024;

    private StaleDisk() {}

    /** All bytes of the file. */
    static byte[] bytes() throws IOException {
        VirtualDisk disk = Containers.open(Fixtures.ownLargeImage("gpt-msr.vhdx"));
        SparseMemoryDevice file = new SparseMemoryDevice(0);
        ConversionRun.run(
                ConversionPlanner.toVhdx(
                        disk, ConversionPlanner.envelopeOf(disk).withBlockSize(MIB)),
                file,
                Progress.NONE);
        writeWhereNothingCounts(file, ContentLayout.of(disk));
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.readFully(0, all);
        return all.array();
    }

    private static void writeWhereNothingCounts(SparseMemoryDevice file, ContentLayout layout) throws IOException {
        byte[] old = new byte[PIECE];
        new Random(7).nextBytes(old);
        long[] at = {0};
        try (WritableVhdx disk = WritableVhdx.open(file)) {
            layout.counted(range -> {
                fill(disk, at[0], range, old);
                at[0] = range.end();
            });
        }
    }

    private static void fill(WritableVhdx disk, long from, ByteRange next, byte[] old) throws IOException {
        long step = Math.max(4L * PIECE, (next.start() - from) / 200);
        for (long free = from; free < next.start(); free += step) {
            disk.write(free, ByteBuffer.wrap(old, 0, (int) Math.min(PIECE, next.start() - free)));
        }
    }

    static void lay(Path path, byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }
}
