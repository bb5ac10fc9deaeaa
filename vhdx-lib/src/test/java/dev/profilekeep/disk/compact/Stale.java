package dev.profilekeep.disk.compact;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Makes containers in which free clusters are stored, full of what was deleted. */
final class Stale {
    private Stale() {}

    static SparseMemoryDevice vhdx(VirtualDisk disk, int blockSize) throws IOException {
        VhdxEnvelope envelope = ConversionPlanner.envelopeOf(disk).withBlockSize(blockSize);
        var full = new SparseMemoryDevice(0);
        ConversionRun.run(ConversionPlanner.toVhdx(disk, envelope), full, Progress.NONE);
        dirty(full, ContentLayout.of(disk));
        return full;
    }

    /** Writes here and there to what does not count. */
    static void dirty(WritableBlockDevice vhdx, ContentLayout counted) throws IOException {
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
}
