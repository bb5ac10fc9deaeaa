package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoEstateTest {
    @TempDir
    Path folder;

    @Test
    void every_container_stands_where_the_plan_says_and_is_a_disk() throws IOException {
        new DemoEstate(folder, Clock.systemUTC()).stand();

        for (DemoFile file : DemoPeople.files()) {
            Path disk = folder.resolve(file.site())
                    .resolve(file.set())
                    .resolve(file.folder())
                    .resolve(file.name());
            byte[] head = new byte[8];
            try (var in = Files.newInputStream(disk)) {
                in.readNBytes(head, 0, 8);
            }
            assertThat(new String(head, "US-ASCII")).as(file.toString()).isIn("vhdxfile", "conectix");
        }
        assertThat(DemoPeople.files().stream().map(DemoFile::folder).distinct()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void a_second_start_leaves_everything_as_it_is() throws IOException {
        DemoEstate estate = new DemoEstate(folder, Clock.systemUTC());
        Path config = estate.stand();
        Files.writeString(config, "# changed by somebody\n");
        Path disk;
        try (Stream<Path> all = Files.walk(folder)) {
            disk = all.filter(path -> path.toString().endsWith("Profile_anna.berg.VHDX"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(disk);

        estate.stand();

        assertThat(config).hasContent("# changed by somebody\n");
        assertThat(disk).doesNotExist();
    }

    @Test
    void a_layout_that_was_cut_off_is_finished_by_the_next_start() throws IOException {
        DemoEstate estate = new DemoEstate(folder, Clock.systemUTC());
        estate.stand();
        Files.delete(folder.resolve("estate.version"));
        Path anna = folder.resolve("london/office/" + DemoPeople.ANNA + "_anna.berg/Profile_anna.berg.VHDX");
        Files.delete(anna);

        estate.stand();

        assertThat(anna).exists();
    }

    @Test
    void what_is_no_packed_disk_is_refused_and_leaves_nothing_under_the_name() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("something else".getBytes("US-ASCII"));
        }
        Path target = folder.resolve("disk.vhdx");

        assertThatThrownBy(() -> PackedDisk.unpack(new ByteArrayInputStream(bytes.toByteArray()), target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a packed disk");
        assertThat(target).doesNotExist();
    }
}
