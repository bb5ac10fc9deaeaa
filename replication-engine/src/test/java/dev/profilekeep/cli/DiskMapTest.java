package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code disk map} and {@code disk diff}. */
class DiskMapTest {
    @TempDir
    Path folder;

    private String image(String name) throws IOException {
        return file(name, Fixtures.ownImage(name).bytes());
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static String line(CommandRun ran, String word) {
        return ran.out()
                .lines()
                .filter(line -> line.startsWith(word))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_disk_has_the_same_digest_in_every_container() throws Exception {
        String disk = image("gpt-msr.vhdx");
        String other = folder.resolve("other.vhdx").toString();
        CommandRun converted = CommandRun.of("disk", "convert", "--block-size", "1M", disk, other);
        assertThat(converted.code()).as(converted.err()).isZero();
        String plain = folder.resolve("plain").toString();
        assertThat(CommandRun.of("disk", "export", disk, plain).code()).isZero();

        CommandRun ran = CommandRun.of("disk", "map", disk);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(line(ran, "kind")).endsWith("FILES");
        assertThat(line(CommandRun.of("disk", "map", other), "digest")).isEqualTo(line(ran, "digest"));
        assertThat(line(CommandRun.of("disk", "map", "--raw", plain), "digest")).isEqualTo(line(ran, "digest"));

        CommandRun diff = CommandRun.of("disk", "diff", disk, other);
        assertThat(diff.err()).isEmpty();
        assertThat(diff.code()).isZero();
        assertThat(diff.out()).startsWith("They say the same: ");
    }

    @Test
    void chunks_are_listed_one_by_one() throws Exception {
        CommandRun ran = CommandRun.of("disk", "map", "--chunks", "--json", image("gpt-msr.vhdx"));
        var json = new ObjectMapper();
        List<String> lines = ran.out().lines().toList();
        JsonNode disk = json.readTree(lines.get(0));
        assertThat(lines).hasSize(1 + disk.get("chunks").asInt());
        long bytes = 0;
        for (String line : lines.subList(1, lines.size())) {
            JsonNode chunk = json.readTree(line);
            assertThat(chunk.get("digest").asText()).hasSize(64);
            assertThat(chunk.has("record") || chunk.has("region")).isTrue();
            for (JsonNode piece : chunk.get("pieces")) {
                bytes += piece.get(1).asLong();
            }
        }
        assertThat(bytes).isEqualTo(disk.get("chunkBytes").asLong());
        assertThat(CommandRun.of("disk", "map", "--chunks", image("gpt-msr.vhdx"))
                        .out()
                        .lines())
                .anyMatch(line -> line.contains("partition 1, file record 0, $DATA from 0"));
    }

    /** After docs/formats/content-map.md, by a program that is not ours. */
    private static final String ROOT =
            """
            import hashlib, json, struct, sys
            lines = [json.loads(line) for line in open('map')]
            image = open('plain', 'rb')
            disk = lines[0]
            root = hashlib.sha256(b'profilekeep content map\\0')
            root.update(struct.pack('>2i5iqi', 1, 0 if disk['kind'] == 'FILES' else 1,
                65536, 1 << 20, 256 << 10, 1 << 20, 4 << 20, disk['virtualSizeBytes'], disk['logicalSectorSizeBytes']))
            for chunk in lines[1:]:
                root.update(struct.pack('>i', len(chunk['pieces'])))
                content = hashlib.sha256()
                for start, length in chunk['pieces']:
                    root.update(struct.pack('>qq', start, length))
                    image.seek(start)
                    content.update(image.read(length))
                assert content.hexdigest() == chunk['digest'], chunk
                root.update(content.digest())
            print(root.hexdigest())
            """;

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "bare-dirty.vhdx"})
    void another_program_comes_to_the_same_digest(String name) throws Exception {
        Fixtures.requireTool("python3");
        String disk = image(name);
        assertThat(CommandRun.of("disk", "export", disk, folder.resolve("plain").toString())
                        .code())
                .isZero();
        CommandRun ran = CommandRun.of("disk", "map", "--chunks", "--json", disk);
        Files.writeString(folder.resolve("map"), ran.out());
        Files.writeString(folder.resolve("root.py"), ROOT);
        assertThat(Fixtures.run(folder, "python3", "root.py").strip())
                .isEqualTo(new ObjectMapper()
                        .readTree(ran.out().lines().findFirst().orElseThrow())
                        .get("digest")
                        .asText());
    }

    @Test
    void a_volume_in_doubt_is_told_with_its_reason() throws Exception {
        CommandRun ran = CommandRun.of("disk", "map", image("bare-dirty.vhdx"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(line(ran, "kind")).endsWith("RAW");
        assertThat(line(ran, "because")).contains("dirty");
    }

    @Test
    void files_that_differ_are_named() throws Exception {
        Surgery changed = new Surgery();
        NtfsFile content = changed.plain(0);
        NtfsFile times = changed.plain(1);
        int at = changed.contentAt(content.number(), 0);
        changed.bytes().put(at, (byte) ~changed.bytes().get(at));
        changed.record(times.number(), record -> {
            int value = Surgery.value(record, 0x10);
            record.put(value + 9, (byte) (record.get(value + 9) + 1));
        });
        String path = changed.volume().paths(content).get(0);
        String first = image("all-kinds.ntfs");
        String second = file("second", bytes(changed));

        CommandRun ran = CommandRun.of("disk", "diff", "--raw", first, second);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines().filter(line -> line.startsWith("content")))
                .singleElement()
                .asString()
                .contains(path);
        assertThat(ran.out()).contains("one file or folder differs only in times or rights; --all lists");
        assertThat(CommandRun.of("disk", "diff", "--raw", "--all", first, second)
                        .out())
                .contains(changed.volume().paths(times).get(0));
        JsonNode json = new ObjectMapper()
                .readTree(CommandRun.of("disk", "diff", "--raw", "--json", first, second)
                        .out());
        assertThat(json.get("equal").asBoolean()).isFalse();
        assertThat(json.get("files")).hasSize(2);
        assertThat(json.get("ranges")).isNotEmpty();
        long inRanges = 0;
        for (JsonNode range : json.get("ranges")) {
            boolean holds = range.get(0).asLong() <= at
                    && at < range.get(0).asLong() + range.get(1).asLong();
            inRanges += holds ? 1 : 0;
        }
        assertThat(inRanges).as("the changed byte is in a range").isEqualTo(1);
    }

    private static byte[] bytes(Surgery of) {
        byte[] bytes = new byte[of.bytes().capacity()];
        of.bytes().get(0, bytes);
        return bytes;
    }

    @Test
    void if_one_is_in_doubt_both_are_read_as_a_whole() throws Exception {
        CommandRun ran = CommandRun.of("disk", "diff", image("gpt-msr.vhdx"), image("bare-dirty.vhdx"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("files are not looked at, because").contains("the volume is dirty");
        assertThat(CommandRun.of("disk", "diff", image("bare-dirty.vhdx"), image("bare-dirty.vhdx"))
                        .code())
                .isZero();
    }

    @Test
    void what_is_not_there_or_no_disk_is_named() throws Exception {
        String disk = image("gpt-msr.vhdx");
        CommandRun none =
                CommandRun.of("disk", "diff", disk, folder.resolve("none.vhdx").toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("none.vhdx: there is no such file");
        CommandRun text = CommandRun.of("disk", "diff", disk, file("text", new byte[5000]));
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.err()).contains("text: neither VHDX nor VHD").contains("--raw");
    }
}
