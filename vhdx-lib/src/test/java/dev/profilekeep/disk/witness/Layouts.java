package dev.profilekeep.disk.witness;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Containers made of one disk in all layouts that it can have. */
final class Layouts {
    static final int MIB = 1 << 20;
    /** Larger disks are not made fixed. */
    private static final long MOST_FIXED = 64L * MIB;

    private Layouts() {}

    /** Opens an image that the project ships, or another's, by its name. */
    static VirtualDisk open(String name, BlockDevice image) throws IOException {
        boolean container = name.contains(".vhd") || name.startsWith("dfirorc");
        return container ? Containers.open(image) : RawDisk.open(image);
    }

    /** By their names. */
    static Map<String, SparseMemoryDevice> of(VirtualDisk source) throws IOException {
        var made = new LinkedHashMap<String, SparseMemoryDevice>();
        var envelope = ConversionPlanner.envelopeOf(source).asDynamic();
        for (int mib : new int[] {1, 2, 32}) {
            made.put(
                    "vhdx of " + mib + " MiB",
                    run(ConversionPlanner.toVhdx(source, envelope.withBlockSize(mib * MIB))));
        }
        boolean small = source.virtualSize() <= MOST_FIXED;
        if (small) {
            made.put(
                    "fixed vhdx",
                    run(ConversionPlanner.toVhdx(
                            source, envelope.withBlockSize(8 * MIB).asFixed())));
        }
        if (source.logicalSectorSize() == 512) {
            for (int kib : new int[] {512, 2048}) {
                var vhd = new VhdEnvelope(source.virtualSize(), kib << 10, false, UUID.randomUUID());
                made.put("vhd of " + kib + " KiB", run(ConversionPlanner.toVhd(source, vhd)));
                if (small && kib == 512) {
                    made.put("fixed vhd", run(ConversionPlanner.toVhd(source, vhd.asFixed())));
                }
            }
        }
        return made;
    }

    static SparseMemoryDevice run(ConversionPlan plan) throws IOException {
        var target = new SparseMemoryDevice(0);
        ConversionRun.run(plan, target, Progress.NONE);
        return target;
    }

    /** One of the layouts of a shipped image, in an array that may be changed. */
    static MemoryDevice inMemory(String image, String layout) throws IOException {
        SparseMemoryDevice made = of(open(image, Fixtures.ownImage(image))).get(layout);
        if (made == null) {
            throw new IllegalArgumentException("no such layout: " + layout);
        }
        return new MemoryDevice(bytes(made, 0, Math.toIntExact(made.size())));
    }

    static byte[] bytes(BlockDevice device, long offset, int count) throws IOException {
        byte[] bytes = new byte[count];
        device.readFully(offset, ByteBuffer.wrap(bytes));
        return bytes;
    }

    static SectorSum sum(BlockDevice file) throws IOException {
        return SectorWitness.of(file).finish(Progress.NONE);
    }

    /** All sectors of a small disk, some of a large one. */
    static long[] sectors(SectorWitness witness, int most) {
        long count = witness.virtualSize() / witness.sectorSize();
        long[] sectors = new long[(int) Math.min(count, most)];
        Random random = new Random(count);
        for (int i = 0; i < sectors.length; i++) {
            // Half of them near the start, where the structures are.
            sectors[i] = count <= most ? i : i % 2 == 0 ? random.nextLong(count) : random.nextLong(count / 64 + 1);
        }
        return sectors;
    }
}
