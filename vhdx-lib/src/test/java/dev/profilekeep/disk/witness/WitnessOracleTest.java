package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others' disks: the witness and the rest of the library, which share no code, say the same of them. */
class WitnessOracleTest {
    @TempDir
    Path work;

    private static String member(String image) {
        return image.startsWith("jschicht") ? "partition.dd" : "ntfs.vhd";
    }

    private Path unpack(String image) throws Exception {
        boolean several = image.startsWith("jschicht") || image.startsWith("dfirorc");
        return Fixtures.unpack(image, several ? member(image) : null, work);
    }

    @ParameterizedTest
    @CsvSource({
        "alphadev-ntfs.img.gz, true",
        "colinfinck-testfs1.gz, true",
        "dfirntfs-gpt-512-0p.raw.gz, false",
        "dfirntfs-gpt-512-3p.raw.gz, false",
        "dfirntfs-mbr-512-p1e2.bin.gz, false",
        "dfirntfs-ntfs_index.raw.gz, true",
        "dfirorc-ntfs.7z, true",
        "dfvfs-ext2.vhdx.gz, false",
        "dfvfs-fat-parent.vhdx.gz, false",
        "dfvfs-gpt.raw.gz, false",
        "dfvfs-mbr.raw.gz, false",
        "dfvfs-ntfs-dynamic.vhd.gz, true",
        "dfvfs-ntfs-dynamic.vhdx.gz, true",
        "dfvfs-ntfs-fixed.vhd.gz, true",
        "dfvfs-ntfs-fixed.vhdx.gz, true",
        "dfvfs-ntfs.raw.gz, true",
        "discutils-btrfs.vhdx.gz, false",
        "discutils-swap.vhdx.gz, false",
        "discutils-xfs5.vhdx.gz, false",
        "hyperv2012r2-dynamic.vhd.bz2, false",
        "iotest-dynamic-1G.vhdx.bz2, false",
        "jnode-test.ntfs.gz, true",
        "jschicht-SampleTinyNtfsVolume.zip, false",
        "syz_ntfs3_2.img.gz, true",
        "syz_ntfs3_6.img.gz, true",
        "syz_ntfs_14.img.gz, true",
        "tsk-imageformat_mmls_1.E01, true",
        "velociraptor-partition_image.E01, true",
        "velociraptor-test.vhdx.zip, true"
    })
    void every_layout_of_anothers_disk_has_one_sum_and_tells_what_the_library_tells(String image, boolean files)
            throws Exception {
        try (FileDevice file = FileDevice.open(unpack(image))) {
            VirtualDisk disk = Layouts.open(image, file);
            assertThat(Agreement.of(disk)).isEqualTo(files);
            if (!(disk instanceof RawDisk)) {
                Agreement.of(image, file, Layouts.sum(file));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iotest-dirtylog-10G-4M.vhdx.bz2 | the log of the VHDX holds changes that are not replayed yet",
                "dfvfs-fat-differential.vhdx.gz | the VHDX has a parent",
                "dfvfs-ntfs.raw.gz | the file is neither a VHDX nor a VHD"
            })
    void what_is_not_understood_is_refused(String image, String reason) throws Exception {
        try (FileDevice file = FileDevice.open(unpack(image))) {
            assertThatThrownBy(() -> SectorWitness.of(file))
                    .isInstanceOf(WitnessException.class)
                    .hasMessage(reason);
        }
    }

    @Test
    void a_partition_that_the_disk_is_too_short_for_is_refused() throws Exception {
        try (FileDevice file = FileDevice.open(unpack("grr-ntfs_img.dd.gz"))) {
            for (var made : Layouts.of(RawDisk.open(file)).values()) {
                assertThatThrownBy(() -> SectorWitness.of(made))
                        .isInstanceOf(WitnessException.class)
                        .hasMessage("a partition lies outside the disk: 160587 sectors from 63 on");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 65536})
    void a_volume_of_two_tebibytes_costs_what_is_in_use(int cluster) throws Exception {
        Fixtures.requireTool("mkntfs");
        Fixtures.run(
                work,
                "bash",
                "-c",
                "truncate -s 2199023255040 volume && mkntfs -q -Q -F -s 512 -p 0 -H 255 -S 63 -c " + cluster
                        + " volume");
        SectorSum expected = null;
        for (String block : new String[] {"1M", "32M"}) {
            try (FileDevice file = FileDevice.open(vhdx(work.resolve("volume"), block))) {
                SectorSum sum = Layouts.sum(file);
                expected = expected == null ? sum : expected;
                assertThat(sum.sameAs(expected)).as("%s, %s", sum, expected).isTrue();
                // $LogFile has 64 MiB, $Bitmap as many at the most.
                assertThat(sum.counted() * 512).isBetween(64L << 20, 140L << 20);
                assertThat(sum.bytesRead()).isLessThan(141L << 20);
                assertThat(ContentLayout.of(Containers.open(file)).countedBytes())
                        .isEqualTo(sum.counted() * 512);
            }
        }
    }

    /** A sparse image in a VHDX, made by qemu-img. */
    private Path vhdx(Path raw, String block) throws Exception {
        Fixtures.requireTool("qemu-img");
        String options = "subformat=dynamic,block_size=" + block;
        Path made = work.resolve("made-" + block + ".vhdx");
        Fixtures.run(
                work, "qemu-img", "convert", "-f", "raw", "-O", "vhdx", "-o", options, raw.toString(), made.toString());
        return made;
    }

    @Test
    void two_volumes_of_one_disk_are_both_looked_at() throws Exception {
        try (FileDevice file = FileDevice.open(vhdx(unpack("dfirntfs-vss_3_volstor.tar.gz"), "1M"))) {
            SectorWitness witness = SectorWitness.of(file);
            // It is open whether a sector counts only in a volume that is understood.
            for (long volume : new long[] {1048576, 2148532224L}) {
                assertThat(witness.counts(volume / 512)).isTrue();
                assertThat(witness.counts(volume / 512 + 300_000)).isFalse();
            }
            Agreement.of("two volumes", file, Layouts.sum(file));
        }
    }
}
