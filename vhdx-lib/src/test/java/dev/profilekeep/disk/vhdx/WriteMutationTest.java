package dev.profilekeep.disk.vhdx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.CrashDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing to, replaying and chaining damaged disks: it works or is a {@link DiskException}, soon, and nothing runs full. */
class WriteMutationTest {
    private static final int MIB = 1 << 20;
    private static final long BOUND_NANOS = 5_000_000_000L;
    private static final long MOST_GROWTH = 300L * MIB;

    /** Places that say something: headers, regions, log entries, metadata, block table. */
    private static int place(Random random, int length) {
        int[] structures = {64 << 10, 128 << 10, 192 << 10, 256 << 10, MIB, 2 * MIB, 2 * MIB + (64 << 10), 3 * MIB};
        int span = random.nextInt(4) == 0 ? 16 * 1024 : 160;
        return Math.min(length - 1, structures[random.nextInt(structures.length)] + random.nextInt(span));
    }

    private static void mutate(byte[] image, Random random) {
        for (int i = 0; i <= random.nextInt(3); i++) {
            image[place(random, image.length)] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xff;
        }
        if (random.nextInt(4) != 0) {
            Checksums.ofContainer(image);
        }
    }

    private static SparseMemoryDevice device(byte[] image) {
        var device = new SparseMemoryDevice(0);
        device.write(0, ByteBuffer.wrap(image));
        return device;
    }

    private static void change(SparseMemoryDevice device, Random random, AtomicInteger done) throws IOException {
        long before = device.size();
        long begin = System.nanoTime();
        try {
            WritableVhdx.replayLog(device);
            WritableVhdx disk = WritableVhdx.open(device);
            long at = random.nextInt((int) Math.min(disk.virtualSize() - 512, 64L * MIB));
            disk.write(at, ByteBuffer.wrap(new byte[512]));
            disk.zero(new ByteRange(0, Math.min(disk.virtualSize(), 3L * MIB)));
            disk.unmap(new ByteRange(0, Math.min(disk.virtualSize(), 5L * MIB)));
            disk.close();
            VhdxFile.open(device).disk().readFully(at, ByteBuffer.allocate(512));
            done.incrementAndGet();
        } catch (DiskException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
        assertThat(device.bytesKept()).isLessThan(before + MOST_GROWTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "mbr-fixed.vhdx", "gpt-4kn.vhdx", "bare-dirty.vhdx"})
    void a_damaged_disk_is_written_to_or_refused(String name) {
        byte[] image = Fixtures.ownImage(name).bytes();
        var done = new AtomicInteger();
        RandomCases.run(Soak.times(25), random -> {
            byte[] damaged = image.clone();
            mutate(damaged, random);
            change(device(damaged), random, done);
        });
        assertThat(done.get()).as("changes that went through").isPositive();
    }

    @Test
    void a_damaged_log_is_replayed_or_refused() throws Exception {
        var crash = new CrashDevice(new SparseMemoryDevice(0));
        WritableVhdx disk =
                WritableVhdx.create(crash, VhdxEnvelope.dynamic(8L * MIB).withBlockSize(MIB));
        for (int i = 0; i < 5; i++) {
            disk.write((long) i * MIB, ByteBuffer.wrap(new byte[] {1}));
            disk.flush();
        }
        var image = ByteBuffer.allocate((int) crash.size());
        crash.readFully(0, image);
        var done = new AtomicInteger();
        RandomCases.run(Soak.times(80), random -> {
            byte[] damaged = image.array().clone();
            // The newest of five entries of two sectors each.
            int entry = MIB + 4 * 8192;
            damaged[entry + random.nextInt(128)] = (byte) random.nextInt();
            Checksums.ofVhdxStructure(damaged, entry, 8192);
            change(device(damaged), random, done);
        });
        assertThat(done.get()).isPositive();
    }

    @Test
    void a_damaged_layer_of_a_chain_ends_in_an_answer_or_a_disk_exception() throws Exception {
        var builder = new VhdxBuilder();
        builder.parameterFlags = 2;
        builder.virtualSize = 4L * MIB;
        builder.fileSize = 12L * MIB;
        builder.parent.put("parent_linkage", "{00000000-0000-0002-0000-000000000008}");
        builder.parent.put("relative_path", "p");
        builder.entry(0, 7, 4).entry(1, 6, 5).entry(4096, 6, 9).write(9L * MIB, new byte[] {1, 2, 3});
        var image = ByteBuffer.allocate(12 * MIB);
        builder.build().readFully(0, image);
        var base = new VhdxBuilder();
        base.virtualSize = 4L * MIB;
        var parent = ByteBuffer.allocate((int) base.fileSize);
        base.entry(0, 6, 4).build().readFully(0, parent);
        var answered = new AtomicInteger();
        RandomCases.run(Soak.times(60), random -> {
            byte[] child = image.array().clone();
            byte[] under = parent.array().clone();
            mutate(random.nextBoolean() ? child : under, random);
            try (ParentChain chain = ParentChain.open(
                    "child",
                    new MemoryDevice(child),
                    (name, path) -> Optional.of(new ParentResolver.Found("parent", new MemoryDevice(under), null)))) {
                int length = (int) Math.min(2L * MIB, chain.virtualSize());
                chain.disk().readFully(0, ByteBuffer.allocate(length));
                chain.blockState(0);
                answered.incrementAndGet();
            } catch (DiskException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
        assertThat(answered.get()).isPositive();
    }

    @Test
    void mutations_do_reach_what_is_read() throws Exception {
        byte[] image = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        var refused = new AtomicInteger();
        RandomCases.run(100, random -> {
            byte[] damaged = Arrays.copyOf(image, image.length);
            mutate(damaged, random);
            try {
                VirtualDisk disk = Containers.open(new MemoryDevice(damaged));
                disk.disk().readFully(0, ByteBuffer.allocate(MIB));
            } catch (DiskException e) {
                refused.incrementAndGet();
            }
        });
        assertThat(refused.get()).isBetween(1, 99);
    }
}
