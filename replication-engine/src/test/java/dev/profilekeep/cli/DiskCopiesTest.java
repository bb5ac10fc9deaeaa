package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code disk export}, {@code convert}, {@code create}, {@code who-uses} and {@code biggest} on images that the project ships. */
class DiskCopiesTest {
    @TempDir
    Path folder;

    private String image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, Fixtures.ownImage(name).bytes());
        return file.toString();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private static byte[] content(BlockDevice disk) throws IOException {
        var content = ByteBuffer.allocate(Math.toIntExact(disk.size()));
        disk.readFully(0, content);
        return content.array();
    }

    private static byte[] content(String container) throws IOException {
        try (FileDevice file = FileDevice.open(Path.of(container))) {
            return content(Containers.open(file).disk());
        }
    }

    private static CommandRun done(CommandRun ran) {
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    private void nothingIsLeft(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "bare-dirty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd"
            })
    void an_exported_image_is_the_disk_byte_by_byte(String name) throws Exception {
        String image = image(name);
        done(CommandRun.of("disk", "export", image, out("raw")));
        assertThat(Files.readAllBytes(folder.resolve("raw"))).isEqualTo(content(image));
        nothingIsLeft(name, "raw");
    }

    @Test
    void a_partition_alone_can_be_exported_and_read() throws Exception {
        done(CommandRun.of("disk", "export", "--partition", "1", image("gpt-msr.vhdx"), out("raw")));
        assertThat(folder.resolve("raw")).hasSize(46 << 20);
        assertThat(done(CommandRun.of("disk", "ls", "-R", "--raw", out("raw"))).out())
                .isEqualTo("Profile\nProfile/kept.txt\n");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-msr.vhdx, --fixed",
        "gpt-msr.vhdx, --block-size=16M",
        "mbr-fixed.vhdx, --dynamic",
        "mbr-dynamic.vhd, --block-size=1M",
        "gpt-fixed.vhd, --fixed",
        "gpt-4kn.vhdx, --dynamic"
    })
    void a_converted_disk_is_the_same_in_another_layout(String name, String option) throws Exception {
        String image = image(name);
        JsonNode told = new ObjectMapper()
                .readTree(done(CommandRun.of("disk", "convert", "--json", option, image, out("new.vhdx")))
                        .bytes());
        assertThat(content(out("new.vhdx"))).isEqualTo(content(image));
        try (FileDevice file = FileDevice.open(folder.resolve("new.vhdx"));
                FileDevice source = FileDevice.open(Path.of(image))) {
            VhdxFile made = VhdxFile.open(file);
            VirtualDisk before = Containers.open(source);
            assertThat(made.info().fixed()).isEqualTo(option.equals("--fixed"));
            assertThat(made.logicalSectorSize()).isEqualTo(before.logicalSectorSize());
            assertThat(made.info().virtualDiskId().toString())
                    .isEqualTo(told.path("virtualDiskId").asText());
            if (option.startsWith("--block-size")) {
                assertThat(made.blockSize() >> 20).isEqualTo(option.endsWith("16M") ? 16 : 1);
            }
        }
        assertThat(told.path("fileSizeBytes").asLong()).isEqualTo(Files.size(folder.resolve("new.vhdx")));
    }

    @Test
    void a_copy_is_another_disk_unless_it_is_to_be_the_same() throws Exception {
        String image = image("gpt-msr.vhdx");
        done(CommandRun.of("disk", "convert", image, out("other.vhdx")));
        done(CommandRun.of("disk", "convert", "--keep-identity", image, out("same.vhdx")));
        assertThat(identity(out("same.vhdx"))).isEqualTo(identity(image)).isNotEqualTo(identity(out("other.vhdx")));
    }

    private static String identity(String container) throws IOException {
        try (FileDevice file = FileDevice.open(Path.of(container))) {
            return VhdxFile.open(file).info().virtualDiskId().toString();
        }
    }

    @ParameterizedTest
    @CsvSource({"30G, 512, false", "30G, 4096, false", "100M, 512, true", "2040G, 512, false"})
    void an_empty_disk_is_made_as_asked_for(String size, int sector, boolean fixed) throws Exception {
        var arguments = new ArrayList<>(
                List.of("disk", "create", out("new.vhdx"), "--size", size, "--sector", Integer.toString(sector)));
        if (fixed) {
            arguments.add("--fixed");
        }
        done(CommandRun.of(arguments.toArray(new String[0])));
        try (FileDevice file = FileDevice.open(folder.resolve("new.vhdx"))) {
            VhdxFile made = VhdxFile.open(file);
            assertThat(made.virtualSize()).isEqualTo(new SizeConverter().convert(size));
            assertThat(made.logicalSectorSize()).isEqualTo(sector);
            assertThat(made.info().fixed()).isEqualTo(fixed);
            assertThat(made.notes()).isEmpty();
        }
        nothingIsLeft("new.vhdx");
    }

    @Test
    void a_file_that_is_there_stays_unless_it_may_go() throws Exception {
        String image = image("mbr-fixed.vhdx");
        Files.writeString(folder.resolve("kept"), "kept");
        CommandRun refused = CommandRun.of("disk", "export", image, out("kept"));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--force replaces it");
        assertThat(folder.resolve("kept")).hasContent("kept");
        done(CommandRun.of("disk", "export", "--force", image, out("kept")));
        assertThat(folder.resolve("kept")).hasSize(12 << 20);
        CommandRun itself = CommandRun.of("disk", "export", "--force", image, image);
        assertThat(itself.code()).isEqualTo(2);
        assertThat(itself.err()).contains("is never written over");
        nothingIsLeft("mbr-fixed.vhdx", "kept");
    }

    @Test
    void a_copy_that_fails_leaves_nothing() throws Exception {
        Path cut = folder.resolve("cut.vhdx");
        byte[] bytes = Fixtures.ownImage("mbr-fixed.vhdx").bytes();
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - (3 << 20)));
        CommandRun ran = CommandRun.of("disk", "export", cut.toString(), out("raw"));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("cut.vhdx").contains("was it cut short?");
        nothingIsLeft("cut.vhdx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export IMAGE FOLDER | this is a folder; name the file that is to be made in it",
                "export IMAGE FOLDER/none/raw | there is no folder",
                "export IMAGE smb://server/share/raw | can be made on this machine only",
                "export IMAGE OUT --partition 7 | there is no partition 7; there is: 0",
                "convert IMAGE OUT.vhd | nobody would take a file of this name for one",
                "convert IMAGE OUT --block-size 3M | --block-size is a power of two from 1M to 256M, not 3.00 MiB",
                "convert IMAGE OUT --fixed --dynamic | a disk is one of the two",
                "create OUT --size 100 | a multiple of the sector (512) up to 64 TiB, not 100",
                "create OUT --size 65T | a multiple of the sector (512) up to 64 TiB",
                "create OUT --size 1G --sector 1000 | --sector is 512 or 4096, not 1000",
                "create OUT --size much | 'much' is no size; write 30G, 512M or a number of bytes",
                "who-uses IMAGE 1T | the partition 1 has 48234496 bytes, there is none at 1099511627776",
                "who-uses IMAGE 0+0 | write OFFSET or OFFSET+LENGTH",
                "who-uses IMAGE 0xz | is no hexadecimal number",
                "who-uses IMAGE 0 --in-file --partition 1 | an offset counts in one of the three",
                "biggest IMAGE --top 0 | --top is 1 to 10000, not 0",
            })
    void what_cannot_be_done_is_said_before_anything_is_made(String line, String message) throws Exception {
        String arguments = line.replace("IMAGE", image("gpt-msr.vhdx"))
                .replace("OUT", out("new"))
                .replace("FOLDER", folder.toString());
        var all = new ArrayList<>(List.of("disk"));
        all.addAll(List.of(arguments.split(" ")));
        CommandRun ran = CommandRun.of(all.toArray(new String[0]));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.bytes()).isEmpty();
        assertThat(ran.err()).contains(message);
        nothingIsLeft("gpt-msr.vhdx");
    }

    @Test
    void bytes_are_told_whose_they_are() throws Exception {
        String image = image("gpt-msr.vhdx");
        assertThat(done(CommandRun.of("disk", "who-uses", image, "--in-file", "0+4M"))
                        .out())
                .contains("first header", "second region table", "log", "metadata", "block allocation table");
        assertThat(done(CommandRun.of("disk", "who-uses", image, "--whole-disk", "0+64M"))
                        .out())
                .startsWith("0x0–0x43ff")
                .contains("partition table", "partition 0", "Profile/kept.txt, bytes 0–", "  free\n");
        assertThat(done(CommandRun.of("disk", "who-uses", image, "0")).out()).contains("$Boot, bytes 0–0");
        JsonNode json = new ObjectMapper()
                .readTree(done(CommandRun.of("disk", "who-uses", "--json", image, "0+46M"))
                        .bytes());
        long kept = 0;
        for (JsonNode owner : json.path("owners")) {
            if (owner.path("name").asText().equals("Profile/kept.txt")) {
                kept += owner.path("length").asLong();
            }
        }
        assertThat(kept).isEqualTo(6 << 20);
    }

    @Test
    void a_big_profile_is_explained_in_a_sentence_and_in_numbers_that_add_up() throws Exception {
        String image = image("gpt-msr.vhdx");
        String text = done(CommandRun.of("disk", "biggest", image)).out();
        assertThat(text)
                .startsWith("The container takes ")
                .contains("in use, mostly by other files (6.00 MiB)")
                .contains("are free inside the container: compaction gives them back")
                .contains("Profile/kept.txt");
        JsonNode json = new ObjectMapper()
                .readTree(
                        done(CommandRun.of("disk", "biggest", "--json", image)).bytes());
        long sum = 0;
        for (JsonNode kind : json.path("kinds")) {
            sum += kind.path("storedBytes").asLong();
        }
        assertThat(sum).isEqualTo(json.path("usedBytes").asLong());
        JsonNode info = new ObjectMapper()
                .readTree(CommandRun.of("disk", "info", "--json", image).bytes());
        assertThat(json.path("reclaimableBytes")).isEqualTo(info.path("reclaimableBytes"));
        assertThat(json.path("fileSizeBytes")).isEqualTo(info.path("fileSizeBytes"));
    }
}
