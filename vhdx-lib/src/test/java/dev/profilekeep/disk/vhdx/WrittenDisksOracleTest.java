package dev.profilekeep.disk.vhdx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.WritableFileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.Sound;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, opened and read by qemu-img, libvhdi and ntfs-3g; what qemu writes, read by us. */
class WrittenDisksOracleTest {
    private static final int MIB = 1 << 20;
    private static final UUID DISK = UUID.fromString("12345678-9abc-4def-8123-456789abcdef");

    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource({
        "33554432, 1, false, 512",
        "33554944, 2, false, 512",
        "33554432, 4, true, 4096",
        "9663676416, 1, false, 512",
        "1099511627776, 32, false, 4096",
        "70368744177664, 256, false, 512"
    })
    void others_read_a_disk_that_we_made_and_wrote_to(long size, int blockMib, boolean fixed, int physical)
            throws Exception {
        Fixtures.requireTool("qemu-img");
        var envelope = VhdxEnvelope.dynamic(size)
                .withBlockSize(blockMib * MIB)
                .withSectors(512, physical)
                .withVirtualDiskId(DISK);
        var model = new SparseMemoryDevice(size);
        Path file = work.resolve("ours.vhdx");
        try (var device = WritableFileDevice.create(file);
                WritableVhdx disk = WritableVhdx.create(device, fixed ? envelope.asFixed() : envelope)) {
            var random = new Random(size);
            for (int i = 0; i < 20; i++) {
                long at = i == 0 ? size - 512 : (long) (random.nextDouble() * (size - 70_000)) / 512 * 512;
                byte[] bytes = new byte[i == 0 ? 512 : 1 + random.nextInt(70_000)];
                random.nextBytes(bytes);
                disk.write(at, ByteBuffer.wrap(bytes));
                model.write(at, ByteBuffer.wrap(bytes));
            }
        }
        Fixtures.run(work, "qemu-img", "check", "-f", "vhdx", file.toString());
        try (FileDevice made = FileDevice.open(file)) {
            Sound.vhdx(made);
        }
        // qemu-img takes long to compare gigabytes of nothing.
        if (size < 1L << 30 || Soak.asked() && size < 1L << 40) {
            Path raw = model.saveTo(work.resolve("model.raw"));
            String compared = Fixtures.run(
                    work, "qemu-img", "compare", "-f", "vhdx", "-F", "raw", file.toString(), raw.toString());
            assertThat(compared).contains("Images are identical");
        }
        assertThat(Fixtures.run(work, "qemu-img", "info", file.toString()))
                .contains("virtual size", "(" + size + " bytes)");
        Fixtures.requireTool("vhdiinfo");
        assertThat(Fixtures.run(work, "vhdiinfo", file.toString()))
                .contains("VHDX", "(" + size + " bytes)", fixed ? "Fixed" : "Dynamic");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void libvhdi_reads_a_disk_that_we_wrote_to(int sector) throws Exception {
        Fixtures.requireTool("vhdimount");
        Fixtures.requireTool("fusermount");
        Path file = work.resolve("ours.vhdx");
        byte[] content = new byte[9 * MIB];
        new Random(1).nextBytes(content);
        try (var device = WritableFileDevice.create(file);
                WritableVhdx disk = WritableVhdx.create(
                        device,
                        VhdxEnvelope.dynamic(content.length)
                                .withBlockSize(2 * MIB)
                                .withSectors(sector, 4096))) {
            for (int at = 8 * MIB; at >= 0; at -= MIB) {
                disk.write(at, ByteBuffer.wrap(content, at, MIB));
            }
        }
        Path mount = Files.createDirectory(work.resolve("mount"));
        try {
            Fixtures.run(work, "vhdimount", file.toString(), mount.toString());
        } catch (IOException e) {
            System.err.println("SKIPPED: vhdimount cannot mount here: " + e.getMessage());
            Assumptions.abort("vhdimount cannot mount here");
        }
        try {
            assertThat(Files.readAllBytes(mount.resolve("vhdi1"))).isEqualTo(content);
        } finally {
            Fixtures.run(work, "fusermount", "-u", mount.toString());
        }
    }

    @Test
    void a_volume_inside_a_disk_that_we_wrote_is_read_by_ntfs_3g() throws Exception {
        Fixtures.requireTool("mkntfs");
        Fixtures.requireTool("qemu-img");
        Path volume = work.resolve("volume.raw");
        try (var file = WritableFileDevice.create(volume)) {
            file.resize(48L * MIB);
        }
        Fixtures.run(work, "mkntfs", "-F", "-q", "-L", "Written", volume.toString());
        byte[] text = "what we wrote\n".repeat(100_000).getBytes(US_ASCII);
        Path source = Files.write(work.resolve("text"), text);
        Fixtures.run(work, "ntfscp", "-q", volume.toString(), source.toString(), "text");

        Path ours = work.resolve("ours.vhdx");
        try (var device = WritableFileDevice.create(ours);
                WritableVhdx disk = WritableVhdx.create(
                        device, VhdxEnvelope.dynamic(48L * MIB).withBlockSize(MIB));
                FileDevice raw = FileDevice.open(volume)) {
            for (int i = 0; i < 48; i++) {
                var piece = ByteBuffer.allocate(MIB);
                raw.readFully((long) (i * 29 % 48) * MIB, piece);
                disk.write((long) (i * 29 % 48) * MIB, piece.flip());
            }
        }
        Path back = work.resolve("back.raw");
        Fixtures.run(work, "qemu-img", "convert", "-O", "raw", ours.toString(), back.toString());
        assertThat(Files.mismatch(volume, back)).isEqualTo(-1);
        assertThat(Fixtures.run(work, "ntfsls", back.toString())).contains("text");
        assertThat(Fixtures.run(work, "ntfscat", back.toString(), "text").getBytes(US_ASCII))
                .isEqualTo(text);
        try (FileDevice device = FileDevice.open(ours)) {
            assertThat(DiskInspector.inspect(device).partitions().get(0).label())
                    .isEqualTo("Written");
        }
    }

    @ParameterizedTest
    @CsvSource({"1048576, dynamic", "8388608, dynamic", "2097152, fixed"})
    void we_read_and_go_on_writing_what_qemu_wrote(int block, String kind) throws Exception {
        Fixtures.requireTool("qemu-io");
        Path file = work.resolve("theirs.vhdx");
        String options = "block_size=" + block + ",subformat=" + kind;
        Fixtures.run(work, "qemu-img", "create", "-q", "-f", "vhdx", "-o", options, file.toString(), "40M");
        Fixtures.run(
                work,
                "qemu-io",
                "-f",
                "vhdx",
                "-c",
                "write -P 17 3M 2M",
                "-c",
                "write -P 34 39M 1M",
                "-c",
                "write -P 51 512 512",
                file.toString());
        var model = new SparseMemoryDevice(40L * MIB);
        fill(model, 3 * MIB, 2 * MIB, 17);
        fill(model, 39 * MIB, MIB, 34);
        fill(model, 512, 512, 51);
        try (var device = WritableFileDevice.open(file);
                WritableVhdx disk = WritableVhdx.open(device)) {
            assertThat(read(disk)).isEqualTo(read(model));
            for (int at : new int[] {20 * MIB - 5, 3 * MIB + 7, 12 * MIB}) {
                disk.write(at, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7}));
                model.write(at, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7}));
            }
            disk.zero(new ByteRange(39L * MIB, MIB));
            fill(model, 39 * MIB, MIB, 0);
        }
        Fixtures.run(work, "qemu-img", "check", file.toString());
        Fixtures.run(work, "qemu-io", "-f", "vhdx", "-c", "write -P 85 30M 64k", file.toString());
        fill(model, 30 * MIB, 64 * 1024, 85);
        Fixtures.run(work, "qemu-img", "check", file.toString());
        Path raw = model.saveTo(work.resolve("model.raw"));
        assertThat(Fixtures.run(work, "qemu-img", "compare", file.toString(), raw.toString()))
                .contains("identical");
        try (FileDevice device = FileDevice.open(file)) {
            assertThat(read(VhdxFile.open(device))).isEqualTo(read(model));
        }
    }

    @Test
    void a_log_of_others_is_applied_as_qemu_applies_it() throws Exception {
        Path file = Fixtures.unpack("iotest-dirtylog-10G-4M.vhdx.bz2", null, work);
        Path theirs = Files.copy(file, work.resolve("theirs.vhdx"));
        try (var device = WritableFileDevice.open(file)) {
            assertThat(WritableVhdx.replayLog(device)).isPositive();
            assertThat(VhdxFile.open(device).info().logReplayed()).isFalse();
            assertThat(VhdxFile.open(device).notes()).isEmpty();
        }
        Fixtures.requireTool("qemu-img");
        Fixtures.run(work, "qemu-img", "check", file.toString());
        Fixtures.run(work, "qemu-img", "check", "-r", "all", theirs.toString());
        try (FileDevice ours = FileDevice.open(file);
                FileDevice repaired = FileDevice.open(theirs)) {
            VhdxFile left = VhdxFile.open(ours);
            VhdxFile right = VhdxFile.open(repaired);
            for (long block = 0; block < left.blockCount(); block++) {
                assertThat(left.blockState(block)).isEqualTo(right.blockState(block));
            }
            // What is stored lies in the first 18 MiB.
            var ourBytes = ByteBuffer.allocate(20 * MIB);
            var theirBytes = ByteBuffer.allocate(20 * MIB);
            left.disk().readFully(0, ourBytes);
            right.disk().readFully(0, theirBytes);
            assertThat(Arrays.equals(ourBytes.array(), theirBytes.array())).isTrue();
            assertThat(ourBytes.get(18 * MIB - 1)).isEqualTo((byte) 0xa5);
        }
        if (Soak.asked()) {
            assertThat(Fixtures.run(work, "qemu-img", "compare", file.toString(), theirs.toString()))
                    .contains("identical");
        }
    }

    private static void fill(SparseMemoryDevice model, int at, int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        model.write(at, ByteBuffer.wrap(bytes));
    }

    private static byte[] read(VirtualDisk disk) throws IOException {
        return read(disk.disk());
    }

    private static byte[] read(BlockDevice device) throws IOException {
        var bytes = ByteBuffer.allocate((int) device.size());
        device.readFully(0, bytes);
        return bytes.array();
    }
}
