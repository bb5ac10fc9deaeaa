package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.io.FileDevice;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the volumes that others made, against what ntfs-3g, Sleuth Kit and 7-Zip agree on. */
class FilesOracleTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @MethodSource("dev.profilekeep.disk.ntfs.SharedVolumes#all")
    void every_file_is_found_and_has_the_content_of_the_truth_list(SharedVolumes.Volume shared) throws Exception {
        try (FileDevice file = FileDevice.open(shared.unpack(work))) {
            NtfsVolume volume = NtfsVolume.open(shared.device(file));
            var expected = new TreeMap<String, String>();
            for (String line : shared.truthLines()) {
                String[] fields = line.split("\t", -1);
                expected.put(fields[0], String.join(" ", fields[1], fields[2], fields[3], fields[4], fields[5]));
            }
            TreeMap<String, String> byTree = Listing.byTree(volume);
            assertThat(asNtfs3gSees(byTree)).isEqualTo(asNtfs3gSees(expected));
            assertThat(Listing.byTable(volume)).isEqualTo(byTree);
            assertThat(volume.notes()).isEmpty();
        }
    }

    /** It knows where its own links lead; those of Windows, which hold a drive's letter, it rewrites or refuses. */
    private static TreeMap<String, String> asNtfs3gSees(TreeMap<String, String> listing) {
        var seen = new TreeMap<>(listing);
        seen.replaceAll((path, line) -> line.matches("l .* (\\\\\\?\\?|<VOLUME>|unsupported reparse tag 0xa000000c).*")
                ? line.replaceAll("l \\d+ (\\d+) .*", "l $1")
                : line);
        return seen;
    }
}
