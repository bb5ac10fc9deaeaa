package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.profilekeep.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class H2CatalogTest extends CatalogContract {
    @Override
    String databaseYaml() {
        return "";
    }

    @Override
    DatabaseConfig emptyDatabase() {
        return Databases.h2(folder.resolve("empty"));
    }

    @Test
    void a_catalog_that_another_process_has_open_is_recognised() throws Exception {
        Path other = folder.resolve("held");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        other.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("open");
            assertThatThrownBy(() -> Catalog.open(Databases.h2(other)))
                    .isInstanceOf(CatalogInUseException.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (Catalog catalog = Catalog.open(Databases.h2(other))) {
            assertThat(catalog.shared()).isFalse();
        }
    }

    @Test
    void its_folder_and_its_files_are_for_the_account_that_made_them() throws Exception {
        Path fresh = folder.resolve("fresh");
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        try (Catalog catalog = Catalog.open(Databases.h2(fresh))) {
            assertThat(catalog.shared()).isFalse();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(fresh)) {
                assertThat(files.toList()).isNotEmpty().allSatisfy(file -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------"));
            }
        }
    }

    /** Opens a catalog and holds it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (Catalog catalog = Catalog.open(Databases.h2(Path.of(arguments[0])))) {
                System.out.println(catalog.shared() ? "shared" : "open");
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void a_database_that_cannot_be_opened_says_why() throws IOException {
        Path file = folder.resolve("broken");
        Files.createDirectories(file);
        Files.writeString(file.resolve("catalog.mv.db"), "this is no database, however long it may be".repeat(1000));
        assertThatThrownBy(() -> Catalog.open(Databases.h2(file)))
                .isInstanceOf(CatalogException.class)
                .isNotInstanceOf(CatalogInUseException.class)
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> Catalog.open(
                        new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=2", "u", null)))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("cannot be opened");
    }
}
