package dev.profilekeep.portal.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpaceQueryTest {
    @Test
    void an_address_brings_the_list_back() {
        SpaceQuery query = new SpaceQuery(" ann ", Set.of(Outcome.SKIPPED, Outcome.FAILED), "in-use");
        assertThat(query.parameters())
                .containsEntry("q", List.of("ann"))
                .containsEntry("outcome", List.of("SKIPPED", "FAILED"))
                .containsEntry("why", List.of("in-use"));
        SpaceQuery.Parsed parsed = SpaceQuery.parse(query.parameters());
        assertThat(parsed.query()).isEqualTo(query);
        assertThat(parsed.problems()).isEmpty();
        assertThat(SpaceQuery.parse(Map.of()).query()).isEqualTo(SpaceQuery.ALL);
        assertThat(SpaceQuery.ALL.parameters()).isEmpty();
        assertThat(SpaceQuery.ALL.narrows()).isFalse();
    }

    @Test
    void what_means_nothing_is_left_out_and_named() {
        SpaceQuery.Parsed parsed = SpaceQuery.parse(Map.of(
                "q", List.of("x".repeat(201)), "outcome", List.of("skipped", "nonsense"), "why", List.of("weather")));
        assertThat(parsed.query()).isEqualTo(SpaceQuery.ALL.with(Set.of(Outcome.SKIPPED)));
        assertThat(parsed.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("nonsense"))
                .anyMatch(problem -> problem.contains("for-canaries") && problem.endsWith("weather"));
    }
}
