package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.CrashDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.Sound;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power lost at every moment: what is left is opened by us, and by qemu, and each sector of the disk is what it was at the
 * last flush or what was written to it since.
 */
class VhdxCrashTest {
    private static final int SECTOR = 4096;
    private static final long SIZE = 1100L * MIB;
    /** Where something is written: their entries lie in three sectors of the block table. */
    private static final List<ByteRange> WINDOWS =
            List.of(new ByteRange(0, 3 * MIB), new ByteRange(600L * MIB, 2 * MIB), new ByteRange(SIZE - MIB, MIB));

    @TempDir
    Path work;

    /** What was done to the disk, and between which steps of the device. */
    private record Done(int begin, int end, ByteRange range, long value, boolean flush) {}

    /** Changes a disk on a device that crashes, and remembers what may be there afterwards. */
    private static final class Session {
        final CrashDevice device;
        final WritableVhdx disk;
        final List<Done> history = new ArrayList<>();
        private long lastValue;

        Session(SparseMemoryDevice start) throws IOException {
            device = new CrashDevice(start);
            disk = WritableVhdx.open(device);
        }

        void write(long offset, int length) throws IOException {
            var bytes = ByteBuffer.allocate(length);
            long value = ++lastValue;
            while (bytes.hasRemaining()) {
                bytes.putLong(value);
            }
            int begin = device.steps();
            disk.write(offset, bytes.flip());
            history.add(new Done(begin, device.steps(), new ByteRange(offset, length), value, false));
        }

        void zero(ByteRange range) throws IOException {
            int begin = device.steps();
            disk.zero(range);
            history.add(new Done(begin, device.steps(), range, 0, false));
        }

        void unmap(ByteRange range) throws IOException {
            int begin = device.steps();
            disk.unmap(range);
            history.add(new Done(begin, device.steps(), range, 0, false));
        }

        void flush() throws IOException {
            int begin = device.steps();
            disk.flush();
            history.add(new Done(begin, device.steps(), new ByteRange(0, 0), 0, true));
        }

        /** The values that each sector may have if power is lost after so many steps were begun. */
        Map<Long, Set<Long>> allowed(int steps) {
            var allowed = new TreeMap<Long, Set<Long>>();
            for (ByteRange window : WINDOWS) {
                for (long at = window.start(); at < window.end(); at += SECTOR) {
                    allowed.put(at / SECTOR, new HashSet<>(Set.of(0L)));
                }
            }
            for (Done done : history) {
                if (done.begin() > steps) {
                    break;
                }
                boolean durable = history.stream()
                        .anyMatch(later -> later.flush() && later.begin() >= done.end() && later.end() <= steps);
                long first = done.range().start() / SECTOR;
                for (long i = first; i * SECTOR < done.range().end(); i++) {
                    if (durable) {
                        allowed.get(i).clear();
                    }
                    allowed.get(i).add(done.value());
                }
            }
            return allowed;
        }
    }

    private static void check(BlockDevice content, Map<Long, Set<Long>> allowed) throws IOException {
        var bytes = ByteBuffer.allocate(MIB);
        for (ByteRange window : WINDOWS) {
            for (long at = window.start(); at < window.end(); at += MIB) {
                content.readFully(at, bytes.clear());
                check(bytes.flip(), at / SECTOR, allowed);
            }
        }
    }

    /** Writes are torn at sectors of 512 bytes at the finest: within one there is one value. */
    private static void check(ByteBuffer bytes, long firstSector, Map<Long, Set<Long>> allowed) {
        while (bytes.hasRemaining()) {
            long sector = firstSector + bytes.position() / SECTOR;
            long value = bytes.getLong(bytes.position());
            for (int i = 0; i < 512; i += 8) {
                if (bytes.getLong() != value) {
                    throw new AssertionError("sector " + sector + " holds a mixture");
                }
            }
            if (!allowed.get(sector).contains(value)) {
                throw new AssertionError(
                        "sector " + sector + " holds " + value + ", allowed is " + allowed.get(sector));
            }
        }
    }

    private static SparseMemoryDevice made(VhdxEnvelope envelope) throws IOException {
        var device = new SparseMemoryDevice(0);
        NewVhdx.begin(device, envelope).finish();
        return device;
    }

    /**
     * Changes of a few blocks, again and again, so that their room is used again, and in places far from each other, so that
     * several sectors of the block table change.
     */
    private static Session randomSession(Random random, int changes, boolean fixed) throws IOException {
        var envelope = VhdxEnvelope.dynamic(SIZE).withBlockSize(MIB);
        var session = new Session(made(fixed ? envelope.asFixed() : envelope));
        for (int i = 0; i < changes; i++) {
            ByteRange window = WINDOWS.get(random.nextInt(WINDOWS.size()));
            int sectors = (int) (window.length() / SECTOR);
            int first = random.nextInt(sectors);
            int count = 1 + random.nextInt(Math.min(sectors - first, random.nextInt(4) == 0 ? 400 : 12));
            long at = window.start() + (long) first * SECTOR;
            switch (random.nextInt(10)) {
                case 0 -> session.zero(new ByteRange(at, (long) count * SECTOR));
                case 1, 2 -> {
                    if (!session.disk.envelope().fixed()) {
                        session.unmap(new ByteRange(at / MIB * MIB, MIB));
                    }
                }
                case 3, 4, 5 -> session.flush();
                default -> session.write(at, count * SECTOR);
            }
        }
        return session;
    }

    @Test
    void a_crash_at_any_moment_leaves_each_sector_before_or_after() {
        var looked = new AtomicInteger();
        RandomCases.run(Soak.times(2), random -> {
            Session session = randomSession(random, 25, random.nextInt(5) == 0);
            session.disk.close();
            session.device.crashEverywhere(random, 3, (steps, left) -> {
                looked.incrementAndGet();
                Map<Long, Set<Long>> allowed = session.allowed(steps);
                check(VhdxFile.open(left).disk(), allowed);
                Sound.vhdxAfterCrash(left);
                if (random.nextInt(4) == 0) {
                    WritableVhdx.replayLog(left);
                    assertThat(VhdxFile.open(left).info().logReplayed()).isFalse();
                    check(VhdxFile.open(left).disk(), allowed);
                    // And it can be written to again.
                    WritableVhdx again = WritableVhdx.open(left);
                    again.write(0, ByteBuffer.allocate(SECTOR));
                    again.close();
                }
            });
        });
        assertThat(looked.get()).isGreaterThan(30);
    }

    @Test
    void more_changes_than_a_log_entry_holds_are_each_there_or_not() throws Exception {
        int places = 150;
        // One entry of the block table in each of its sectors of 4 KiB.
        long step = 512L * MIB;
        var device = new CrashDevice(made(VhdxEnvelope.dynamic(step * places).withBlockSize(MIB)));
        WritableVhdx disk = WritableVhdx.open(device);
        for (int i = 0; i < places; i++) {
            disk.write(i * step, ByteBuffer.allocate(SECTOR).putLong(0, i + 1));
        }
        disk.flush();
        int flushed = device.steps();
        disk.zero(new ByteRange(0, step * places));
        disk.close();
        int closed = device.steps();
        var read = ByteBuffer.allocate(8);
        device.crashEverywhere(new Random(1), 2, (steps, left) -> {
            BlockDevice content = VhdxFile.open(left).disk();
            for (int i = 0; i < places; i++) {
                content.readFully(i * step, read.clear());
                long value = read.getLong(0);
                if (steps >= closed) {
                    assertThat(value).isZero();
                } else if (steps == flushed) {
                    assertThat(value).isEqualTo(i + 1);
                } else {
                    assertThat(value).isIn(0L, i + 1L);
                }
            }
        });
    }

    @Test
    void a_crash_while_a_log_is_applied_is_as_one_before() {
        RandomCases.run(Soak.times(2), random -> {
            Session session = randomSession(random, 12, false);
            session.write(0, SECTOR);
            session.flush();
            SparseMemoryDevice dirty = session.device.whole();
            var whole = session.allowed(session.device.steps());
            var device = new CrashDevice(dirty);
            WritableVhdx.replayLog(device);
            device.crashEverywhere(
                    random, 8, (steps, left) -> check(VhdxFile.open(left).disk(), whole));
            assertThat(VhdxFile.open(device.whole()).info().logReplayed()).isFalse();
        });
    }

    @Test
    void the_log_wraps_around_many_times() throws Exception {
        var session = new Session(made(VhdxEnvelope.dynamic(8L * MIB).withBlockSize(MIB)));
        for (int i = 0; i < 400; i++) {
            session.disk.unmap(new ByteRange(0, MIB));
            session.disk.write(i % 2048 * 512L, ByteBuffer.allocate(512).put(0, (byte) i));
            session.disk.flush();
        }
        SparseMemoryDevice left = session.device.whole();
        var replayed = VhdxFile.open(left);
        var byteOf399 = ByteBuffer.allocate(1);
        replayed.disk().readFully(399 * 512L, byteOf399);
        assertThat(byteOf399.array()).containsExactly((byte) 399);
        assertThat(left.size()).as("room is used again").isLessThan(12L * MIB);
    }

    @Test
    void a_crash_while_a_disk_is_made_leaves_it_whole_or_no_disk() throws Exception {
        RandomCases.run(Soak.times(5), random -> {
            var device = new CrashDevice(new SparseMemoryDevice(0));
            NewVhdx made = NewVhdx.begin(device, VhdxEnvelope.dynamic(8L * MIB).withBlockSize(MIB));
            made.write(MIB, ByteBuffer.allocate(MIB).put(0, (byte) 1));
            made.write(5 * MIB, ByteBuffer.allocate(MIB).put(0, (byte) 5));
            made.finish();
            var whole = new AtomicInteger();
            device.crashEverywhere(random, 60, (steps, left) -> {
                try {
                    VhdxFile file = VhdxFile.open(left);
                    whole.incrementAndGet();
                    var firsts = ByteBuffer.allocate(1);
                    file.disk().readFully(MIB, firsts);
                    assertThat(firsts.get(0)).isEqualTo((byte) 1);
                    file.disk().readFully(5 * MIB, firsts.clear());
                    assertThat(firsts.get(0)).isEqualTo((byte) 5);
                } catch (DiskException e) {
                    assertThat(e.getMessage())
                            .matches(message -> message.contains("not a VHDX") || message.contains("past the end"));
                }
            });
            assertThat(whole.get()).isPositive();
        });
    }

    private static byte[] read(BlockDevice device, ByteRange range) throws IOException {
        var bytes = ByteBuffer.allocate((int) range.length());
        device.readFully(range.start(), bytes);
        return bytes.array();
    }

    @Test
    void qemu_opens_what_a_crash_left_and_reads_what_we_read() {
        Fixtures.requireTool("qemu-img");
        var replayed = new AtomicInteger();
        RandomCases.run(Soak.times(1), random -> {
            Session session = randomSession(random, 20, false);
            session.write(0, SECTOR);
            session.unmap(new ByteRange(0, MIB));
            session.flush();
            session.disk.close();
            session.device.crashEverywhere(random, 2, (steps, left) -> {
                VhdxFile ours = VhdxFile.open(left);
                boolean firstReplay = ours.info().logReplayed() && replayed.get() == 0;
                if (random.nextInt(15) != 0 && !firstReplay) {
                    return;
                }
                Path file = left.saveTo(work.resolve("left.vhdx"));
                if (ours.info().logReplayed()) {
                    replayed.incrementAndGet();
                    Fixtures.run(work, "qemu-img", "check", "-r", "all", file.toString());
                }
                Fixtures.run(work, "qemu-img", "check", file.toString());
                Path raw = work.resolve("qemu.raw");
                Fixtures.run(work, "qemu-img", "convert", "-f", "vhdx", "-O", "raw", file.toString(), raw.toString());
                try (FileDevice theirs = FileDevice.open(raw)) {
                    assertThat(theirs.size()).isEqualTo(SIZE);
                    check(theirs, session.allowed(steps));
                    for (ByteRange window : WINDOWS) {
                        assertThat(read(theirs, window)).isEqualTo(read(ours.disk(), window));
                    }
                }
            });
        });
        assertThat(replayed.get()).isPositive();
    }
}
