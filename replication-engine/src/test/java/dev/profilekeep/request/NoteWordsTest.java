package dev.profilekeep.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.lease.SwapOutcome;
import dev.profilekeep.lock.Fact;
import dev.profilekeep.lock.Holder;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockRule;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Observation;
import dev.profilekeep.lock.Weight;
import dev.profilekeep.restore.RestoreRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept of a note is told to everybody in their own language and time zone. */
class NoteWordsTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T07:13:00Z");
    private static final NoteWords GERMAN = words(Locale.GERMANY, ZoneId.of("Europe/Berlin"));
    private static final NoteWords ENGLISH = words(Locale.UK, ZoneOffset.UTC);

    private static NoteWords words(Locale locale, ZoneId zone) {
        return new NoteWords(locale, new LockWords(locale, zone, id -> "Frankfurt"), sentence -> NoteWords.Shown.WHOLE);
    }

    private static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(
                NoteWords.BUNDLE,
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    private static Note held() {
        Observation handle = new Observation(
                Observation.Source.FILE_SERVER,
                "fra",
                MORNING.plusSeconds(600),
                Weight.LIVE,
                new Fact.OpenHandle("CORP\\anna", "AVD-12", MORNING, true));
        LockVerdict verdict = new LockVerdict.Live(
                LockRule.HELD, new Holder("AVD-12", "", MORNING), MORNING.plusSeconds(600), List.of(handle));
        return Note.lock(
                new LockWords(Locale.ENGLISH, ZoneOffset.UTC, id -> id).sentence(verdict), new JudgedLock(7, verdict));
    }

    @Test
    void who_holds_it_and_since_when_is_said_in_the_readers_language_and_time_zone() {
        assertThat(held().english()).contains("7:13").contains("AVD-12");
        assertThat(GERMAN.of(held())).contains("08:13").contains("AVD-12").contains("Frankfurt");
        assertThat(ENGLISH.of(held())).contains("07:13").contains("Frankfurt");
    }

    @Test
    void one_fact_after_the_other_is_said_and_what_a_server_said_stays_in_its_words() {
        Note note = Note.of("patience.held", 14).and(held());
        assertThat(GERMAN.of(note))
                .startsWith("14 Tage lang konnte es nicht beginnen: ")
                .contains("08:13");
        assertThat(note.english()).startsWith("for 14 days it could not begin: ");

        Note mode = Note.of("refusal.MODE", "location fra is in mode OBSERVE");
        assertThat(mode.english()).isEqualTo("location fra is in mode OBSERVE");
        assertThat(GERMAN.of(mode))
                .startsWith("Der Modus einer Ablage")
                .endsWith("(im Wortlaut: location fra is in mode OBSERVE)");
        assertThat(ENGLISH.of(Note.of("kept.gone").and(Note.of("partly.again"))))
                .isEqualTo("what was there before is not kept any more; do it again for the rest");
    }

    @Test
    void a_sentence_from_before_there_were_facts_is_told_as_it_is() {
        assertThat(GERMAN.of(Note.plain("for 14 days it could not begin"))).isEqualTo("for 14 days it could not begin");
        assertThat(GERMAN.of(Note.plain("she is there").and(Note.of("kept.gone"))))
                .isEqualTo("Im Wortlaut: she is there; Was vorher da war, ist nicht mehr aufgehoben");
        assertThat(GERMAN.of(Note.NONE)).isEmpty();
        assertThat(Note.NONE.and(Note.NONE).isEmpty()).isTrue();
        Note newer = new Note("a thing of tomorrow", List.of(new Note.Said("tomorrow", List.of("fra", "7"))));
        assertThat(GERMAN.of(newer)).isEqualTo("fra, 7");
        Note unread = new Note("somebody has it", List.of(new Note.Said(Note.Said.LOCK, List.of("{"))));
        assertThat(GERMAN.of(unread)).isEqualTo("somebody has it");
    }

    @Test
    void what_the_reader_may_not_see_is_left_out_in_their_language_and_the_rest_is_said() {
        NoteWords without = new NoteWords(
                Locale.GERMANY,
                new LockWords(Locale.GERMANY, ZoneOffset.UTC, id -> id),
                sentence -> sentence.contains("/etc") ? NoteWords.Shown.NO_KEY : NoteWords.Shown.WHOLE);
        Note note = Note.of("patience.tried.why", 14).and(Note.of("later", "the key in file:/etc/x is wrong"));
        assertThat(without.of(note))
                .startsWith("14 Tage lang wurde es vergeblich versucht: Der Schlüssel")
                .doesNotContain("/etc");
    }

    @Test
    void every_fact_that_is_written_down_anywhere_has_a_text_in_both_languages() throws IOException {
        Set<String> english = new TreeSet<>(texts(Locale.ROOT).keySet());
        assertThat(new TreeSet<>(texts(Locale.GERMAN).keySet())).isEqualTo(english);
        for (RestoreRefusal.Why why : RestoreRefusal.Why.values()) {
            assertThat(english).contains("refusal." + why);
        }
        for (Class<?> outcome : SwapOutcome.class.getPermittedSubclasses()) {
            assertThat(english).contains("copy." + outcome.getSimpleName());
        }
        Set<String> used = new TreeSet<>();
        Pattern note = Pattern.compile("Note\\.of\\(\\s*\"([\\w.-]+)\"");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher found = note.matcher(Files.readString(source));
                while (found.find()) {
                    used.add(found.group(1));
                }
            }
        }
        used.removeIf(code -> code.endsWith("."));
        assertThat(used).hasSizeGreaterThan(20);
        assertThat(english).containsAll(used);
        for (String key : english) {
            assertThat(GERMAN.say(new Note.Said(key, List.of("1", "2")))).doesNotContain("{", "''");
            assertThat(ENGLISH.say(new Note.Said(key, List.of("1", "2")))).doesNotContain("{", "''");
        }
    }
}
