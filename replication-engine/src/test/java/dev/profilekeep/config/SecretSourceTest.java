package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
    private static final String REPLACED = "gr\uFFFD\uFFFDner Tee im Winter";

    @TempDir
    Path folder;

    @Test
    void letters_that_java_replaced_are_no_secret() {
        assertThatThrownBy(() -> new SecretSource.Environment("PASS").read(Map.of("PASS", REPLACED)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the environment variable PASS")
                .hasMessageContaining("LC_ALL=C.UTF-8")
                .hasMessageContaining("file:/path")
                .hasMessageNotContaining("Winter");
    }

    @Test
    void a_locale_that_is_not_of_utf8_makes_only_plain_letters_a_secret() throws IOException {
        for (String encoding : new String[] {"ANSI_X3.4-1968", "ISO-8859-1", "no such encoding", ""}) {
            assertThat(EnvironmentText.whole("PASS", "green tea in winter", encoding))
                    .isEqualTo("green tea in winter");
            assertThatThrownBy(() -> EnvironmentText.whole("PASS", "grüner Tee im Winter", encoding))
                    .as(encoding)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("and not as UTF-8");
        }
        assertThat(EnvironmentText.whole("PASS", "grüner Tee im Winter", "UTF-8"))
                .isEqualTo("grüner Tee im Winter");
        assertThatThrownBy(() -> EnvironmentText.whole("PASS", REPLACED, "UTF-8"))
                .hasMessageContaining("they are no UTF-8");
    }

    @Test
    void the_mark_of_utf8_at_the_beginning_of_a_file_is_no_letter_of_the_secret() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "\uFEFFgrüner Tee\uFEFF\r\n");
        assertThat(new SecretSource.File(file).read()).isEqualTo("grüner Tee\uFEFF");
        Files.writeString(file, "\uFEFF\n");
        assertThatThrownBy(() -> new SecretSource.File(file).read()).hasMessageContaining("is empty");
    }

    @Test
    void a_file_that_is_no_utf8_is_refused() throws IOException {
        for (Charset other : new Charset[] {StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16}) {
            Path file = Files.writeString(folder.resolve(other.name()), "grüner Tee", other);
            assertThatThrownBy(() -> new SecretSource.File(file).read())
                    .hasMessageContaining(file + " cannot be read (it is no text in UTF-8)");
        }
    }
}
