package dev.profilekeep.disk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Severity;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsCheck;
import dev.profilekeep.disk.vhd.VhdCheck;
import dev.profilekeep.disk.vhdx.VhdxCheck;
import java.io.IOException;

/** What tests make must be sound by our own check too. */
public final class Sound {
    private Sound() {}

    /** Nothing at all is found in the container. */
    public static void vhdx(BlockDevice file) throws IOException {
        var findings = new Findings();
        VhdxCheck.run(file, findings);
        assertThat(findings.all()).isEmpty();
    }

    /** As {@link #vhdx}. */
    public static void vhd(BlockDevice file) throws IOException {
        var findings = new Findings();
        VhdCheck.run(file, findings);
        assertThat(findings.all()).isEmpty();
    }

    /** Nothing is found in the container but what opening it repairs, and room given up: what a crash may leave. */
    public static void vhdxAfterCrash(BlockDevice file) throws IOException {
        var findings = new Findings();
        VhdxCheck.run(file, findings);
        assertThat(findings.all())
                .allSatisfy(finding -> assertThat(finding.severity()).isGreaterThanOrEqualTo(Severity.REPAIRABLE));
    }

    /** Nothing at all is found in the volume. */
    public static void ntfs(BlockDevice volume) throws IOException {
        var findings = new Findings();
        var outcome = NtfsCheck.run(volume, findings, Progress.NONE);
        assertThat(findings.all()).isEmpty();
        assertThat(outcome.unchecked()).isEmpty();
    }
}
