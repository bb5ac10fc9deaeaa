package dev.profilekeep.portal.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.About;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.portal.health.HealthQuery.Age;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthQueryTest {
    private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");

    @Test
    void what_stands_in_a_url_comes_back_from_it() {
        HealthQuery query = new HealthQuery(
                FindingFilter.OPEN
                        .text("anna meier")
                        .sites(Set.of("fra", "lon"))
                        .severities(Set.of(Severity.CRITICAL, Severity.WARN))
                        .codes(Set.of(
                                FindingCode.FULL,
                                LocationFindingCode.ROOT_EXPOSED,
                                RepositoryFindingCode.COPIES_BEHIND))
                        .about(About.REPOSITORIES)
                        .status(Status.RESOLVED)
                        .accepted(Accepted.ONLY)
                        .since(NOW),
                Age.NEW,
                new FindingSort(FindingSort.Column.FIRST_SEEN, true));
        HealthQuery.Parsed parsed = HealthQuery.parse(query.parameters());
        assertThat(parsed.query()).isEqualTo(query);
        assertThat(parsed.problems()).isEmpty();
    }

    @Test
    void the_plain_list_has_a_plain_url() {
        assertThat(HealthQuery.ALL.parameters()).isEmpty();
        assertThat(HealthQuery.parse(Map.of()).query()).isEqualTo(HealthQuery.ALL);
    }

    @Test
    void what_means_nothing_is_left_out_and_told() {
        HealthQuery.Parsed parsed = HealthQuery.parse(Map.of(
                "severity", List.of("warn,awful"),
                "age", List.of("NEW,PERSISTING"),
                "since", List.of("yesterday"),
                "sort", List.of("size")));
        assertThat(parsed.query().filter().severities()).containsExactly(Severity.WARN);
        assertThat(parsed.query().sort()).isEqualTo(FindingSort.WORST_FIRST);
        assertThat(parsed.problems())
                .hasSize(4)
                .anyMatch(problem -> problem.contains("\"awful\"") && problem.contains("CRITICAL"))
                .anyMatch(problem -> problem.startsWith("age takes one value"))
                .anyMatch(problem -> problem.startsWith("since must be a time"))
                .anyMatch(problem -> problem.startsWith("sort cannot be \"size\""));
    }

    @Test
    void new_is_by_the_last_inventory_and_since_yesterday_is_said_so() {
        Instant inventory = Instant.parse("2026-02-27T22:40:00Z");
        Instant yesterday = Instant.parse("2026-03-01T06:00:00Z");
        assertThat(HealthQuery.ALL.with(Age.NEW).at(NOW, inventory).since()).isEqualTo(inventory);
        assertThat(HealthQuery.ALL.with(Age.PERSISTING).at(NOW, inventory).before())
                .isEqualTo(inventory);
        assertThat(HealthQuery.ALL.with(Age.YESTERDAY).at(NOW, inventory).since())
                .isEqualTo(yesterday);
        assertThat(HealthQuery.ALL.at(NOW, inventory)).isEqualTo(FindingFilter.OPEN);
        Instant later = Instant.parse("2026-03-02T01:00:00Z");
        assertThat(HealthQuery.ALL
                        .with(FindingFilter.OPEN.since(later))
                        .with(Age.NEW)
                        .at(NOW, inventory)
                        .since())
                .isEqualTo(later);
    }
}
