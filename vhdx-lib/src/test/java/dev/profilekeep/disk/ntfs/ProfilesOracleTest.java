package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.FileTimes;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Profiles that {@code make-profile.sh -o DIR} made: every file and named stream against the list that was read back through
 * ntfs-3g, used clusters against the facts beside it. {@code -Dtests.profiles=DIR,DIR} says where they are; making them takes
 * minutes, so that they are not made here.
 */
class ProfilesOracleTest {
    static List<String> profiles() {
        return List.of(System.getProperty("tests.profiles", "none").split(","));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void every_file_of_a_profile_is_as_ntfs3g_read_it(String folder) throws Exception {
        Fixtures.requireThat(
                Files.isDirectory(Path.of(folder)),
                "no profiles are given with -Dtests.profiles: large profiles are NOT compared");
        for (Path container : containers(Path.of(folder))) {
            String user = container.getFileName().toString().replaceAll("Profile_(.*)\\..*", "$1");
            Path truth = Path.of(folder + ".truth");
            try (FileDevice file = FileDevice.open(container)) {
                NtfsVolume volume = volume(Containers.open(file).disk());
                assertThat(listing(volume)).isEqualTo(truth(truth.resolve(user + ".files.tsv")));
                assertThat(volume.notes()).isEmpty();
                CheckReport check = DiskCheck.run(user, file, (child, path) -> Optional.empty(), Progress.NONE);
                assertThat(check.findings()).isEmpty();
                assertThat(check.verdict()).isEqualTo(Verdict.SOUND);
                clusters(volume, Files.readString(truth.resolve(user + ".facts.json")));
            }
        }
    }

    private static List<Path> containers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static NtfsVolume volume(BlockDevice disk) throws IOException {
        List<Partition> partitions = PartitionTable.read(disk, 512).partitions();
        ByteRange last = partitions.get(partitions.size() - 1).range();
        return NtfsVolume.open(new SubDevice(disk, last));
    }

    private static TreeMap<String, String> truth(Path list) throws IOException {
        var lines = new TreeMap<String, String>();
        for (String line : Files.readAllLines(list)) {
            String[] fields = line.split("\t", -1);
            if (!line.startsWith("#")) {
                boolean directory = fields[1].equals("d");
                // ntfs-3g's size of a directory is that of its index; its time of a stream is the file's.
                lines.put(fields[0], String.join(" ", fields[1], directory ? "" : fields[2], fields[3], fields[5]));
            }
        }
        return lines;
    }

    private static TreeMap<String, String> listing(NtfsVolume volume) throws IOException {
        var lines = new TreeMap<String, String>();
        volume.forEachFile(file -> {
            for (String path : volume.paths(file)) {
                if (file.number() < Listing.FIRST_SHOWN || path.startsWith("$Extend/")) {
                    continue;
                }
                Instant modified = file.requireStandard().modified();
                // ntfs-3g knows 100 ns of what the script set.
                String time = " " + (FileTimes.ticks(modified) - FileTimes.ticks(Instant.EPOCH)) + "00 ";
                if (file.isDirectory()) {
                    lines.put(path, "d " + time + "-");
                } else {
                    BlockDevice content = volume.content(file).orElseThrow();
                    lines.put(path, "f " + content.size() + time + Listing.sha256(content));
                }
                for (NtfsStream stream : file.streams()) {
                    if (stream.isData() && !stream.name().isEmpty()) {
                        String hash = Listing.sha256(volume.content(stream));
                        lines.put(path + ":" + stream.name(), "s " + stream.size() + time + hash);
                    }
                }
            }
        });
        return lines;
    }

    /** All clusters that the bitmap says are in use have an owner, one each, and no others have. */
    private static void clusters(NtfsVolume volume, String facts) throws IOException {
        Matcher used = Pattern.compile("\"clusters_used\": (\\d+)").matcher(facts);
        assertThat(used.find()).isTrue();
        ClusterBitmap bitmap = volume.bitmap();
        // The last cluster of the partition, with the copy of the boot sector, is not one of NTFS.
        long inUse = bitmap.countUsed(0, bitmap.clusters());
        assertThat(Long.parseLong(used.group(1)) - inUse).isBetween(0L, 1L);
        var owned = new AtomicLong();
        OwnerIndex owners = volume.owners();
        var runs = new ArrayList<>(owners.owners(volume.clusterRange()));
        runs.forEach(run -> owned.addAndGet(run.clusters()));
        assertThat(owned.get()).isEqualTo(inUse);
        assertThat(runs).hasSize(owners.runs());
        long end = 0;
        for (OwnerIndex.Run run : runs) {
            assertThat(run.lcn()).isGreaterThanOrEqualTo(end);
            end = run.lcn() + run.clusters();
            assertThat(bitmap.countUsed(run.lcn(), end)).isEqualTo(run.clusters());
        }
    }
}
