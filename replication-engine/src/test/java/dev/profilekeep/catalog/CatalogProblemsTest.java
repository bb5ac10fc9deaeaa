package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.profilekeep.config.DatabaseConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that cannot be opened says why in one line that an administrator can act on. */
class CatalogProblemsTest {
    @TempDir
    Path folder;

    private DatabaseConfig h2(String options) {
        return new DatabaseConfig("jdbc:h2:file:" + folder.resolve("catalog") + options, null, null);
    }

    private void expectOneLine(Throwable thrown) {
        assertThat(thrown).isInstanceOf(CatalogException.class);
        assertThat(thrown.getMessage())
                .doesNotContain("\n")
                .doesNotContain("SQL")
                .doesNotContain("Exception")
                .doesNotContainPattern("\\[\\d+-\\d+]");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_damaged_file_is_called_so() throws IOException {
        Catalog.open(h2("")).close();
        Path file = folder.resolve("catalog.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, (byte) 0x5A);
        Files.write(file, bytes);
        Throwable thrown = catchThrowable(() -> Catalog.open(h2("")));
        expectOneLine(thrown);
        assertThat(thrown).hasMessageContaining(file.toString()).hasMessageContaining("damaged");
        assertThat(thrown).hasMessageContaining("backup");
    }

    @Test
    void one_that_cannot_be_written_names_the_permission() {
        Throwable thrown = catchThrowable(() -> {
            Catalog.open(h2("")).close();
            try (Catalog catalog = Catalog.open(h2(";ACCESS_MODE_DATA=r"))) {
                catalog.database()
                        .<RuntimeException>run(session -> session.update("UPDATE audit_head SET seq = 7 WHERE id = 1"));
            }
        });
        expectOneLine(thrown);
        assertThat(thrown).hasMessageContaining("read only");
    }

    @Test
    void a_second_start_that_is_refused_leaves_nothing_behind() throws IOException {
        Catalog.open(h2("")).close();
        try (FileChannel another = FileChannel.open(folder.resolve("catalog.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = another.lock()) {
            assertThat(lock.isValid()).isTrue();
            Throwable thrown = catchThrowable(() -> Catalog.open(h2("")));
            expectOneLine(thrown);
            assertThat(thrown).isInstanceOf(CatalogInUseException.class);
        }
        assertThat(files()).containsExactly("catalog.mv.db");
    }
}
