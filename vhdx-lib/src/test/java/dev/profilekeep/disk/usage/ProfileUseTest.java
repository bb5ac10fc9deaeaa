package dev.profilekeep.disk.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.testing.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileUseTest {
    private static void addsUp(ProfileUse use) {
        assertThat(use.kinds().stream().mapToLong(ProfileUse.KindUse::bytes).sum())
                .isEqualTo(use.usedBytes());
        assertThat(use.kinds())
                .isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()))
                .noneMatch(kind -> kind.kind() == FileKind.NOBODY);
        assertThat(use.problems()).isEmpty();
    }

    @Test
    void the_kinds_of_all_kinds_of_files_add_up_to_what_is_in_use() throws Exception {
        NtfsVolume volume = NtfsVolume.open(Fixtures.ownImage("all-kinds.ntfs"));
        ProfileUse use = ProfileUse.of(volume, 5, Progress.NONE);
        addsUp(use);
        assertThat(use.usedBytes() + use.freeBytes())
                .isEqualTo(volume.clusterRange().length());
        assertThat(use.files()).hasSize(5).isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()));
        long largest = FileTree.read(volume, Progress.NONE)
                .stored(FileTree.read(volume, Progress.NONE)
                        .node(volume.find(use.files().get(0).path())
                                .orElseThrow()
                                .number()));
        assertThat(use.files().get(0).bytes()).isEqualTo(largest);
        assertThat(use.files()).noneMatch(file -> file.path().startsWith("$"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "mbr-fixed.vhdx", "mbr-dynamic.vhd", "gpt-4kn.vhdx", "gpt-fixed.vhd"})
    void a_container_is_told_with_what_compaction_gives_back(String image) throws Exception {
        BlockDevice file = Fixtures.ownImage(image);
        VirtualDisk disk = Containers.open(file);
        Volumes.Place place = Volumes.of(disk).stream()
                .filter(Volumes.Place::isNtfs)
                .findFirst()
                .orElseThrow();
        ProfileUse use = ProfileUse.of(Volumes.open(disk, place), 3, Progress.NONE);
        addsUp(use);
        assertThat(use.files().get(0).path()).isEqualTo("Profile/kept.txt");
        assertThat(use.folders().get(0).path()).isEqualTo("Profile");
        var info = DiskInspector.inspect(file);
        assertThat(use.usedBytes())
                .isEqualTo(info.partitions().get(place.index()).usedBytes());
        assertThat(Volumes.freeInStored(disk)).isEqualTo(info.reclaimableBytes());
    }
}
