package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.ntfs.SharedVolumes;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the disk commands answer, beside what ntfs-3g and qemu answer. {@code -Dtests.profiles=DIR,DIR} names profiles that {@code
 * make-profile.sh -o DIR} made.
 */
class DiskCommandsOracleTest {
    /** Contents compared for each volume, so that one with thousands of files does not take minutes. */
    private static final int CONTENTS = 150;

    @TempDir
    Path folder;

    private static CommandRun done(String... arguments) {
        CommandRun ran = CommandRun.of(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    private static CommandRun disk(List<String> options, String... more) {
        var all = new ArrayList<>(List.of("disk", more[0]));
        all.addAll(options);
        all.addAll(List.of(more).subList(1, more.length));
        return done(all.toArray(new String[0]));
    }

    static Stream<SharedVolumes.Volume> volumes() throws IOException {
        return SharedVolumes.all();
    }

    @ParameterizedTest
    @MethodSource("volumes")
    void listing_and_contents_are_those_of_ntfs3g(SharedVolumes.Volume volume) throws Exception {
        Path image = volume.unpack(folder);
        List<String> options = new ArrayList<>(List.of("--partition", Integer.toString(partition(volume, image))));
        if (!volume.container()) {
            options.add("--raw");
        }
        String file = image.toString();
        var expected = new TreeSet<String>();
        int contents = 0;
        for (String line : volume.truthLines()) {
            String[] fields = line.split("\t", -1);
            if (!fields[1].equals("s")) {
                expected.add(fields[0]);
            }
            // A hash is missing where ntfs-3g refuses to read.
            boolean readable = fields[5].matches("[0-9a-f]{64}") && !fields[1].equals("l");
            if (readable && contents++ < CONTENTS) {
                byte[] bytes = disk(options, "cat", file, fields[0]).bytes();
                assertThat(sha256(bytes)).as(fields[0]).isEqualTo(fields[5]);
            }
        }
        String listed = new String(disk(options, "ls", "-R", "-0", file).bytes(), StandardCharsets.UTF_8);
        var found = new TreeSet<>(Arrays.asList(listed.split("\0")));
        found.remove("");
        assertThat(found).isEqualTo(expected);
    }

    private static int partition(SharedVolumes.Volume volume, Path image) throws IOException {
        try (FileDevice file = FileDevice.open(image)) {
            VirtualDisk disk = volume.container() ? Containers.open(file) : new RawDisk(file, 512);
            return Volumes.of(disk).stream()
                    .filter(place -> place.range().start() == volume.offset())
                    .findFirst()
                    .orElseThrow()
                    .index();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private String image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, Fixtures.ownImage(name).bytes());
        return file.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "mbr-fixed.vhdx", "bare-dirty.vhdx", "mbr-dynamic.vhd", "gpt-fixed.vhd"})
    void an_export_is_what_qemu_exports_and_takes_no_more_room(String name) throws Exception {
        Fixtures.requireTool("qemu-img");
        String image = image(name);
        done("disk", "export", image, folder.resolve("ours").toString());
        Fixtures.run(folder, "qemu-img", "convert", "-f", format(image), "-O", "raw", image, "theirs");
        Fixtures.run(folder, "cmp", "ours", "theirs");
        assertThat(room("ours")).isLessThanOrEqualTo(room("theirs") + 64);
    }

    /** qemu takes a fixed VHD for a plain image unless it is told. */
    private static String format(String image) {
        return image.endsWith(".vhd") ? "vpc" : "vhdx";
    }

    /** In KiB. */
    private long room(String name) throws IOException {
        return Long.parseLong(Fixtures.run(folder, "du", "-k", name).split("\\s")[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-msr.vhdx, --dynamic, 1M",
        "gpt-msr.vhdx, --fixed, 32M",
        "mbr-fixed.vhdx, --dynamic, 256M",
        "mbr-dynamic.vhd, --dynamic, 2M",
        "gpt-fixed.vhd, --fixed, 8M"
    })
    void a_converted_disk_is_sound_and_the_same_to_qemu(String name, String kind, String block) throws Exception {
        Fixtures.requireTool("qemu-img");
        String image = image(name);
        done(
                "disk",
                "convert",
                kind,
                "--block-size",
                block,
                image,
                folder.resolve("new.vhdx").toString());
        Fixtures.run(folder, "qemu-img", "check", "new.vhdx");
        Fixtures.run(folder, "qemu-img", "compare", "-f", format(image), "-F", "vhdx", image, "new.vhdx");
    }

    @ParameterizedTest
    @CsvSource({"30G, false", "1T, false", "200M, true"})
    void a_new_disk_is_sound_to_qemu(String size, boolean fixed) throws Exception {
        Fixtures.requireTool("qemu-img");
        String file = folder.resolve("new.vhdx").toString();
        if (fixed) {
            done("disk", "create", file, "--size", size, "--fixed");
        } else {
            done("disk", "create", file, "--size", size);
        }
        Fixtures.run(folder, "qemu-img", "check", file);
        JsonNode told = new ObjectMapper().readTree(Fixtures.run(folder, "qemu-img", "info", "--output=json", file));
        assertThat(told.path("virtual-size").asLong()).isEqualTo(new SizeConverter().convert(size));
        if (fixed) {
            Fixtures.run(folder, "qemu-img", "create", "-q", "-f", "raw", "zeros", size);
            Fixtures.run(folder, "qemu-img", "compare", file, "zeros");
        }
    }

    static List<String> profiles() {
        return List.of(System.getProperty("tests.profiles", "none").split(","));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void a_profile_is_listed_and_explained_as_it_was_made(String made) throws Exception {
        Fixtures.requireThat(
                Files.isDirectory(Path.of(made)),
                "no profiles are given with -Dtests.profiles: disk commands on large profiles are NOT compared");
        for (Path container : files(Path.of(made))) {
            String user = container.getFileName().toString().replaceAll("Profile_(.*)\\..*", "$1");
            Path truth = Path.of(made + ".truth");
            var expected = new TreeSet<String>();
            for (String line : Files.readAllLines(truth.resolve(user + ".files.tsv"))) {
                String[] fields = line.split("\t", -1);
                if (!line.startsWith("#") && !fields[1].equals("s")) {
                    expected.add(fields[0]);
                }
            }
            String file = container.toString();
            String listed = new String(done("disk", "ls", "-R", "-0", file).bytes(), StandardCharsets.UTF_8);
            assertThat(new TreeSet<>(Arrays.asList(listed.split("\0")))).isEqualTo(expected);
            addsUp(file, Files.readString(truth.resolve(user + ".facts.json")));
        }
    }

    private static void addsUp(String file, String facts) throws IOException {
        JsonNode told = new ObjectMapper()
                .readTree(done("disk", "biggest", "--json", file).bytes());
        long sum = 0;
        for (JsonNode kind : told.path("kinds")) {
            assertThat(kind.path("kind").asText()).isNotIn("NOBODY", "LOST");
            sum += kind.path("storedBytes").asLong();
        }
        assertThat(sum).isEqualTo(told.path("usedBytes").asLong());
        long byCategory = 0;
        for (JsonNode category : new ObjectMapper()
                .readTree(done("disk", "space", "--json", file).bytes())
                .path("categories")) {
            assertThat(category.path("category").asText()).isNotIn("NOBODY", "LOST");
            byCategory += category.path("storedBytes").asLong();
        }
        assertThat(byCategory).isEqualTo(sum);
        long cluster = number(facts, "cluster");
        // The last cluster of the partition, with the copy of the boot sector, is not one of NTFS.
        assertThat(number(facts, "clusters_used") - sum / cluster).isBetween(0L, 1L);
        assertThat(Math.abs(number(facts, "free_clusters_in_allocated_blocks")
                        - told.path("reclaimableBytes").asLong() / cluster))
                .isLessThanOrEqualTo(1);
    }

    private static long number(String facts, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": (\\d+)").matcher(facts);
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static List<Path> files(Path made) throws IOException {
        try (Stream<Path> files = Files.walk(made)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
