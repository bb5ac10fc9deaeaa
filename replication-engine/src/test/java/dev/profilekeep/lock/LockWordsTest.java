package dev.profilekeep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.hostlog.HostLog;
import dev.profilekeep.lock.HostSeen.Known;
import dev.profilekeep.lock.Scene.Seen;
import java.time.Instant;
import java.time.LocalTime;
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
                .isEqualTo("Locked since 08:12 by AVD-12. Nobody has had the disk open in Frankfurt for 47 minutes;"
                        + " nobody has had the disk open in London for 47 minutes; AVD-12 restarted at 09:40."
                        + " Stale: nobody uses it. The lock of this pool is the open disk, and nobody has it open"
                        + " at any site.");
    }

    @Test
    void of_a_site_that_is_cut_off_nothing_is_claimed() {
        LockVerdict verdict =
                Scene.standard().at(1, seen -> seen.unreachable().fenced()).verdict();
        assertThat(words(Locale.UK).sentence(verdict))
                .contains("London is failed over and cut off")
                .endsWith("nobody has it open at any site that is not cut off.");
        assertThat(words(Locale.GERMAN).sentence(verdict))
                .endsWith("niemand hat sie an einem Standort offen, der nicht abgetrennt ist.");
        assertThat(words(Locale.UK).sentence(Scene.standard().verdict())).endsWith("nobody has it open at any site.");
    }

    @Test
    void an_old_word_of_a_session_is_told_as_what_was() {
        Fact session = new Fact.SessionOpen("AVD-U", Scene.NOW.minusSeconds(9_000));
        Observation fresh =
                new Observation(Observation.Source.SESSIONS, null, Scene.NOW.minusSeconds(599), Weight.LIVE, session);
        Observation old =
                new Observation(Observation.Source.SESSIONS, null, Scene.NOW.minusSeconds(600), Weight.DOUBT, session);
        assertThat(words(Locale.UK).line(fresh, Scene.NOW)).startsWith("The person is signed in at AVD-U since ");
        assertThat(words(Locale.UK).line(old, Scene.NOW))
                .startsWith("The person was signed in at AVD-U when it was last heard of (");
        assertThat(words(Locale.GERMAN).line(old, Scene.NOW)).startsWith("Die Person war auf AVD-U angemeldet, als");
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

    private static String said(String language, Fact fact) {
        Observation seen =
                new Observation(Observation.Source.LOG, null, Instant.parse("2026-03-02T07:13:05Z"), Weight.NOTE, fact);
        return words(Locale.forLanguageTag(language)).line(seen, Scene.NOW);
    }

    @Test
    void a_line_of_a_log_is_told_with_both_clocks_and_with_what_its_code_means() {
        LocalTime clock = LocalTime.of(7, 13, 5, 999);
        Fact line = new Fact.LogEntry("AVD-12", clock, "Europe/London", "file is locked\u001b[2J", 32L, null);
        assertThat(said("en-GB", line))
                .startsWith("AVD-12 logged at 08:13 (07:13:05 by its own clock, Europe/London): \"file is"
                        + " locked\\u{1b}[2J\"")
                .matches(".* – code 32: \\S.*[^.]\\.");
        assertThat(said("de", line))
                .startsWith(
                        "AVD-12 protokollierte um 08:13 (07:13:05 nach eigener Uhr, Europe/London): „file is locked")
                .contains("Code 32: ");
        assertThat(said("en-GB", new Fact.LogEntry("AVD-12", clock, "UTC", "Status set to 12", null, 12)))
                .contains("– FSLogix status 12: ");
        assertThat(said("en-GB", new Fact.LogEntry("AVD-12", clock, "UTC", "odd", 0xDEADL, null)))
                .endsWith("UTC): \"odd\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void every_reason_why_a_log_was_not_read_has_words(String language) {
        for (HostLog.Why why : HostLog.Why.values()) {
            assertThat(said(language, new Fact.LogUnread("AVD-12", why.name(), "smb://fs/logs", "access denied")))
                    .contains("AVD-12")
                    .endsWith(".")
                    .doesNotContain("{", "''");
        }
        assertThat(said(language, new Fact.LogUnread("AVD-12", "FAILED", "smb://fs/logs", "access denied")))
                .contains("smb://fs/logs")
                .contains("access denied");
        assertThat(said(language, new Fact.LogQuiet("AVD-12", "Profile-20260302.log")))
                .contains("AVD-12", "Profile-20260302.log");
    }

    @Test
    void both_languages_say_the_same_things() {
        ResourceBundle english = ResourceBundle.getBundle("dev.profilekeep.lock.lock", Locale.ROOT);
        ResourceBundle german = ResourceBundle.getBundle("dev.profilekeep.lock.lock", Locale.GERMAN);
        assertThat(german.getLocale()).isEqualTo(Locale.GERMAN);
        assertThat(german.keySet()).isEqualTo(english.keySet());
        for (String key : english.keySet()) {
            for (String argument : List.of("{1}", "{2}", "{3}", "{4}", "{5}", "{6}", "{7}")) {
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
