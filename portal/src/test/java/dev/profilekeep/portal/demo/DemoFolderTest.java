package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.portal.start.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** The demo never writes to, and never removes, what may be somebody's own. */
class DemoFolderTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_estate_of_ones_own_is_refused_and_every_byte_of_it_stays(boolean reset) throws Exception {
        Path own = ownEstate();
        Map<String, String> before = everything(own);

        StartFailure failure = catchThrowableOfType(StartFailure.class, () -> start(own, reset));

        assertThat(failure)
                .hasMessageContaining(own.toString())
                .hasMessageContaining("profilekeep.yml")
                .hasMessageContaining("Nothing in it was touched");
        assertThat(failure.next()).contains("script/server --data FOLDER", "script/server --config FILE");
        assertThat(everything(own)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_estate_whose_names_are_those_of_the_demo_is_refused_too(boolean reset) throws Exception {
        Path own = temporary.resolve("copied");
        for (DemoFile file : DemoPeople.files()) {
            Path folder = own.resolve(file.site()).resolve(file.set()).resolve(file.folder());
            Files.writeString(Files.createDirectories(folder).resolve(file.name()), "my disk " + file);
        }
        Files.writeString(own.resolve("profilekeep.yml"), "# my own");
        Map<String, String> before = everything(own);

        assertThat(catchThrowableOfType(StartFailure.class, () -> start(own, reset)))
                .hasMessageContaining(own.toString());
        assertThat(everything(own)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_folder_of_something_else_is_refused(boolean reset) throws Exception {
        Path other = Files.createDirectories(temporary.resolve("letters"));
        Files.writeString(other.resolve("letter.txt"), "Dear …");
        Files.writeString(other.resolve("estate.version"), "2nd draft of our estate's history");
        Map<String, String> before = everything(other);

        assertThat(catchThrowableOfType(StartFailure.class, () -> start(other, reset)))
                .hasMessageContaining("not from the demo");
        assertThat(everything(other)).isEqualTo(before);

        Path letter = other.resolve("letter.txt");
        assertThat(catchThrowableOfType(StartFailure.class, () -> start(letter, reset)))
                .hasMessageContaining("is not a folder");
        assertThat(letter).hasContent("Dear …");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_new_and_an_empty_folder_become_the_demos(boolean reset) throws IOException {
        for (Path folder : List.of(temporary.resolve("new"), Files.createDirectories(temporary.resolve("empty")))) {
            start(folder, reset);

            assertThat(folder.resolve(".profilekeep-demo")).exists();
            assertThat(folder.resolve("estate.version")).exists();
            start(folder, reset);
            assertThat(folder.resolve("profilekeep.yml")).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_demo_that_an_earlier_build_laid_out_is_still_one(boolean reset) throws IOException {
        Path folder = temporary.resolve("earlier");
        new DemoEstate(folder, Clock.systemUTC()).stand();
        Files.delete(folder.resolve(".profilekeep-demo"));
        String version = Files.readString(folder.resolve("estate.version"));
        Files.writeString(folder.resolve("estate.version"), "0"); // of the estate, and so laid out anew

        start(folder, reset);

        assertThat(folder.resolve("estate.version")).hasContent(version);
        assertThat(folder.resolve("london")).isDirectory();
    }

    @Test
    void a_reset_that_was_cut_off_leaves_a_folder_that_is_still_the_demos() throws IOException {
        Path folder = temporary.resolve("demo");
        new DemoEstate(folder, Clock.systemUTC()).stand();
        Files.delete(folder.resolve("estate.version"));
        Files.delete(folder.resolve("profilekeep.yml"));

        start(folder, true);

        assertThat(folder.resolve("profilekeep.yml")).exists();
    }

    private static void start(Path folder, boolean reset) {
        MockEnvironment here = new MockEnvironment().withProperty("server.address", "127.0.0.1");
        new DemoConfiguration()
                .demoConfigSource(folder, reset, Clock.systemUTC(), here)
                .load();
    }

    /** As a person has it who read docs/configuration.md: a data directory and locations beside the file. */
    private Path ownEstate() throws IOException {
        Path own = temporary.resolve("mine");
        Files.createDirectories(own.resolve("data/sign-in"));
        Files.createDirectories(own.resolve("frankfurt/office"));
        Files.writeString(
                own.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: frankfurt/office}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                """);
        Files.writeString(own.resolve("data/catalog.mv.db"), "my catalog");
        Files.writeString(own.resolve("data/sign-in/saml-signing.pem"), "my key");
        Files.writeString(own.resolve("frankfurt/office/Profile_me.VHDX"), "my disk");
        return own;
    }

    private static Map<String, String> everything(Path folder) throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.toList()) {
                FileTime written = Files.getLastModifiedTime(path);
                byte[] content = Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path);
                String digest = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
                Instant at = written.toInstant();
                all.put(folder.relativize(path).toString(), digest + " " + at);
            }
        }
        return all;
    }
}
