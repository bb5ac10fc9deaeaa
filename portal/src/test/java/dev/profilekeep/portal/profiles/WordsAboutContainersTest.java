package dev.profilekeep.portal.profiles;

import static dev.profilekeep.portal.support.Samples.SITES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFinding;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.portal.profiles.Observations.Answer;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsAboutContainersTest {
    private final Texts texts = Texts.in(Locale.UK);
    private final Formats formats = new Formats(Locale.UK, ZoneOffset.UTC);

    @Test
    void the_worst_is_said_first() {
        assertThat(situation(FindingCode.NEARLY_FULL, FindingCode.DAMAGED)).isEqualTo(Situation.DAMAGED);
        assertThat(situation(FindingCode.COPY_MISSING, FindingCode.NEARLY_FULL)).isEqualTo(Situation.NEARLY_FULL);
        assertThat(situation(FindingCode.BLOATED, FindingCode.NOT_USED, FindingCode.LOG_NOT_REPLAYED))
                .isEqualTo(Situation.FINE);
        assertThat(Situation.worst(List.of())).isEqualTo(Situation.FINE);
    }

    @Test
    void a_lock_is_said_only_when_nothing_is_worse() {
        assertThat(Situation.of(Samples.row(1, "S", "a", ContainerKind.PROFILE, true)))
                .isEqualTo(Situation.IN_USE);
        assertThat(Situation.of(Samples.row(1, "S", "a", ContainerKind.PROFILE, true, FindingCode.GONE)))
                .isEqualTo(Situation.GONE);
    }

    @ParameterizedTest
    @EnumSource(FindingCode.class)
    void what_is_said_first_is_as_bad_as_the_finding(FindingCode code) {
        ContainerState state = situation(code).state();
        switch (code.severity()) {
            case INFO -> assertThat(state).isEqualTo(ContainerState.HEALTHY);
            case WARN -> assertThat(state).isEqualTo(ContainerState.ATTENTION);
            case CRITICAL -> assertThat(state).isEqualTo(ContainerState.PROBLEM);
        }
    }

    @Test
    void a_finding_is_told_with_its_numbers() {
        FindingWords full = FindingWords.of(
                Samples.finding(FindingCode.NEARLY_FULL, Map.of("freeBytes", "314572800", "percentUsed", "97")),
                SITES,
                texts,
                formats);
        assertThat(full.meaning().replace('\u00a0', ' ')).isEqualTo("300 MB are left inside; 97 % are in use.");
        FindingWords missing = FindingWords.of(
                Samples.finding(FindingCode.COPY_MISSING, Map.of("site", "lon")), SITES, texts, formats);
        assertThat(missing.meaning()).startsWith("London has no copy");
        assertThat(FindingWords.of(Samples.finding(FindingCode.NOT_USED, Map.of("days", "431")), SITES, texts, formats)
                        .meaning())
                .contains("431 days");
    }

    @Test
    void a_finding_without_its_facts_is_still_a_sentence() {
        for (FindingCode code : FindingCode.values()) {
            FindingWords words = FindingWords.of(Samples.finding(code, Map.of()), SITES, texts, formats);
            assertThat(words.meaning()).isNotBlank().doesNotContain("{", "null");
            assertThat(words.next()).isNotBlank();
        }
    }

    @Test
    void a_finding_of_a_location_is_told_with_its_name_and_numbers() {
        LocationFindingWords words = LocationFindingWords.of(
                new LocationFinding(
                        LocationFindingCode.STRAY_NAMES, "fra-p", Map.of("count", "3", "names", "a.vhdx, b.vhdx, c")),
                "Profiles at Frankfurt",
                texts,
                formats);
        assertThat(words.meaning())
                .startsWith("3 names at Profiles at Frankfurt")
                .contains("b.vhdx");
        for (LocationFindingCode code : LocationFindingCode.values()) {
            LocationFindingWords bare =
                    LocationFindingWords.of(new LocationFinding(code, "fra-p", Map.of()), "Frankfurt", texts, formats);
            assertThat(bare.meaning()).contains("Frankfurt").doesNotContain("{", "null");
        }
    }

    @Test
    void a_finding_of_a_repository_is_told_with_its_name_and_numbers() {
        assertThat(RepositoryFindingWords.of(
                                RepositoryFindingCode.REPOSITORY_NEARLY_FULL,
                                Map.of(
                                        "name", "Backups London",
                                        "freeBytes", "10737418240",
                                        "totalBytes", "1099511627776",
                                        "nights", "2"),
                                SITES,
                                texts,
                                formats)
                        .meaning())
                .contains("Backups London", "10", "2 nights");
        for (RepositoryFindingCode code : RepositoryFindingCode.values()) {
            RepositoryFindingWords bare =
                    RepositoryFindingWords.of(code, Map.of("name", "Backups London"), SITES, texts, formats);
            assertThat(bare.meaning()).contains("Backups London").doesNotContain("{", "null");
            assertThat(bare.name()).isNotBlank();
            assertThat(bare.next()).isNotBlank();
        }
    }

    @Test
    void a_forecast_says_how_sure_it_is() {
        FindingWords words = FindingWords.of(
                Samples.finding(
                        FindingCode.FULL_SOON,
                        Map.of("days", "12", "soonest", "9", "latest", "17", "bytesPerDay", "1073741824")),
                SITES,
                texts,
                formats);
        assertThat(words.meaning().replace('\u00a0', ' '))
                .isEqualTo("It grows by 1 GB a day: full in 12 days if it goes on (likely 9 to 17).");
    }

    @Test
    void a_sound_container_says_yes_but_never_that_the_copies_are_equal() {
        var seen = Observations.of(Samples.detail(Samples.row(1, "S", "anna")), SITES, formats, true);
        assertThat(seen)
                .filteredOn(one -> one.answer() == Answer.UNKNOWN)
                .extracting(one -> one.what().key())
                .containsExactly("evidence.notCompared");
        assertThat(seen).noneMatch(one -> one.answer() == Answer.NO);
        assertThat(seen).filteredOn(one -> one.answer() == Answer.YES).allMatch(one -> one.at() != null);
    }

    @Test
    void what_is_wrong_says_no_and_what_cannot_be_told_says_so() {
        var copies = List.of(
                Samples.copy(
                        1,
                        "fra",
                        Presence.IN_USE,
                        true,
                        LogState.REPLAY_NEEDED,
                        List.of(new SidecarSeen("Profile_anna.VHDX.LOCK", 3072, Samples.NOW))),
                Samples.copy(2, "lon", Presence.GONE));
        var seen = Observations.of(
                Samples.detail(
                        Samples.row(1, "S", "anna"),
                        copies,
                        Samples.finding(FindingCode.COPY_MISSING, Map.of("site", "lon"))),
                SITES,
                formats,
                true);
        assertThat(seen)
                .extracting(one -> one.answer() + " " + one.what().key())
                .contains(
                        "UNKNOWN evidence.inUse",
                        "NO evidence.notClosed",
                        "NO evidence.dirty",
                        "UNKNOWN evidence.lockFile",
                        "NO evidence.gone",
                        "NO evidence.missing")
                .doesNotContain("UNKNOWN evidence.notCompared");
        assertThat(seen).allSatisfy(one -> assertThat(one.what().in(texts)).doesNotContain("{", "evidence."));
    }

    @Test
    void where_the_lock_is_the_open_disk_a_lock_file_beside_a_closed_one_is_left_over() {
        List<SidecarSeen> lock = List.of(new SidecarSeen("Profile_anna.VHDX.lock", 3072, Samples.NOW));
        var copies = List.of(
                Samples.copy(1, "fra", Presence.PRESENT, false, LogState.EMPTY, lock),
                Samples.copy(2, "lon", Presence.IN_USE, false, LogState.EMPTY, lock));
        var seen = Observations.of(Samples.detail(Samples.row(1, "S", "anna"), copies), SITES, formats, false);
        assertThat(seen)
                .extracting(one -> one.answer() + " " + one.what().in(texts).replaceAll("[\u2068\u2069]", ""))
                .anyMatch(said ->
                        said.startsWith("YES In Frankfurt a lock file of") && said.contains("It locks nobody out"))
                .anyMatch(said -> said.startsWith("UNKNOWN In London a lock file lies beside the disk"));
    }

    @Test
    void a_lock_that_locks_nobody_out_is_not_called_one() {
        Map<String, String> facts = Map.of(
                "verdict",
                "STALE",
                "rule",
                "FREE_EVERYWHERE",
                "host",
                "AVD-12",
                "since",
                Samples.NOW.toString(),
                "judgedAt",
                Samples.NOW.toString());
        assertThat(FindingWords.of(new Finding(FindingCode.LOCKED, null, facts), SITES, texts, formats)
                        .meaning())
                .startsWith("A lock file is left over since")
                .contains("it locks nobody out")
                .doesNotContain("Locked since");
    }

    @Test
    void who_locked_is_told_if_it_is_known_and_left_out_if_not() {
        Map<String, String> facts = new HashMap<>(Map.of("verdict", "UNPROVED", "since", Samples.NOW.toString()));
        facts.put("judgedAt", Samples.NOW.toString());
        assertThat(lockedMeans(facts))
                .startsWith("Locked since")
                .contains("could not be proved")
                .doesNotContain(" by ", "–");

        facts.put("host", "AVD-03");
        assertThat(lockedMeans(facts)).contains(" by AVD-03. Whether");
    }

    private String lockedMeans(Map<String, String> facts) {
        return FindingWords.of(new Finding(FindingCode.LOCKED, null, facts), SITES, texts, formats)
                .meaning()
                .replaceAll("[\u2068\u2069]", "");
    }

    private static Situation situation(FindingCode... findings) {
        return Situation.of(Samples.row(1, "S", "anna", findings));
    }
}
