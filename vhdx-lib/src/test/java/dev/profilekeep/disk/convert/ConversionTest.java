package dev.profilekeep.disk.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.CrashDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.Sound;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.NewVhdx;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path work;

    private static byte[] content(BlockDevice disk) throws IOException {
        var bytes = ByteBuffer.allocate((int) disk.size());
        disk.readFully(0, bytes);
        return bytes.array();
    }

    /** Without a message of two whole disks. */
    private static void assertSame(BlockDevice actual, BlockDevice expected) throws IOException {
        assertThat(Arrays.mismatch(content(actual), content(expected)))
                .as("where the contents differ")
                .isEqualTo(-1);
    }

    private static SparseMemoryDevice run(ConversionPlan plan) throws IOException {
        var target = new SparseMemoryDevice(0);
        ConversionResult result = ConversionRun.run(plan, target, Progress.NONE);
        assertThat(result.bytesRead()).isEqualTo(plan.bytesToRead());
        assertThat(result.fileBytes()).isEqualTo(target.size()).isLessThanOrEqualTo(plan.fileBytes());
        return target;
    }

    @ParameterizedTest
    @CsvSource({
        "mbr-dynamic.vhd, 1, false",
        "gpt-fixed.vhd, 32, false",
        "gpt-msr.vhdx, 1, false",
        "gpt-msr.vhdx, 64, true",
        "mbr-fixed.vhdx, 2, false",
        "gpt-4kn.vhdx, 1, true",
        "bare-dirty.vhdx, 256, false"
    })
    void the_content_is_the_same_in_another_layout(String image, int blockMib, boolean fixed) throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage(image));
        VhdxEnvelope carried = ConversionPlanner.envelopeOf(source).withBlockSize(blockMib * MIB);
        VhdxEnvelope asked = fixed ? carried.asFixed() : carried.asDynamic();
        SparseMemoryDevice target = run(ConversionPlanner.toVhdx(source, asked));
        VhdxFile made = VhdxFile.open(target);
        assertSame(made.disk(), source.disk());
        assertThat(made.envelope()).isEqualTo(asked);
        assertThat(made.notes()).isEmpty();
        Sound.vhdx(target);
        if (source instanceof VhdFile vhd) {
            assertThat(made.info().virtualDiskId()).isEqualTo(vhd.uniqueId());
        }
        Fixtures.requireTool("qemu-img");
        if (asked.logicalSectorSize() == 512) {
            Path file = target.saveTo(work.resolve("made.vhdx"));
            Fixtures.run(work, "qemu-img", "check", file.toString());
            Path raw = Files.write(work.resolve("content.raw"), content(source.disk()));
            assertThat(Fixtures.run(
                            work, "qemu-img", "compare", "-f", "vhdx", "-F", "raw", file.toString(), raw.toString()))
                    .contains("identical");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mbr-dynamic.vhd, 2048, false",
        "gpt-fixed.vhd, 512, false",
        "gpt-msr.vhdx, 2048, true",
        "gpt-msr.vhdx, 1024, false",
        "bare-dirty.vhdx, 2048, false"
    })
    void the_content_is_the_same_in_a_vhd(String image, int blockKib, boolean fixed) throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage(image));
        var envelope = new VhdEnvelope(source.virtualSize(), blockKib << 10, fixed, UUID.randomUUID());
        SparseMemoryDevice target = run(ConversionPlanner.toVhd(source, envelope));
        VhdFile made = VhdFile.open(target);
        assertSame(made.disk(), source.disk());
        assertThat(made.isFixed()).isEqualTo(fixed);
        assertThat(made.envelope()).isEqualTo(envelope);
        assertThat(made.notes()).isEmpty();
        Sound.vhd(target);
        Fixtures.requireTool("qemu-img");
        Path file = target.saveTo(work.resolve("made.vhd"));
        Path raw = Files.write(work.resolve("content.raw"), content(source.disk()));
        assertThat(Fixtures.run(work, "qemu-img", "compare", "-f", "vpc", "-F", "raw", file.toString(), raw.toString()))
                .contains("identical");
    }

    @Test
    void a_vhd_ends_at_2040_gib_and_counts_in_sectors_of_512_bytes() throws Exception {
        assertThatThrownBy(() -> VhdEnvelope.dynamic((2040L << 30) + 512)).hasMessageContaining("2,040 GiB");
        VirtualDisk large = Containers.open(Fixtures.ownImage("gpt-4kn.vhdx"));
        assertThatThrownBy(() -> ConversionPlanner.toVhd(large, VhdEnvelope.dynamic(large.virtualSize())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sectors of 4096");
    }

    @Test
    void a_crash_while_a_vhd_is_made_leaves_the_whole_disk_or_none() {
        RandomCases.run(Soak.times(1), random -> {
            VirtualDisk source = Containers.open(Fixtures.ownImage("gpt-msr.vhdx"));
            byte[] expected = content(source.disk());
            boolean fixed = random.nextBoolean();
            VhdEnvelope dynamic = VhdEnvelope.dynamic(source.virtualSize());
            var device = new CrashDevice(new SparseMemoryDevice(0));
            ConversionRun.run(
                    ConversionPlanner.toVhd(source, fixed ? dynamic.asFixed() : dynamic), device, Progress.NONE);
            var whole = new AtomicInteger();
            device.crashEverywhere(random, 20, (steps, left) -> {
                VhdFile file;
                try {
                    file = VhdFile.open(left);
                } catch (DiskException e) {
                    return;
                }
                whole.incrementAndGet();
                assertThat(Arrays.equals(content(file.disk()), expected)).isTrue();
            });
            assertThat(whole.get()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvSource({"mbr-dynamic.vhd", "gpt-fixed.vhd", "gpt-msr.vhdx", "gpt-4kn.vhdx"})
    void a_raw_image_is_the_content_and_zeros_take_no_room(String image) throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage(image));
        ConversionPlan plan = ConversionPlanner.toRaw(source);
        SparseMemoryDevice raw = run(plan);
        assertSame(raw, source.disk());
        assertThat(raw.bytesKept()).isLessThan(source.virtualSize() / 2);
    }

    @Test
    void a_raw_image_becomes_a_vhdx() throws Exception {
        byte[] image = new byte[5 * MIB + 100];
        Arrays.fill(image, 3 * MIB - 1, 3 * MIB + 1, (byte) 5);
        image[image.length - 1] = 6;
        var source = new RawDisk(new MemoryDevice(image), 512);
        VhdxEnvelope asked = ConversionPlanner.envelopeOf(source).withBlockSize(MIB);
        ConversionPlan plan = ConversionPlanner.toVhdx(source, asked);
        assertThat(plan.blocksToStore()).isEqualTo(6);
        assertThat(plan.changes()).anyMatch(change -> change.contains("becomes VHDX"));
        VhdxFile made = VhdxFile.open(run(plan));
        assertThat(made.virtualSize()).isEqualTo(5L * MIB + 512);
        assertThat(content(made.disk())).isEqualTo(Arrays.copyOf(image, 5 * MIB + 512));
        int stored = 0;
        for (long block = 0; block < made.blockCount(); block++) {
            stored += made.blockState(block).isStored() ? 1 : 0;
        }
        assertThat(stored).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"gpt-4kn.vhdx, 4096", "gpt-msr.vhdx, 512", "mbr-fixed.vhdx, 512"})
    void a_raw_image_counts_in_the_sectors_of_its_partition_table(String image, int sector) throws Exception {
        byte[] raw = content(Containers.open(Fixtures.ownImage(image)).disk());
        var source = RawDisk.open(new MemoryDevice(raw));
        assertThat(source.logicalSectorSize()).isEqualTo(sector);
        ConversionPlan plan = ConversionPlanner.toVhdx(source, ConversionPlanner.envelopeOf(source));
        assertThat(plan.changes())
                .contains(
                        "sectors: of " + sector + " bytes", "block size: there were no blocks, now they are of 32 MiB");
        VhdxFile made = VhdxFile.open(run(plan));
        assertThat(made.logicalSectorSize()).isEqualTo(sector);
        assertSame(made.disk(), source.disk());
    }

    @Test
    void a_gpt_of_which_only_the_backup_is_left_still_tells_the_sectors() throws Exception {
        byte[] raw = content(Containers.open(Fixtures.ownImage("gpt-4kn.vhdx")).disk());
        Arrays.fill(raw, 4096, 4096 + 512, (byte) 0);
        assertThat(RawDisk.sectorsToldBy(new MemoryDevice(raw))).hasValue(4096);
    }

    @Test
    void an_mbr_counts_in_the_sectors_that_lead_to_its_volume() throws Exception {
        byte[] usual =
                content(Containers.open(Fixtures.ownImage("mbr-fixed.vhdx")).disk());
        int first = ByteBuffer.wrap(usual).order(ByteOrder.LITTLE_ENDIAN).getInt(446 + 8);
        byte[] large = new byte[first * 4096 + usual.length];
        System.arraycopy(usual, 0, large, 0, 512);
        System.arraycopy(usual, first * 512, large, first * 4096, usual.length - first * 512);
        ByteBuffer entry = ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(446 + 12, entry.getInt(446 + 12) / 8);
        assertThat(RawDisk.sectorsToldBy(new MemoryDevice(usual))).hasValue(512);
        assertThat(RawDisk.sectorsToldBy(new MemoryDevice(large))).hasValue(4096);
    }

    @Test
    void a_volume_alone_tells_its_sectors_and_nothing_tells_none() throws Exception {
        byte[] volume = content(Fixtures.ownImage("all-kinds.ntfs"));
        assertThat(RawDisk.sectorsToldBy(new MemoryDevice(volume))).hasValue(512);
        volume[11] = 0;
        volume[12] = 16;
        assertThat(RawDisk.sectorsToldBy(new MemoryDevice(volume))).hasValue(4096);
        assertThat(RawDisk.sectorsToldBy(new MemoryDevice(new byte[MIB]))).isEmpty();
        assertThat(RawDisk.open(new MemoryDevice(new byte[MIB])).logicalSectorSize())
                .isEqualTo(512);
    }

    @Test
    void a_plan_says_what_changes_and_how_long_the_file_gets() throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage("mbr-fixed.vhdx"));
        VhdxEnvelope asked =
                ConversionPlanner.envelopeOf(source).withBlockSize(2 * MIB).asDynamic();
        ConversionPlan plan = ConversionPlanner.toVhdx(source, asked);
        // qemu leaves blocks of a fixed disk out that it never wrote.
        assertThat(plan.bytesToRead()).isEqualTo(8L * MIB);
        assertThat(plan.blocksToStore()).isBetween(4L, 6L);
        assertThat(plan.fileBytes()).isEqualTo(NewVhdx.fileSize(asked, plan.blocksToStore()));
        assertThat(plan.changes())
                .containsExactly(
                        "fixed becomes dynamic", "block size: " + source.blockSize() / MIB + " MiB becomes 2 MiB");
        assertThatThrownBy(() -> ConversionPlanner.toVhdx(source, VhdxEnvelope.dynamic(MIB)))
                .hasMessageContaining("keeps size and sectors");
    }

    @Test
    void a_file_appears_under_its_name_only_when_it_is_whole() throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage("gpt-msr.vhdx"));
        ConversionPlan plan = ConversionPlanner.toVhdx(source, ConversionPlanner.envelopeOf(source));
        Path file = work.resolve("new.vhdx");
        var calls = new AtomicInteger();
        assertThatThrownBy(() -> ConversionRun.runToFile(plan, file, (done, total) -> calls.incrementAndGet() < 3))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("cancelled after");
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
        ConversionRun.runToFile(plan, file, Progress.NONE);
        try (FileDevice device = FileDevice.open(file)) {
            assertSame(Containers.open(device).disk(), source.disk());
        }
        assertThatThrownBy(() -> ConversionRun.runToFile(plan, file, Progress.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void progress_ends_at_the_total() throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage("gpt-msr.vhdx"));
        ConversionPlan plan = ConversionPlanner.toRaw(source);
        long[] last = new long[1];
        ConversionRun.run(plan, new SparseMemoryDevice(0), (done, total) -> {
            assertThat(done).isBetween(last[0], total);
            assertThat(total).isEqualTo(plan.bytesToRead());
            last[0] = done;
            return true;
        });
        assertThat(last[0]).isEqualTo(plan.bytesToRead());
    }

    @Test
    void a_source_that_cannot_be_read_ends_the_conversion() throws Exception {
        MemoryDevice image = Fixtures.ownImage("gpt-msr.vhdx");
        var cut = new BlockDevice() {
            boolean cutNow;

            @Override
            public long size() {
                return image.size();
            }

            @Override
            public void readFully(long offset, ByteBuffer target) throws IOException {
                if (cutNow && offset > 5 * MIB) {
                    throw new IOException("the share is gone");
                }
                image.readFully(offset, target);
            }

            @Override
            public void close() {}
        };
        VirtualDisk source = Containers.open(cut);
        ConversionPlan plan = ConversionPlanner.toRaw(source);
        cut.cutNow = true;
        assertThatThrownBy(() -> ConversionRun.run(plan, new SparseMemoryDevice(0), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("the share is gone");
    }

    @Test
    void a_target_that_fails_ends_the_conversion() throws Exception {
        VirtualDisk source = Containers.open(Fixtures.ownImage("gpt-msr.vhdx"));
        ConversionPlan plan = ConversionPlanner.toRaw(source);
        var copy = new CopyStored(source, plan.bytesToRead(), Progress.NONE);
        assertThatThrownBy(() -> copy.into((offset, bytes) -> {
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("disk-copy-read-ahead"));
    }

    @Test
    void a_crash_during_a_conversion_leaves_the_whole_disk_or_none() {
        RandomCases.run(Soak.times(1), random -> {
            VirtualDisk source = Containers.open(Fixtures.ownImage("gpt-msr.vhdx"));
            byte[] expected = content(source.disk());
            var device = new CrashDevice(new SparseMemoryDevice(0));
            ConversionRun.run(
                    ConversionPlanner.toVhdx(
                            source, ConversionPlanner.envelopeOf(source).withBlockSize(MIB)),
                    device,
                    Progress.NONE);
            var whole = new AtomicInteger();
            device.crashEverywhere(random, 20, (steps, left) -> {
                VhdxFile file;
                try {
                    file = VhdxFile.open(left);
                } catch (DiskException e) {
                    return;
                }
                whole.incrementAndGet();
                assertThat(Arrays.equals(content(file.disk()), expected)).isTrue();
            });
            assertThat(whole.get()).isPositive();
        });
    }
}
