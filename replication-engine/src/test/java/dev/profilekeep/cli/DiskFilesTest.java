package dev.profilekeep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.io.Wtf8;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code disk ls}, {@code cat} and {@code tree} on the images that the project ships. */
class DiskFilesTest {
    @TempDir
    Path folder;

    private String image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, Fixtures.ownImage(name).bytes());
        return file.toString();
    }

    /** The lines of the list of all kinds: fields between tabs. */
    private static List<List<String>> truth() {
        var lines = new ArrayList<List<String>>();
        byte[] list = Fixtures.ownList("all-kinds.tsv");
        int from = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == '\n') {
                lines.add(List.of(Wtf8.decode(Arrays.copyOfRange(list, from, i)).split("\t", -1)));
                from = i + 1;
            }
        }
        return lines;
    }

    private static List<String> between(byte[] bytes, int end) {
        var names = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == end) {
                names.add(HexFormat.of().formatHex(bytes, from, i));
                from = i + 1;
            }
        }
        assertThat(from).as("the last name has an end too").isEqualTo(bytes.length);
        return names;
    }

    private static String hex(String name) {
        return HexFormat.of().formatHex(Wtf8.encode(name));
    }

    @Test
    void everything_below_is_listed_with_names_as_they_are() throws Exception {
        CommandRun ran = CommandRun.of("disk", "ls", "-R", "-0", "--raw", image("all-kinds.ntfs"));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        List<String> expected = truth().stream()
                .filter(fields -> !fields.get(1).equals("s"))
                .map(fields -> hex(fields.get(0)))
                .toList();
        assertThat(between(ran.bytes(), 0)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_listing_below_a_folder_has_paths_from_the_root() throws Exception {
        CommandRun ran = CommandRun.of("disk", "ls", "-R", "--raw", image("all-kinds.ntfs"), "DEEP/level 0");
        assertThat(ran.out().lines().findFirst()).contains("deep/level 0/level 1");
        assertThat(ran.out().lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("deep/level 0/level"));
    }

    @Test
    void the_file_systems_own_files_are_shown_when_asked_for() throws Exception {
        String image = image("gpt-msr.vhdx");
        assertThat(CommandRun.of("disk", "ls", image).out()).isEqualTo("Profile\n");
        assertThat(CommandRun.of("disk", "ls", "--system", image).out().lines())
                .contains("$MFT", "$Bitmap", "Profile")
                .doesNotContain(".");
        assertThat(CommandRun.of("disk", "ls", "-R", "--system", image).out().lines())
                .contains("$MFT", "$Extend/$ObjId", "Profile/kept.txt");
    }

    @Test
    void on_a_terminal_no_name_can_do_harm() throws Exception {
        String image = image("all-kinds.ntfs");
        var terminal = new Terminal(true, false);
        CommandRun ran = CommandRun.on(terminal, Map.of(), "disk", "ls", "--raw", image, "names");
        assertThat(ran.out()).contains("\\u{1}\\u{2}");
        assertThat(ran.out().chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
        byte[] raw = CommandRun.of("disk", "ls", "--raw", image, "names").bytes();
        assertThat(new String(raw, UTF_8)).contains("\1\2");
    }

    @Test
    void a_long_listing_tells_size_time_attributes_owner_links_and_streams() throws Exception {
        String image = image("all-kinds.ntfs");
        String names =
                CommandRun.of("disk", "ls", "-l", "--raw", image, "reparse").out();
        assertThat(names)
                .containsPattern("-+l-+ +1 .* link -> \\.\\.\\\\names\\\\README\n")
                .contains("[cloud file");
        String root = CommandRun.of("disk", "ls", "-l", "--raw", image).out();
        assertThat(root)
                .containsPattern(
                        " 5000  20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  -a-+ +21  S-1-5-32-544 +linked\n")
                .containsPattern("\n +\\d+ +streams:stream 0\n")
                .containsPattern("  d[a-z-]+ .* secured\n");
        String everything = CommandRun.of("disk", "ls", "-lR", "--raw", image).out();
        assertThat(everything).contains("reparse/link -> ..\\names\\README").contains("streams:stream 0");
    }

    @Test
    void a_listing_in_json_has_the_promised_names() throws Exception {
        CommandRun ran = CommandRun.of("disk", "ls", "-R", "--json", "--raw", image("all-kinds.ntfs"));
        JsonNode json = new ObjectMapper().readTree(ran.bytes());
        assertThat(json.path("problems")).isEmpty();
        var sizes = new TreeMap<String, Long>();
        for (JsonNode entry : json.path("entries")) {
            sizes.put(entry.path("path").asText(), entry.path("sizeBytes").asLong());
            assertThat(entry.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "path",
                            "type",
                            "sizeBytes",
                            "storedBytes",
                            "modified",
                            "attributes",
                            "names",
                            "owner",
                            "record",
                            "streams",
                            "reparse",
                            "target",
                            "elsewhere");
        }
        for (List<String> fields : truth()) {
            if (fields.get(1).equals("f")) {
                assertThat(sizes).containsEntry(fields.get(0), Long.parseLong(fields.get(2)));
            }
        }
    }

    @Test
    void what_is_in_a_file_or_stream_comes_byte_by_byte() throws Exception {
        String image = image("all-kinds.ntfs");
        NtfsVolume volume = NtfsVolume.open(Fixtures.ownImage("all-kinds.ntfs"));
        int compared = 0;
        for (List<String> fields : truth()) {
            String path = fields.get(0);
            boolean named = fields.get(1).equals("s");
            if (!named && !fields.get(1).equals("f") || !Wtf8.isUnicode(path)) {
                continue;
            }
            CommandRun ran = CommandRun.of("disk", "cat", "--raw", image, path);
            assertThat(ran.err()).as(path).isEmpty();
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(ran.bytes())))
                    .as(path)
                    .isEqualTo(fields.get(5));
            compared++;
        }
        assertThat(compared).isGreaterThan(100);
        long record = volume.find("linked").orElseThrow().number();
        assertThat(CommandRun.of("disk", "cat", "--raw", image, "#" + record).bytes())
                .isEqualTo(
                        CommandRun.of("disk", "cat", "--raw", image, "linked").bytes())
                .hasSize(5000);
    }

    @Test
    void the_facts_of_a_content_are_told_in_json() throws Exception {
        CommandRun ran = CommandRun.of("disk", "cat", "--json", image("gpt-msr.vhdx"), "profile\\KEPT.txt");
        JsonNode json = new ObjectMapper().readTree(ran.bytes());
        assertThat(json.path("sizeBytes").asLong()).isEqualTo(6 << 20);
        assertThat(json.path("sha256").asText()).matches("[0-9a-f]{64}");
    }

    @Test
    void a_terminal_is_not_given_what_is_no_text() throws Exception {
        String image = image("all-kinds.ntfs");
        CommandRun ran = CommandRun.on(new Terminal(true, true), Map.of(), "disk", "cat", "--raw", image, "linked");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.bytes()).isEmpty();
        assertThat(ran.err()).contains("'linked': it is no text");
    }

    @Test
    void folders_are_shown_with_what_is_in_them() throws Exception {
        String image = image("gpt-msr.vhdx");
        String text = CommandRun.of("disk", "tree", image, "--files").out();
        assertThat(text).contains("└─ Profile").contains("6.00 MiB").contains("   └─ kept.txt");
        JsonNode tree = new ObjectMapper()
                .readTree(CommandRun.of("disk", "tree", "--json", image).bytes())
                .path("tree");
        JsonNode profile = tree.path("below").get(0);
        assertThat(profile.path("name").asText()).isEqualTo("Profile");
        assertThat(profile.path("storedBytes").asLong()).isEqualTo(6 << 20);
        assertThat(profile.path("files").asInt()).isEqualTo(1);
    }

    @Test
    void the_largest_folder_comes_first_unless_names_are_asked_for() throws Exception {
        String image = image("all-kinds.ntfs");
        assertThat(folders(CommandRun.of("disk", "tree", "--raw", "--depth", "1", image)))
                .startsWith("compressed");
        assertThat(folders(CommandRun.of("disk", "tree", "--raw", "--depth", "1", "--sort", "name", image)))
                .isSorted()
                .startsWith("compressed", "deep", "large");
    }

    private static List<String> folders(CommandRun ran) {
        return ran.out()
                .lines()
                .filter(line -> line.contains("─ "))
                .map(line -> line.replaceAll(".*─ ", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ls IMAGE Profil | no 'Profil' in the root folder; there is: 'Profile'",
                "ls IMAGE Profile/kept.text | no 'kept.text' in 'Profile'; there is: 'kept.txt'",
                "ls IMAGE Profile/kept.txt/x | 'Profile/kept.txt' is a file, there is nothing in it",
                "ls IMAGE zzzzzzzz | no 'zzzzzzzz' in the root folder",
                "cat IMAGE Profile | this is a folder; 'ls' lists it",
                "cat IMAGE Profile/kept.txt:none | the file has no stream 'none'",
                "tree IMAGE Profile/kept.txt | is a file, not a folder",
                "ls IMAGE --partition 2 | there is no partition 2; there is: 0 (unknown, 16.0 MiB), 1 (NTFS, 46.0 MiB)",
                "ls IMAGE --partition 0 | partition 0 holds no file system we know, and only NTFS can be read",
                "ls IMAGE.none | there is no such file",
                "ls FOLDER | this is a folder",
                "ls EMPTY | no partition table and no file system that we know",
                "ls TEXT | a plain image is read with --raw",
                "tree IMAGE --depth 0 | --depth is 1 to 500",
            })
    void what_cannot_be_done_is_said_in_a_line_that_helps(String line, String message) throws Exception {
        Files.writeString(folder.resolve("text"), "no disk at all ".repeat(1000));
        String arguments = line.replace("IMAGE", image("gpt-msr.vhdx"))
                .replace("EMPTY", image("empty.vhdx"))
                .replace("FOLDER", folder.toString())
                .replace("TEXT", folder.resolve("text").toString());
        var all = new ArrayList<>(List.of("disk"));
        all.addAll(List.of(arguments.split(" ")));
        CommandRun ran = CommandRun.of(all.toArray(new String[0]));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.bytes()).isEmpty();
        assertThat(ran.err()).startsWith("profilekeep: ").contains(message);
        assertThat(ran.err().lines()).hasSize(1);
    }
}
