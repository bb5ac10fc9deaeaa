package dev.profilekeep.portal.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocksQueryTest {
    @Test
    void what_stands_in_a_url_comes_back_as_it_was() {
        Map<String, List<String>> url = Map.of(
                "text", List.of("ann"),
                "host", List.of("AVD-12"),
                "verdict", List.of("STALE,LIVE"),
                "site", List.of("fra"),
                "sort", List.of("-since"));
        LocksQuery.Parsed parsed = LocksQuery.parse(url);
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.query().parameters()).isEqualTo(url);
        assertThat(parsed.query().narrows()).isTrue();
    }

    @Test
    void the_plain_list_has_a_plain_url() {
        assertThat(LocksQuery.parse(Map.of()).query()).isEqualTo(LocksQuery.ALL);
        assertThat(LocksQuery.ALL.parameters()).isEmpty();
        assertThat(LocksQuery.ALL.narrows()).isFalse();
    }

    @Test
    void what_means_nothing_is_left_out_and_told() {
        LocksQuery.Parsed parsed = LocksQuery.parse(
                Map.of("verdict", List.of("dead"), "sort", List.of("colour"), "text", List.of("x".repeat(201))));
        assertThat(parsed.query().filter().verdicts()).isEmpty();
        assertThat(parsed.query().sort()).isEqualTo(LocksQuery.USUAL_SORT);
        assertThat(parsed.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("STALE, UNPROVED, LIVE, NOT_JUDGED"))
                .anyMatch(problem -> problem.contains("account, verdict, host, since, judged"));
    }
}
