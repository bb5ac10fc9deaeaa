package dev.profilekeep.disk.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sound is called sound, without a word. */
class SoundDisksTest {
    static final ParentResolver NO_PARENTS = (child, path) -> Optional.empty();

    static CheckReport check(BlockDevice file) throws IOException {
        return DiskCheck.run("test", file, NO_PARENTS, Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "empty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd",
                "profile-30g.vhdx",
                "profile-30g.vhd"
            })
    void nothing_is_found_on_a_sound_container(String name) throws Exception {
        CheckReport report = check(Fixtures.ownLargeImage(name));

        assertThat(report.findings()).isEmpty();
        assertThat(report.unchecked()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.SOUND);
    }

    @Test
    void nothing_is_found_on_a_volume_with_every_kind_of_file() throws Exception {
        var volume = new RawDisk(Fixtures.ownImage("all-kinds.ntfs"), 512);

        CheckReport report = DiskCheck.content(volume, Progress.NONE);

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.SOUND);
    }

    @Test
    void a_missing_copy_of_the_boot_sector_is_a_note_and_no_finding() throws Exception {
        byte[] bytes = Fixtures.ownImage("all-kinds.ntfs").bytes();
        Arrays.fill(bytes, bytes.length - 512, bytes.length, (byte) 0);

        CheckReport report = DiskCheck.content(new RawDisk(new MemoryDevice(bytes), 512), Progress.NONE);

        assertThat(report.findings()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("no copy of its boot sector");
    }

    @Test
    void a_volume_that_asks_for_a_check_is_found_and_nothing_else() throws Exception {
        CheckReport report = check(Fixtures.ownImage("bare-dirty.vhdx"));

        assertThat(report.totals()).extracting(Findings.Total::rule).containsExactly("ntfs.dirty");
        assertThat(report.verdict()).isEqualTo(Verdict.FINDINGS);
    }

    @Test
    void what_is_no_container_is_not_checkable_and_says_so() throws Exception {
        CheckReport report = check(Fixtures.sparse(1 << 20));

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(report.findings()).isEmpty();
        assertThat(report.unchecked()).singleElement().asString().contains("neither VHDX nor VHD");
    }

    @Test
    void a_check_that_is_ended_says_so() throws Exception {
        CheckReport report =
                DiskCheck.run("test", Fixtures.ownImage("gpt-msr.vhdx"), NO_PARENTS, (done, total) -> false);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(report.unchecked()).singleElement().asString().contains("ended");
    }
}
