package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code disk info} of plain images and of differencing disks, and the sectors of plain images. */
class DiskInfoOptionsTest {
    private static final Instant TIME = Instant.parse("2020-02-02T02:02:02Z");

    @TempDir
    Path folder;

    private String image(String name) throws IOException {
        return file(name, Fixtures.ownImage(name).bytes());
    }

    private String file(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        return file.toString();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private static CommandRun done(String... arguments) {
        CommandRun ran = CommandRun.of(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    private static JsonNode json(CommandRun ran) throws IOException {
        return new ObjectMapper().readTree(ran.bytes());
    }

    /** A differencing VHD in which nothing is stored yet. */
    private static byte[] childOf(byte[] parent, String name) {
        ByteBuffer source = ByteBuffer.wrap(parent);
        int header = (int) source.getLong(16);
        int blocks = source.getInt(header + 28);
        int table = (blocks * 4 + 511) / 512 * 512;
        ByteBuffer child = ByteBuffer.allocate(512 + 1024 + table + 512);
        child.put(0, parent, 0, 512)
                .putInt(60, 4)
                .putLong(16, 512)
                .putLong(68, 7)
                .putLong(76, 7);
        child.put(512, parent, header, 1024).putLong(512 + 16, 1536);
        child.put(512 + 40, parent, 68, 16);
        child.putInt(512 + 56, (int) (TIME.getEpochSecond() - 946_684_800L));
        child.put(512 + 64, name.getBytes(StandardCharsets.UTF_16BE));
        Arrays.fill(child.array(), 1536, 1536 + table, (byte) -1);
        child.put(1536 + table, child.array(), 0, 512);
        Checksums.ofContainer(child.array());
        return child.array();
    }

    @Test
    void a_differencing_disk_is_described_with_its_parent_or_says_how_to_give_it() throws Exception {
        byte[] parent = Fixtures.ownImage("mbr-dynamic.vhd").bytes();
        String base = file("elsewhere/base.vhd", parent);
        String child = file("child.vhd", childOf(parent, "base.vhd"));
        CommandRun alone = CommandRun.of("disk", "info", child);
        assertThat(alone.err()).isEmpty();
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.out())
                .contains(
                        "in its parent disk, which is not open", "give the parent with --parent FILE", "was not found")
                .doesNotContain("No partition table");
        JsonNode given = json(done("disk", "info", "--json", "--parent", base, child));
        JsonNode whole = json(done("disk", "info", "--json", base));
        assertThat(given.path("subformat").asText()).isEqualTo("differencing");
        assertThat(given.path("partitions")).isEqualTo(whole.path("partitions")).isNotEmpty();
        file("base.vhd", parent);
        assertThat(json(done("disk", "info", "--json", child)).path("partitions"))
                .isEqualTo(whole.path("partitions"));
        CommandRun wrong = CommandRun.of("disk", "info", "--parent", image("gpt-fixed.vhd"), child);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("the parent of").contains("was not found");
    }

    @ParameterizedTest
    @CsvSource({"gpt-4kn.vhdx, 4096", "gpt-msr.vhdx, 512", "mbr-dynamic.vhd, 512"})
    void an_exported_disk_is_described_and_comes_back_with_its_sectors(String name, int sector) throws Exception {
        String image = image(name);
        done("disk", "export", image, out("raw"));
        JsonNode before = json(done("disk", "info", "--json", image));
        JsonNode raw = json(done("disk", "info", "--json", "--raw", out("raw")));
        assertThat(raw.path("format").asText()).isEqualTo("raw");
        assertThat(raw.path("logicalSectorBytes").asInt()).isEqualTo(sector);
        assertThat(raw.path("partitions")).isEqualTo(before.path("partitions")).isNotEmpty();
        assertThat(done("disk", "info", "--raw", out("raw")).out())
                .contains("plain image")
                .contains(sector + " bytes logical");
        assertThat(done("disk", "convert", "--raw", out("raw"), out("new.vhdx")).out())
                .contains("sectors: of " + sector + " bytes")
                .contains("block size: there were no blocks, now they are of 32 MiB");
        JsonNode back = json(done("disk", "info", "--json", out("new.vhdx")));
        assertThat(back.path("logicalSectorBytes").asInt()).isEqualTo(sector);
        assertThat(back.path("partitions")).isEqualTo(before.path("partitions"));
    }

    @Test
    void sectors_of_a_plain_image_are_those_asked_for() throws Exception {
        String raw = file("raw", new byte[1 << 20]);
        done("disk", "convert", "--raw", raw, out("usual.vhdx"));
        done("disk", "convert", "--raw", "--sector", "4096", raw, out("large.vhdx"));
        assertThat(json(CommandRun.of("disk", "info", "--json", out("usual.vhdx")))
                        .path("logicalSectorBytes")
                        .asInt())
                .isEqualTo(512);
        assertThat(json(CommandRun.of("disk", "info", "--json", out("large.vhdx")))
                        .path("logicalSectorBytes")
                        .asInt())
                .isEqualTo(4096);
        CommandRun odd = CommandRun.of("disk", "convert", "--raw", "--sector", "520", raw, out("odd.vhdx"));
        assertThat(odd.code()).isEqualTo(2);
        assertThat(odd.err()).contains("--sector is 512 or 4096, not 520");
        CommandRun container = CommandRun.of("disk", "info", "--sector", "512", out("usual.vhdx"));
        assertThat(container.code()).isEqualTo(2);
        assertThat(container.err()).contains("--sector goes with --raw");
    }
}
