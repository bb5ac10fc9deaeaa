package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.Refusal;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.health.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IncidentWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T07:05:00Z");

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                "dev.profilekeep.notify.notify",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    private static IncidentWords words(Locale locale) {
        return new IncidentWords(locale, ZoneId.of("Europe/Berlin"), id -> id.equals("fra") ? "Frankfurt" : id);
    }

    private static Incident incident(IncidentKind kind, Map<String, String> facts) {
        return new Incident(1, kind, Severity.CRITICAL, "fra", facts, NOW, NOW, NOW, null);
    }

    @Test
    void a_mail_says_what_of_a_profile_is_brought_back() {
        IncidentWords english = new IncidentWords(Locale.ENGLISH, ZoneId.of("Z"), id -> id);
        assertThat(asked(RequestMail.About.WHOLE).text(english)).contains("bringing the whole profile back");
        assertThat(asked(RequestMail.About.OFFICE).text(english)).contains("the data of Outlook and Office back");
    }

    private static RequestMail asked(RequestMail.About about) {
        return new RequestMail("ASKED", about, RequestMail.To.OWNER, "anna", "Helge", "", null, "she called", "");
    }

    @Test
    void both_languages_have_every_text() {
        assertThat(new TreeSet<>(bundle(Locale.GERMAN).keySet()))
                .isEqualTo(new TreeSet<>(bundle(Locale.ROOT).keySet()));
        for (String key : bundle(Locale.ROOT).keySet()) {
            String german = bundle(Locale.GERMAN).getString(key);
            if (!List.of("mail.item", "severity.INFO").contains(key)) {
                assertThat(german).as(key).isNotEqualTo(bundle(Locale.ROOT).getString(key));
            }
        }
    }

    @Test
    void what_the_storage_said_is_told_in_the_language_of_the_channel() {
        Incident gone = incident(IncidentKind.SITE_DOWN, Map.of("reason", "the folder of this location is not there"));
        assertThat(words(Locale.GERMAN).text(gone))
                .contains("den Ordner dieses Orts gibt es nicht")
                .doesNotContain("folder");
        assertThat(words(Locale.ENGLISH).text(gone)).contains("the folder of this location is not there");
    }

    @Test
    void a_mail_names_the_zone_of_its_times() {
        Incident open = incident(IncidentKind.SITE_DOWN, Map.of("reason", "no such host"));
        DigestPlan plan = new DigestPlan(List.of(open), List.of(), false);
        assertThat(MailText.body(plan, words(Locale.GERMAN), null, NOW)).contains("08:05 (Europe/Berlin).");
        assertThat(MailText.body(plan, new IncidentWords(Locale.ENGLISH, ZoneId.of("Z"), id -> id), null, NOW))
                .contains("(UTC).");
    }

    @Test
    void every_kind_is_told_in_both_languages_with_nothing_left_open() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            for (IncidentKind kind : IncidentKind.values()) {
                Incident incident = incident(
                        kind,
                        Map.of(
                                "reason",
                                "no answer",
                                "location",
                                "Profiles",
                                "host",
                                "AVD-12",
                                "locked",
                                "23",
                                "stale",
                                "1",
                                "name",
                                "Backups London",
                                "finding",
                                "REPOSITORY_UNREADABLE"));
                assertThat(words(locale).title(incident) + words(locale).text(incident))
                        .as(locale + " " + kind)
                        .doesNotContain("{")
                        .doesNotContain("}")
                        .contains(
                                switch (kind) {
                                    case HOST_LEFT_LOCKS -> "AVD-12";
                                    case REPOSITORY_FINDING -> "Backups London";
                                    case SITE_DOWN, LOCATION_DOWN -> "Frankfurt";
                                });
            }
        }
    }

    @Test
    void every_finding_of_a_repository_has_words_and_so_has_one_that_is_not_known() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            List<String> titles = Stream.concat(
                            Stream.of(RepositoryFindingCode.values()).map(Enum::name), Stream.of("NEWER"))
                    .map(code -> incident(
                            IncidentKind.REPOSITORY_FINDING,
                            Map.of("name", "Backups London", "finding", code, "reason", "no answer")))
                    .map(one -> {
                        assertThat(words(locale).text(one)).doesNotContain("{").isNotBlank();
                        return words(locale).title(one);
                    })
                    .toList();
            assertThat(titles).doesNotHaveDuplicates().allSatisfy(title -> assertThat(title)
                    .startsWith("Backups London: "));
        }
    }

    @Test
    void every_reason_for_which_a_disk_is_left_has_a_name_and_so_has_one_that_is_not_known() {
        Stream<String> ofNights = Arrays.stream(CompactionItem.Waits.class.getFields())
                .map(field -> {
                    try {
                        return String.valueOf(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
        List<String> all = Stream.concat(Arrays.stream(Refusal.Why.values()).map(Refusal.Why::word), ofNights)
                .distinct()
                .toList();
        assertThat(all).contains("in-use", "window");
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            String other = words(locale).compactionReason("newer");
            assertThat(all.stream().map(words(locale)::compactionReason).toList())
                    .doesNotHaveDuplicates()
                    .doesNotContain(other, "");
        }
    }

    @Test
    void numbers_are_spoken() {
        Map<String, String> facts = Map.of("host", "AVD-12", "locked", "1", "stale", "0");
        assertThat(words(Locale.ENGLISH).title(incident(IncidentKind.HOST_LEFT_LOCKS, facts)))
                .isEqualTo("AVD-12 left one locked profile behind");
    }

    @Test
    void a_host_that_left_locks_says_how_many_are_proved_stale_and_offers_only_those() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            String none = words(locale)
                    .text(incident(
                            IncidentKind.HOST_LEFT_LOCKS, Map.of("host", "AVD-12", "locked", "23", "stale", "0")));
            assertThat(none)
                    .doesNotContain(locale == Locale.ENGLISH ? "cleared" : "lösen")
                    .contains(locale == Locale.ENGLISH ? "none of them is proved stale" : "noch keine der Sperren");
            String some = words(locale)
                    .text(incident(
                            IncidentKind.HOST_LEFT_LOCKS, Map.of("host", "AVD-12", "locked", "23", "stale", "7")));
            assertThat(some)
                    .contains("23", "7 ")
                    .contains(locale == Locale.ENGLISH ? "cleared in one act" : "in einem Zug lösen");
        }
    }

    @Test
    void what_a_server_says_cannot_break_a_line() {
        Map<String, String> facts = Map.of("reason", "no\r\nBcc: everybody@example.com");
        assertThat(words(Locale.ENGLISH).text(incident(IncidentKind.SITE_DOWN, facts)))
                .doesNotContain("\n")
                .doesNotContain("\r");
    }
}
