package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.WitnessException;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
        "discutils-swap.vhdx.gz, false",
        "grr-ntfs_img.dd.gz, true",
        "hyperv2012r2-dynamic.vhd.bz2, false",
        "iotest-dynamic-1G.vhdx.bz2, false",
        "jnode-test.ntfs.gz, true",
        "jschicht-SampleTinyNtfsVolume.zip, true",
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
}
