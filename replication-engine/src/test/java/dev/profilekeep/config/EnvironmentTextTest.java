package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In processes of their own: how Java reads its environment is settled when it starts. */
class EnvironmentTextTest {
    private static final String SECRET = "gr\u00FCner Tee";

    /** Says how it got the variable, and whether it is refused. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            String value = System.getenv("SECRET");
            String told = value.equals(SECRET) ? "right" : "wrong";
            try {
                EnvironmentText.whole("SECRET", value);
                System.out.print(told + " taken");
            } catch (IOException e) {
                System.out.print(told + " refused");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"C, UTF-8", "C, ISO-8859-1", "C, ''", "C.UTF-8, ISO-8859-1", "C.UTF-8, UTF-8", "C.UTF-8, ''"})
    void what_was_read_right_is_taken_and_nothing_else(String locale, String encoding) throws Exception {
        ProcessBuilder start = new ProcessBuilder(
                        "sh",
                        "-c",
                        "SECRET=$(printf 'gr\\303\\274ner Tee'); export SECRET; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        encoding.isEmpty() ? "-Dnothing=" : "-Dfile.encoding=" + encoding,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        start.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        start.environment().put("LC_ALL", locale);
        Process reader = start.start();
        String told = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reader.waitFor()).isZero();
        assertThat(told).isIn(List.of("right taken", "wrong refused"));
        if (locale.equals("C.UTF-8") && !encoding.equals("ISO-8859-1")) {
            assertThat(told).isEqualTo("right taken");
        }
    }
}
