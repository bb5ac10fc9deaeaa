package dev.profilekeep.disk.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.chain.LocalParents;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks that others made: what is sound by their tools is sound by us, and what is not is not. */
class CheckOracleTest {
    private static final Map<String, String> MEMBERS =
            Map.of("dfirorc-ntfs.7z", "ntfs.vhd", "jschicht-SampleTinyNtfsVolume.zip", "partition.dd");

    /** What is wrong with the few that are not sound, as their makers say. */
    private static final Map<String, String> NOT_SOUND = Map.of(
            // Cut out of a larger disk: its partition table still tells of that one.
            "grr-ntfs_img.dd.gz", "table.outside",
            // Made to show that a log must be replayed.
            "iotest-dirtylog-10G-4M.vhdx.bz2", "vhdx.log-replay",
            // Imaged while it was mounted.
            "jschicht-SampleTinyNtfsVolume.zip", "ntfs.log-open");

    @TempDir
    Path work;

    static List<String> images() throws IOException {
        var shared = Fixtures.shared();
        if (shared.isEmpty()) {
            return List.of("none");
        }
        return Files.readAllLines(shared.get().resolve("MANIFEST.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", 2)[0])
                .toList();
    }

    private static CheckReport check(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try (FileDevice device = FileDevice.open(file)) {
            return name.endsWith(".vhd") || name.endsWith(".vhdx")
                    ? DiskCheck.run(file.toString(), device, new LocalParents(), Progress.NONE)
                    : DiskCheck.content(new RawDisk(device, 512), Progress.NONE);
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void nothing_is_found_on_what_others_made_but_what_they_say_is_wrong(String image) throws Exception {
        Path file = Fixtures.unpack(image, MEMBERS.get(image), work);

        CheckReport report = check(file);

        String expected = NOT_SOUND.get(image);
        assertThat(report.totals())
                .extracting(Findings.Total::rule)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
        if (file.toString().endsWith(".vhdx") && !image.contains("differential") && !image.contains("dirtylog")) {
            Fixtures.requireTool("qemu-img");
            Fixtures.run(work, "qemu-img", "check", "-f", "vhdx", file.toString());
        }
    }

    @Test
    void a_difference_disk_is_checked_through_its_parent_and_told_without_it() throws Exception {
        Path child = Fixtures.unpack("dfvfs-fat-differential.vhdx.gz", null, work);
        assertThat(check(child).verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(check(child).unchecked()).singleElement().asString().contains("fat-parent.vhdx is not there");

        Files.move(Fixtures.unpack("dfvfs-fat-parent.vhdx.gz", null, work), child.resolveSibling("fat-parent.vhdx"));
        CheckReport report = check(child);

        assertThat(report.findings()).isEmpty();
        assertThat(report.unchecked()).singleElement().asString().contains("FAT12");
    }

    static List<String> profiles() {
        return List.of(System.getProperty("tests.profiles", "none").split(","));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void nothing_is_found_on_profiles_of_any_size(String folder) throws Exception {
        Fixtures.requireThat(
                Files.isDirectory(Path.of(folder)),
                "no profiles are given with -Dtests.profiles: large profiles are NOT checked");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path container : files.filter(Files::isRegularFile).toList()) {
                CheckReport report = check(container);
                assertThat(report.findings()).isEmpty();
                assertThat(report.verdict()).isEqualTo(Verdict.SOUND);
            }
        }
    }
}
