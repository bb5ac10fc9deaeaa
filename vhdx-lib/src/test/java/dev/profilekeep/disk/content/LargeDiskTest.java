package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks of the largest size cost what is on them. */
@Timeout(60)
class LargeDiskTest {
    private static final long TIB = 1L << 40;

    @TempDir
    Path work;

    @Test
    void two_tebibytes_of_nothing_cost_nothing() throws Exception {
        Fixtures.requireTool("qemu-img");
        Path image = work.resolve("empty.vhdx");
        Fixtures.run(work, "qemu-img", "create", "-f", "vhdx", "-o", "block_size=1M", image.toString(), "2T");
        try (FileDevice file = FileDevice.open(image)) {
            var tracking = new TrackingDevice(file);
            Told told = Told.of(Containers.open(tracking)).isRaw("no NTFS");
            assertThat(told.lines()).hasSize(1);
            assertThat(told.totals().zeroBytes()).isEqualTo(2 * TIB);
            assertThat(told.totals().bytesRead()).isZero();
            // The block table is read a few times.
            assertThat(tracking.bytes()).isLessThan(100L << 20);
        }
    }

    @Test
    void a_volume_of_two_tebibytes_costs_what_is_in_use() throws Exception {
        Fixtures.requireTool("mkntfs");
        Path image = work.resolve("volume");
        Fixtures.run(
                work,
                "bash",
                "-c",
                "truncate -s 2199023255552 volume && mkntfs -q -Q -F -s 512 -p 0 -H 255 -S 63 -c 4096 volume");
        try (FileDevice file = FileDevice.open(image)) {
            var tracking = new TrackingDevice(file);
            Told told = Told.of(new RawDisk(tracking, 512)).isFiles();
            // $Bitmap and $LogFile have 64 MiB each.
            assertThat(told.layout().countedBytes()).isBetween(128L << 20, 140L << 20);
            assertThat(told.totals().bytesRead()).isLessThan(141L << 20);
            assertThat(tracking.bytes()).isLessThan(400L << 20);
        }
    }
}
