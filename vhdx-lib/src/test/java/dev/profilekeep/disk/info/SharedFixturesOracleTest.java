package dev.profilekeep.disk.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks that Windows, Hyper-V, qemu and others made, against what their manifest and other tools say of them. */
class SharedFixturesOracleTest {
    private static final long HASHED_UP_TO = 1L << 30;

    @TempDir
    Path work;

    /** One line of the manifest. */
    record Image(String file, String formatFacts, String contentHash, String truth) {
        boolean isContainer() {
            return formatFacts.startsWith("VHD");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Image> manifest() throws IOException {
        var images = new ArrayList<Image>();
        var shared = Fixtures.shared();
        if (shared.isPresent()) {
            for (String line : Files.readAllLines(shared.get().resolve("MANIFEST.tsv"))) {
                String[] fields = line.split("\t", -1);
                if (!fields[0].equals("file")) {
                    images.add(new Image(fields[0], fields[5], fields[6], fields[9]));
                }
            }
        }
        // One that skips loudly where there are none.
        return images.isEmpty() ? Stream.of(new Image("none", "", "", "")) : images.stream();
    }

    private BlockDevice open(Image image) throws IOException {
        Fixtures.requireShared();
        FileDevice file = FileDevice.open(Fixtures.unpack(image.file(), null, work));
        return image.isContainer() ? file : new RawAsVhd(file);
    }

    @ParameterizedTest
    @MethodSource("manifest")
    void volumes_are_what_other_tools_agree_on(Image image) throws Exception {
        try (BlockDevice device = open(image)) {
            DiskInfo info = DiskInspector.inspect(device);
            List<PartitionInfo> ntfs = info.partitions().stream()
                    .filter(partition -> partition.filesystem().equals("NTFS"))
                    .toList();
            if (image.truth().isEmpty()) {
                assertThat(ntfs).isEmpty();
                return;
            }
            Path truthFile = Fixtures.requireShared()
                    .resolve("truth")
                    .resolve(image.truth().split(" ", 2)[0]);
            List<TruthFile.Volume> truth = TruthFile.read(truthFile).volumes();
            assertThat(ntfs).hasSameSizeAs(truth);
            for (int i = 0; i < truth.size(); i++) {
                TruthFile.Volume expected = truth.get(i);
                PartitionInfo found = ntfs.get(i);
                assertThat(found.problem()).isNull();
                assertThat(found.startBytes()).isEqualTo(expected.offset());
                assertThat(found.clusterBytes()).isEqualTo(expected.cluster());
                assertThat(found.label() == null ? "" : found.label()).isEqualTo(expected.label());
                assertThat(found.ntfsVersion()).isEqualTo("3.1");
                assertThat(found.dirty()).isEqualTo((expected.flags() & 1) != 0);
                assertThat(found.freeBytes()).isEqualTo(expected.freeClusters() * expected.cluster());
                assertThat(found.usedBytes() + found.freeBytes()).isEqualTo(expected.clusters() * expected.cluster());
            }
        }
    }

    static Stream<Image> containers() throws IOException {
        return manifest()
                .filter(image -> image.isContainer() || image.formatFacts().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("containers")
    void the_content_of_a_container_is_what_other_tools_read(Image image) throws Exception {
        try (BlockDevice device = open(image)) {
            VirtualDisk disk = Containers.open(device);
            if (disk.hasParent()) {
                var whole = ByteBuffer.allocate((int) disk.virtualSize());
                assertThatThrownBy(() -> disk.disk().readFully(0, whole))
                        .isInstanceOf(UnsupportedDiskException.class)
                        .hasMessageContaining("parent");
                assertThat(disk.parentName()).isEqualTo(".\\fat-parent.vhdx");
            } else if (disk.virtualSize() <= HASHED_UP_TO) {
                assertThat(sha256(disk)).isEqualTo(image.contentHash());
            } else {
                // Hashing zeros for minutes proves little: every stored byte can be read, and only those are stored.
                DiskInfo info = DiskInspector.inspect(device);
                assertThat(readStored(disk)).isEqualTo(info.allocatedBlocks() * info.blockSizeBytes());
            }
        }
    }

    private static String sha256(VirtualDisk disk) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long at = 0; at < disk.virtualSize(); ) {
            var piece = ByteBuffer.allocate((int) Math.min(1 << 20, disk.virtualSize() - at));
            disk.disk().readFully(at, piece);
            digest.update(piece.flip());
            at += piece.limit();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long readStored(VirtualDisk disk) throws IOException {
        var stored = new AtomicLong();
        disk.extents(new ByteRange(0, disk.virtualSize()), extent -> {
            if (extent instanceof Extent.Stored) {
                stored.addAndGet(extent.length());
                disk.disk().readFully(extent.diskOffset(), ByteBuffer.allocate((int) extent.length()));
            }
        });
        return stored.get();
    }

    @Test
    void a_log_that_needs_replay_is_replayed_in_memory() throws Exception {
        Path file = Fixtures.unpack("iotest-dirtylog-10G-4M.vhdx.bz2", null, work);
        try (FileDevice device = FileDevice.open(file)) {
            DiskInfo info = DiskInspector.inspect(device);
            assertThat(info.log()).isEqualTo(LogState.REPLAY_NEEDED);
            // 17 in the file; the log holds the eighteenth, and with it what qemu's test 070 expects: 18 MiB of 0xa5.
            assertThat(info.allocatedBlocks()).isEqualTo(18);
            BlockDevice disk = Containers.open(device).disk();
            assertThat(isFilled(disk, 0, 18 << 20, 0xa5)).isTrue();
            assertThat(isFilled(disk, 18 << 20, 1 << 20, 0)).isTrue();
        }
    }

    private static boolean isFilled(BlockDevice disk, long offset, int length, int value) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        disk.readFully(offset, bytes);
        for (byte b : bytes.array()) {
            if (b != (byte) value) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource({
        "discutils-btrfs.vhdx.gz, MBR, btrfs",
        "discutils-swap.vhdx.gz, NONE, swap",
        "discutils-xfs5.vhdx.gz, MBR, xfs",
        "dfvfs-ext2.vhdx.gz, NONE, ext",
        "dfvfs-fat-parent.vhdx.gz, MBR, FAT12"
    })
    void file_systems_that_we_do_not_read_are_named(String file, PartitionScheme scheme, String name) throws Exception {
        try (FileDevice device = FileDevice.open(Fixtures.unpack(file, null, work))) {
            DiskInfo info = DiskInspector.inspect(device);
            assertThat(info.partitions()).hasSize(1);
            PartitionInfo partition = info.partitions().get(0);
            assertThat(partition.scheme()).isEqualTo(scheme);
            assertThat(partition.filesystem()).isEqualTo(name);
            assertThat(partition.usedBytes()).isNull();
            assertThat(partition.problem()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dfirntfs-gpt-512-0p.raw.gz, 0",
        "dfirntfs-gpt-512-3p.raw.gz, 3",
        "dfirntfs-mbr-512-p1e2.bin.gz, 3",
        "dfvfs-gpt.raw.gz, 2",
        "dfvfs-mbr.raw.gz, 2",
        "grr-ntfs_img.dd.gz, 1"
    })
    void partitions_begin_and_end_where_mmls_says(String file, int count) throws Exception {
        Path raw = Fixtures.unpack(file, null, work);
        Fixtures.requireTool("mmls");
        var expected = new ArrayList<String>();
        for (String line : Fixtures.run(work, "mmls", raw.toString()).lines().toList()) {
            String[] fields = line.trim().split("\\s+");
            // "002:  000:001   0000002048 …" is a partition; "Meta" and "-------" stand for tables and gaps.
            if (fields.length >= 5 && fields[1].matches("\\d+(:\\d+)?")) {
                expected.add("%d+%d".formatted(Long.parseLong(fields[2]) * 512, Long.parseLong(fields[4]) * 512));
            }
        }
        assertThat(expected).hasSize(count);
        try (var device = new RawAsVhd(FileDevice.open(raw))) {
            assertThat(DiskInspector.inspect(device).partitions())
                    .extracting(partition -> "%d+%d".formatted(partition.startBytes(), partition.sizeBytes()))
                    .containsExactlyElementsOf(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "discutils-btrfs.vhdx.gz, 2, 1",
        "discutils-swap.vhdx.gz, 1, 1",
        "discutils-xfs5.vhdx.gz, 5, 50",
        "iotest-dynamic-1G.vhdx.bz2, 3, 29",
        "hyperv2012r2-dynamic.vhd.bz2, 0, 0"
    })
    void blocks_are_in_the_states_that_the_manifest_tells(String file, int stored, int zero) throws Exception {
        try (FileDevice device = FileDevice.open(Fixtures.unpack(file, null, work))) {
            DiskInfo info = DiskInspector.inspect(device);
            assertThat(info.allocatedBlocks()).isEqualTo(stored);
            int zeros = 0;
            for (int i = 0; i < info.blocks().count(); i++) {
                zeros += info.blocks().at(i) == BlockUse.ZERO ? 1 : 0;
            }
            assertThat(zeros).isEqualTo(zero);
        }
    }

    @Test
    void a_volume_with_shadow_copies_is_told() throws Exception {
        Path raw = Fixtures.unpack("dfirntfs-vss_3_volstor.tar.gz", null, work);
        try (var device = new RawAsVhd(FileDevice.open(raw))) {
            assertThat(DiskInspector.inspect(device).notes())
                    .anyMatch(note -> note.toLowerCase(Locale.ROOT).contains("shadow copies"));
        }
    }
}
