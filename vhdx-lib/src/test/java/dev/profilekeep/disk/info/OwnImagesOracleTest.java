package dev.profilekeep.disk.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The disks that the project ships, against qemu-img, libvhdi and the ntfs-3g tools.
 *
 * <p>Where they cannot say: qemu-img refuses 4096-byte sectors, so it is given that disk with 512 in its metadata, which
 * changes nothing of the content.
 */
class OwnImagesOracleTest {
    @TempDir
    Path work;

    private Path write(String image) throws IOException {
        return Files.write(work.resolve(image), Fixtures.ownImage(image).bytes());
    }

    private static String format(String image) {
        return image.endsWith(".vhdx") ? "vhdx" : "vpc";
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "bare-dirty.vhdx",
                "empty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd"
            })
    void sizes_are_those_of_qemu_img(String image) throws Exception {
        Fixtures.requireTool("qemu-img");
        Path file = write(image);
        String info = Fixtures.run(work, "qemu-img", "info", "-f", format(image), "--output=json", file.toString());
        try (FileDevice device = FileDevice.open(file)) {
            DiskInfo ours = DiskInspector.inspect(device);
            assertThat(ours.virtualSizeBytes()).isEqualTo(Long.parseLong(find(info, "\"virtual-size\": (\\d+)")));
            assertThat(ours.format().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(image.substring(image.indexOf('.') + 1));
            if (ours.blockSizeBytes() > 0) {
                assertThat(ours.blockSizeBytes()).isEqualTo(Long.parseLong(find(info, "\"cluster-size\": (\\d+)")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "gpt-4kn.vhdx", "empty.vhdx", "mbr-dynamic.vhd", "gpt-fixed.vhd"})
    void sector_size_identity_and_kind_are_those_of_vhdiinfo(String image) throws Exception {
        Fixtures.requireTool("vhdiinfo");
        Path file = write(image);
        String info = Fixtures.run(work, "vhdiinfo", file.toString());
        try (FileDevice device = FileDevice.open(file)) {
            DiskInfo ours = DiskInspector.inspect(device);
            assertThat(ours.virtualSizeBytes()).isEqualTo(Long.parseLong(find(info, "\\((\\d+) bytes\\)")));
            assertThat(ours.logicalSectorBytes())
                    .isEqualTo(Integer.parseInt(find(info, "Bytes per sector\\s*: (\\d+)")));
            // What libvhdi calls the identifier is the unique id of a VHD, but the DataWriteGuid of a VHDX.
            var identifier = ours.format() == DiskFormat.VHD ? ours.virtualDiskId() : ours.dataWriteGuid();
            assertThat(String.valueOf(identifier)).isEqualTo(find(info, "Identifier\\s*: (\\S+)"));
            assertThat(ours.subformat().name())
                    .isEqualTo(find(info, "Disk type\\s*: (\\w+)").toUpperCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "bare-dirty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd"
            })
    void content_is_that_of_qemu_img_and_used_clusters_those_of_ntfsinfo(String image) throws Exception {
        Fixtures.requireTool("qemu-img");
        Fixtures.requireTool("ntfsinfo");
        byte[] bytes = Fixtures.ownImage(image).bytes();
        Path file = write(image);
        Path raw = work.resolve("raw");
        Fixtures.run(
                work,
                "qemu-img",
                "convert",
                "-f",
                format(image),
                "-O",
                "raw",
                forQemu(file, image).toString(),
                raw.toString());
        try (FileDevice device = FileDevice.open(file)) {
            assertThat(bytes).hasSize((int) device.size());
            VirtualDisk disk = Containers.open(device);
            var content = ByteBuffer.allocate((int) disk.virtualSize());
            disk.disk().readFully(0, content);
            assertThat(Files.readAllBytes(raw)).isEqualTo(content.array());

            DiskInfo ours = DiskInspector.inspect(device);
            PartitionInfo volume = ours.partitions().get(ours.partitions().size() - 1);
            Path partition = work.resolve("partition");
            Files.write(partition, Arrays.copyOfRange(content.array(), (int) volume.startBytes(), (int)
                    (volume.startBytes() + volume.sizeBytes())));
            String info = Fixtures.run(work, "ntfsinfo", "-m", "-f", partition.toString());
            long free = Long.parseLong(find(info, "Free Clusters: (\\d+)"));
            long clusters = Long.parseLong(find(info, "Volume Size in Clusters: (\\d+)"));
            int flags = Integer.decode(find(info, "Volume Flags: (0x[0-9a-fA-F]+)"));
            assertThat(volume.clusterBytes()).isEqualTo(Integer.parseInt(find(info, "Cluster Size: (\\d+)")));
            assertThat(volume.freeBytes()).isEqualTo(free * volume.clusterBytes());
            assertThat(volume.usedBytes()).isEqualTo((clusters - free) * volume.clusterBytes());
            assertThat(volume.dirty()).isEqualTo((flags & 1) != 0);
            assertThat(volume.ntfsVersion()).isEqualTo(find(info, "Volume Version: (\\S+)"));
            assertThat(volume.label() == null ? "" : volume.label())
                    .isEqualTo(find(info, "Volume Name: *(.*)").trim());
        }
    }

    private Path forQemu(Path file, String image) throws IOException {
        if (!image.contains("4kn")) {
            return file;
        }
        byte[] bytes = Files.readAllBytes(file);
        var view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int patched = 0;
        // The two sector sizes stand alone in the metadata items, 64 KiB into their region.
        for (int at = 3 << 20; at < 4 << 20; at += 4) {
            if (view.getInt(at) == 4096) {
                view.putInt(at, 512);
                patched++;
            }
        }
        assertThat(patched).isEqualTo(2);
        return Files.write(work.resolve("patched.vhdx"), bytes);
    }

    @Test
    void the_4kn_image_really_is_one() {
        Fixtures.requireTool("qemu-img");
        assertThatThrownBy(() -> Fixtures.run(
                        work, "qemu-img", "info", write("gpt-4kn.vhdx").toString()))
                .isInstanceOf(IOException.class);
    }
}
