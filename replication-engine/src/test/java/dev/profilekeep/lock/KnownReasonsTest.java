package dev.profilekeep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownReasonsTest {
    private static final ResourceBundle.Control EXACTLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sessions cannot be listed here: the account fslogix is no administrator of the file server (0x5)"
                        + "|Sitzungen lassen sich hier nicht auflisten: das Konto fslogix ist kein Administrator des"
                        + " Dateiservers (0x5)",
                "open files cannot be listed here: what a server says of its own"
                        + "|offene Dateien lassen sich hier nicht auflisten: what a server says of its own",
                "connect to filer:445: no answer within 5000 ms"
                        + "|Verbindung zu filer:445: keine Antwort innerhalb von 5000 ms",
                "connect to filer:445: Connection refused; is a file server running?"
                        + "|Verbindung zu filer:445: Connection refused; läuft ein Dateiserver?",
                "open share \\\\filer\\p: the account lacks the right 'read' (STATUS_ACCESS_DENIED 0xC0000022)"
                        + "|Freigabe \\\\filer\\p öffnen: dem Konto fehlt das Recht „read“ (STATUS_ACCESS_DENIED"
                        + " 0xC0000022)",
                "it did not answer within 10 s|er hat innerhalb von 10 s nicht geantwortet",
                "quiet hours 07:30-09:30|Ruhezeiten 07:30-09:30",
                "what {0} nobody 'knows'|what {0} nobody 'knows'"
            })
    void a_reason_is_said_in_german_as_far_as_it_is_known(String english, String german) {
        assertThat(new KnownReasons(Locale.GERMANY).of(english)).isEqualTo(german);
        assertThat(new KnownReasons(Locale.UK).of(english)).isEqualTo(english);
    }

    @Test
    void evidence_at_a_local_folder_has_no_english_in_it() throws IOException {
        String why = new LocalStorage(folder).fileServer().listsOpenFiles().why();
        Observation hidden = new Observation(
                Observation.Source.FILE_SERVER,
                "fra-profiles",
                Instant.EPOCH,
                Weight.DOUBT,
                new Fact.HandlesHidden(why));
        assertThat(new LockWords(Locale.GERMAN, ZoneId.of("UTC"), id -> "Frankfurt").line(hidden, Instant.EPOCH))
                .contains("nicht auflisten: ein lokaler Ordner hat keinen Server, den man fragen könnte")
                .doesNotContain("cannot", "local folder", "offene Dateien");
        assertThat(new LockWords(Locale.ENGLISH, ZoneId.of("UTC"), id -> "Frankfurt").line(hidden, Instant.EPOCH))
                .contains("cannot be listed: a local folder has no server that could be asked")
                .doesNotContain("open files");
    }

    /** Whoever words a reason anew finds that it is not translated any more. */
    @Test
    void every_reason_of_the_table_is_one_that_is_said() throws IOException {
        String sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
            sources = all.toString().replaceAll("\"\\s*\\+ \"", "");
        }
        ResourceBundle english = ResourceBundle.getBundle(KnownReasons.BUNDLE, Locale.ROOT, EXACTLY);
        ResourceBundle german = ResourceBundle.getBundle(KnownReasons.BUNDLE, Locale.GERMAN, EXACTLY);
        assertThat(german.getLocale()).isEqualTo(Locale.GERMAN);
        for (String key : english.keySet()) {
            List<String> said = Stream.of(english.getString(key).split("\\{\\d}"))
                    .map(part -> part.replaceAll("^[ :(]+|[ :(]+$", ""))
                    .filter(part -> part.length() > 5)
                    .collect(Collectors.toList());
            assertThat(said).as(key).isNotEmpty().allMatch(sources::contains);
            assertThat(german.getString(key)).as(key).isNotEqualTo(english.getString(key));
        }
    }
}
