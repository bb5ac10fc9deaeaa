package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The NTFS volumes in the shared images. */
public final class SharedVolumes {
    private static final Pattern NTFS_OFFSET =
            Pattern.compile("\"offset\": (\\d+),\\s+\"length\": \\w+,\\s+\"ntfs\": true");
    private static final Map<String, String> MEMBERS =
            Map.of("dfirorc-ntfs.7z", "ntfs.vhd", "jschicht-SampleTinyNtfsVolume.zip", "partition.dd");

    /** @param truth name of its list of files; empty if there are no fixtures */
    public record Volume(String image, boolean container, long offset, String truth) {
        @Override
        public String toString() {
            return truth;
        }

        public List<String> truthLines() throws IOException {
            return Files.readAllLines(Fixtures.requireShared().resolve("truth").resolve(truth)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }

        /** The image; skips the test if there is none. */
        public Path unpack(Path work) throws IOException {
            return Fixtures.unpack(image, MEMBERS.get(image), work);
        }

        /** The volume in the image; reading it needs {@code file} to stay open. */
        BlockDevice device(FileDevice file) throws IOException {
            BlockDevice disk = container ? Containers.open(file).disk() : file;
            return new SubDevice(disk, ByteRange.between(offset, disk.size()));
        }
    }

    private SharedVolumes() {}

    public static Stream<Volume> all() throws IOException {
        var volumes = new ArrayList<Volume>();
        var shared = Fixtures.shared();
        if (shared.isPresent()) {
            for (String line : Files.readAllLines(shared.get().resolve("MANIFEST.tsv"))) {
                String[] fields = line.split("\t", -1);
                if (fields[9].contains(".json")) {
                    String truth = fields[9].split(" ", 2)[0];
                    String json = Files.readString(shared.get().resolve("truth").resolve(truth));
                    var matcher = NTFS_OFFSET.matcher(json);
                    int number = 0;
                    while (matcher.find()) {
                        volumes.add(new Volume(
                                fields[0],
                                fields[5].startsWith("VHD"),
                                Long.parseLong(matcher.group(1)),
                                truth.replace(".json", ".p" + number++ + ".files.tsv")));
                    }
                }
            }
        }
        // One that skips loudly where there are none.
        return volumes.isEmpty() ? Stream.of(new Volume("none", false, 0, "none")) : volumes.stream();
    }
}
