package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.HealthPolicy;
import dev.profilekeep.health.LocationFacts.Measured;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationRulesTest {
    private static final LocationRules RULES = new LocationRules(HealthPolicy.STANDARD);

    private static LocationFacts facts(String kind, String problem, List<String> folders, List<String> strays) {
        return new LocationFacts(
                "fra-p",
                kind,
                problem,
                folders,
                folders.size(),
                "access denied",
                strays,
                strays.size() * 10L,
                "",
                "",
                Measured.NOTHING);
    }

    @Test
    void a_location_that_was_listed_has_no_findings() {
        assertThat(RULES.of(facts("", "", List.of(), List.of()))).isEmpty();
    }

    @Test
    void a_server_that_does_not_answer_is_told_apart_from_one_that_refuses() {
        assertThat(RULES.of(facts("UNREACHABLE", "no route", List.of(), List.of())))
                .containsExactly(new LocationFinding(
                        LocationFindingCode.LOCATION_UNREACHABLE, "fra-p", Map.of("reason", "no route")));
        assertThat(RULES.of(facts("DENIED", "access denied", List.of(), List.of())))
                .containsExactly(new LocationFinding(
                        LocationFindingCode.LOCATION_NOT_LISTED,
                        "fra-p",
                        Map.of("kind", "DENIED", "reason", "access denied")));
    }

    @Test
    void folders_and_strange_names_are_counted_and_the_first_named() {
        assertThat(RULES.of(facts("", "", List.of("a", "b"), List.of("x.vhdx"))))
                .containsExactly(
                        new LocationFinding(
                                LocationFindingCode.FOLDERS_NOT_READ,
                                "fra-p",
                                Map.of("count", "2", "names", "a, b", "reason", "access denied")),
                        new LocationFinding(
                                LocationFindingCode.STRAY_NAMES, "fra-p", Map.of("count", "10", "names", "x.vhdx, …")));
    }

    @Test
    void a_location_whose_rights_pass_on_says_to_whom() {
        assertThat(RULES.of(new LocationFacts(
                        "fra-p",
                        "",
                        "",
                        List.of(),
                        0,
                        "",
                        List.of(),
                        0,
                        "Everyone (S-1-1-0)",
                        "WRITE",
                        Measured.NOTHING)))
                .containsExactly(new LocationFinding(
                        LocationFindingCode.ROOT_EXPOSED,
                        "fra-p",
                        Map.of("who", "Everyone (S-1-1-0)", "rights", "WRITE")));
    }

    private static List<LocationFindingCode> measured(Measured measured) {
        return RULES.of(new LocationFacts("fra-p", "", "", List.of(), 0, "", List.of(), 0, "", "", measured)).stream()
                .map(LocationFinding::code)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 301, ''",
        "1000, 300, VOLUME_FILLING",
        "1000, 151, VOLUME_FILLING",
        "1000, 150, VOLUME_FULL",
        "1000, 0, VOLUME_FULL",
        "-1, -1, ''",
        "0, 0, ''",
    })
    void a_volume_is_filling_from_70_percent_on_and_full_from_85(long total, long free, String code) {
        assertThat(measured(new Measured(total, free, null, null)))
                .isEqualTo(code.isEmpty() ? List.of() : List.of(LocationFindingCode.valueOf(code)));
    }

    @ParameterizedTest
    @CsvSource({
        "5000, 1000, false", // five milliseconds exactly
        "5001, 1000, true",
        "5001, 2500, true",
        "5002, 2501, false", // twice the usual exactly
        "30000, 20000, false", // far away
        "30000, , false", // nothing is known of before
        ", 1000, false",
    })
    void a_server_is_slow_if_it_takes_long_and_longer_than_it_used_to(Long micros, Long usual, boolean slow) {
        assertThat(measured(new Measured(
                        -1,
                        -1,
                        micros == null ? null : Duration.ofNanos(micros * 1_000),
                        usual == null ? null : Duration.ofNanos(usual * 1_000))))
                .isEqualTo(slow ? List.of(LocationFindingCode.SLOW) : List.of());
    }

    @Test
    void no_two_kinds_of_findings_have_the_same_name() {
        Set<String> names = new HashSet<>();
        Arrays.stream(FindingCode.values()).forEach(code -> names.add(code.name()));
        for (LocationFindingCode code : LocationFindingCode.values()) {
            assertThat(names.add(code.name())).as(code.name()).isTrue();
            assertThat(FindingKind.of(code.name())).isSameAs(code);
            assertThat(code.name()).hasSizeLessThanOrEqualTo(32);
        }
        for (FindingCode code : FindingCode.values()) {
            assertThat(FindingKind.of(code.name())).isSameAs(code);
        }
    }
}
