package dev.profilekeep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.lock.HostSeen.Known;
import dev.profilekeep.lock.Scene.Seen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockWordsTest {
    private static final Map<String, String> PLACES = Map.of("fra-profiles", "Frankfurt", "lon-profiles", "London");

    private static LockWords words(Locale locale) {
        return new LockWords(locale, ZoneId.of("Europe/Berlin"), id -> PLACES.getOrDefault(id, id));
    }

    @Test
    void a_stale_lock_is_told_as_a_person_would() {
        LockVerdict verdict = Scene.standard()
                .suspect(host -> host.session(Known.NO).booted(Instant.parse("2026-03-02T08:40:00Z")))
                .verdict();
        assertThat(words(Locale.UK).sentence(verdict))
                .isEqualTo(
                        "Locked since 08:12 by AVD-12. Nobody has had the disk open in Frankfurt for 47 minutes; nobody has had the"
                                + " disk open in London for 47 minutes; AVD-12 restarted at 09:40. Stale: nobody uses it. The"
                                + " lock of this pool is the open disk, and nobody has it open at any site.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void every_fact_rule_source_and_verdict_has_words(String language) {
        LockWords words = words(Locale.forLanguageTag(language));
        Set<String> codes = new TreeSet<>();
        RandomScenes.each(5_000, 3, evidence -> LockCourt.judge(evidence).ifPresent(verdict -> {
            assertThat(words.sentence(verdict)).doesNotContain("{", "}", "''");
            assertThat(words.nextStep(verdict)).isNotBlank();
            for (Observation observation : verdict.observations()) {
                assertThat(words.line(observation, Scene.NOW)).endsWith(".").doesNotContain("{", "}", "''", "null");
                assertThat(words.source(observation)).isNotBlank();
                codes.add(observation.fact().code());
            }
        }));
        ResourceBundle texts = ResourceBundle.getBundle("dev.profilekeep.lock.lock", Locale.forLanguageTag(language));
        for (LockRule rule : LockRule.values()) {
            assertThat(texts.getString("rule." + rule)).isNotBlank();
            assertThat(texts.getString("next." + rule)).isNotBlank();
        }
        for (Observation.Source source : Observation.Source.values()) {
            assertThat(texts.getString("source." + source)).isNotBlank();
        }
        assertThat(codes).hasSizeGreaterThan(18);
    }

    @Test
    void both_languages_say_the_same_things() {
        ResourceBundle english = ResourceBundle.getBundle("dev.profilekeep.lock.lock", Locale.ROOT);
        ResourceBundle german = ResourceBundle.getBundle("dev.profilekeep.lock.lock", Locale.GERMAN);
        assertThat(german.getLocale()).isEqualTo(Locale.GERMAN);
        assertThat(german.keySet()).isEqualTo(english.keySet());
        for (String key : english.keySet()) {
            for (String argument : List.of("{1}", "{2}", "{3}")) {
                assertThat(german.getString(key).contains(argument))
                        .as(key + " " + argument)
                        .isEqualTo(english.getString(key).contains(argument));
            }
        }
    }

    @Test
    void a_name_that_would_rewrite_the_line_is_made_visible() {
        LockVerdict verdict = Scene.standard()
                .at(0, seen -> seen.held().handles(new PlaceSeen.Handle(1, "CONTOSO\\an\u001b[2Jna", true, List.of())))
                .at(1, Seen::absent)
                .verdict();
        assertThat(words(Locale.UK).sentence(verdict)).contains("\\u{1b}[2J").doesNotContain("\u001b");
    }
}
