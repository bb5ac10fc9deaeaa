package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocationRulesTest {
    private static LocationFacts facts(String kind, String problem, List<String> folders, List<String> strays) {
        return new LocationFacts(
                "fra-p", kind, problem, folders, folders.size(), "access denied", strays, strays.size() * 10L, "", "");
    }

    @Test
    void a_location_that_was_listed_has_no_findings() {
        assertThat(LocationRules.of(facts("", "", List.of(), List.of()))).isEmpty();
    }

    @Test
    void a_server_that_does_not_answer_is_told_apart_from_one_that_refuses() {
        assertThat(LocationRules.of(facts("UNREACHABLE", "no route", List.of(), List.of())))
                .containsExactly(new LocationFinding(
                        LocationFindingCode.LOCATION_UNREACHABLE, "fra-p", Map.of("reason", "no route")));
        assertThat(LocationRules.of(facts("DENIED", "access denied", List.of(), List.of())))
                .containsExactly(new LocationFinding(
                        LocationFindingCode.LOCATION_NOT_LISTED,
                        "fra-p",
                        Map.of("kind", "DENIED", "reason", "access denied")));
    }

    @Test
    void folders_and_strange_names_are_counted_and_the_first_named() {
        assertThat(LocationRules.of(facts("", "", List.of("a", "b"), List.of("x.vhdx"))))
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
        assertThat(LocationRules.of(new LocationFacts(
                        "fra-p", "", "", List.of(), 0, "", List.of(), 0, "Everyone (S-1-1-0)", "WRITE")))
                .containsExactly(new LocationFinding(
                        LocationFindingCode.ROOT_EXPOSED,
                        "fra-p",
                        Map.of("who", "Everyone (S-1-1-0)", "rights", "WRITE")));
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
