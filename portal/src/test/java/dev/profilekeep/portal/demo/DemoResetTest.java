package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.portal.start.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoResetTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void stand() throws IOException, SQLException {
        folder = temporary.resolve("demo-data");
        new DemoEstate(folder, Clock.systemUTC()).stand();
        catalog().close();
        Files.writeString(folder.resolve("data/portal.json"), "{}");
    }

    private Connection catalog() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("data/catalog"), "sa", "");
    }

    @Test
    void while_its_catalog_is_open_the_estate_is_not_touched() throws IOException, SQLException {
        try (Connection portal = catalog()) {
            StartFailure failure = catchThrowableOfType(StartFailure.class, () -> DemoReset.remove(folder));

            assertThat(failure).hasMessageContaining(folder.toString()).hasMessageContaining("in use");
            assertThat(failure.next()).contains("Stop that portal", "--data");
            assertThat(folder.resolve("estate.version")).exists();
            assertThat(folder.resolve("data/portal.json")).exists();
            assertThat(portal.isValid(1)).isTrue();
        }
    }

    @Test
    void an_estate_that_nobody_works_with_goes_as_a_whole() throws IOException {
        DemoReset.remove(folder);

        assertThat(folder).doesNotExist();
        DemoReset.remove(folder);
        assertThat(new DemoEstate(folder, Clock.systemUTC()).stand()).exists();
    }

    @Test
    void what_somebody_else_put_there_stays_and_is_told() throws IOException {
        Path letter = Files.writeString(folder.resolve("data/mine.txt"), "Dear …");
        Path notes = Files.writeString(
                Files.createDirectories(folder.resolve("notes/old")).resolve("a.txt"), "a");
        Path disk = Files.writeString(folder.resolve("frankfurt/office/own.vhdx"), "not the demo's");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("london/office/.profilekeep/txn"));

        List<Path> kept = DemoReset.remove(folder);

        Path real = folder.toRealPath();
        assertThat(kept.stream().map(path -> real.relativize(path).toString()))
                .containsExactlyInAnyOrder("data/mine.txt", "notes/old/a.txt", "frankfurt/office/own.vhdx", "empty");
        assertThat(letter).hasContent("Dear …");
        assertThat(List.of(notes, disk, empty))
                .allSatisfy(path -> assertThat(path).exists());
        assertThat(folder.resolve("london")).doesNotExist();
        assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**catalog*");
        assertThat(folder.resolve("frankfurt/office")).isDirectoryNotContaining("glob:**anna*");
        new DemoEstate(folder, Clock.systemUTC()).stand();
        assertThat(folder.resolve("london/office")).isDirectoryContaining("glob:**anna*");
        assertThat(letter).exists();
    }

    @Test
    void what_a_link_leads_to_stays() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("keep.txt"), "kept");
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        DemoReset.remove(folder);

        assertThat(elsewhere.resolve("keep.txt")).exists();
    }

    @Test
    void the_script_leaves_it_to_the_portal_which_knows_the_lock() throws IOException {
        assertThat(Path.of("../script/server"))
                .content()
                .contains("${reset:+--profilekeep.demo.reset=true}")
                .doesNotContain("rm -rf");
    }
}
