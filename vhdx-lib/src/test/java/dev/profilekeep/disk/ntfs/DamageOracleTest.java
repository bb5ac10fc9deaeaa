package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ntfsresize calls inconsistent we do not call sound, and the other way round, where it looks at all: clusters and mirror. */
class DamageOracleTest {
    private static final int DATA = 0x80;

    @TempDir
    Path work;

    private boolean soundByUs(BlockDevice volume) throws IOException {
        var findings = new Findings();
        NtfsCheck.run(volume, findings, Progress.NONE);
        return findings.all().isEmpty();
    }

    private boolean soundByNtfsresize(BlockDevice volume) throws IOException {
        Path file = work.resolve("volume");
        Files.write(file, ((MemoryDevice) volume).bytes());
        try {
            Fixtures.run(work, "ntfsresize", "-i", "-f", "--no-progress-bar", file.toString());
            return true;
        } catch (IOException e) {
            assertThat(e.getMessage()).containsPattern("(?i)inconsisten|corrupt|referenced|does not match|check");
            return false;
        }
    }

    private interface Cut {
        void make(Surgery on) throws IOException;
    }

    private void both(boolean sound, Cut cut) throws IOException {
        Fixtures.requireTool("ntfsresize");
        var on = new Surgery();
        cut.make(on);
        assertThat(soundByNtfsresize(on.device())).as("by ntfsresize").isEqualTo(sound);
        assertThat(soundByUs(on.device())).as("by us").isEqualTo(sound);
    }

    @Test
    void a_sound_volume_is_sound_by_both() throws Exception {
        both(true, on -> {});
    }

    @Test
    void a_cluster_in_use_that_is_marked_free_is_found_by_both() throws Exception {
        both(
                false,
                on -> on.cluster(
                        on.runs(on.plain(0).number(), DATA, "").runs().get(0).lcn(), false));
    }

    @Test
    void a_cluster_that_nobody_uses_is_found_by_both() throws Exception {
        both(false, on -> on.cluster(on.freeCluster(), true));
    }

    @Test
    void clusters_of_two_files_are_found_by_both() throws Exception {
        both(false, on -> {
            long place = on.runs(on.plain(0).number(), DATA, "").runs().get(0).lcn();
            on.record(
                    on.plain(1).number(), record -> NtfsCheckTest.move(record, Surgery.attribute(record, DATA), place));
        });
    }

    @Test
    void a_mirror_that_differs_is_found_by_both() throws Exception {
        both(false, on -> on.under(on.mirrorAt(0), 1024, record -> record.put(200, (byte) ~record.get(200))));
    }
}
