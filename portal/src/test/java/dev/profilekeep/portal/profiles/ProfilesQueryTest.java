package dev.profilekeep.portal.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfilesQueryTest {
    @Test
    void the_plain_list_has_a_plain_url() {
        assertThat(ProfilesQuery.ALL.parameters()).isEmpty();
        assertThat(ProfilesQuery.parse(Map.of()).query()).isEqualTo(ProfilesQuery.ALL);
    }

    @Test
    void a_url_brings_back_the_very_view() {
        ProfilesQuery query = new ProfilesQuery(
                new ContainerFilter(
                        "möller & co, 5%",
                        Set.of("fra", "lon"),
                        Set.of(ContainerKind.ODFC),
                        Set.of(ContainerState.PROBLEM, ContainerState.ATTENTION),
                        Set.of(FindingCode.NEARLY_FULL),
                        null),
                new ContainerSort(ContainerSort.Column.FILE_SIZE, true));
        ProfilesQuery.Parsed again = ProfilesQuery.parse(query.parameters());
        assertThat(again.query()).isEqualTo(query);
        assertThat(again.problems()).isEmpty();
        assertThat(query.parameters()).containsEntry("state", List.of("ATTENTION,PROBLEM"));
        assertThat(query.parameters()).containsEntry("sort", List.of("-fileSize"));
    }

    @ParameterizedTest
    @EnumSource(ContainerSort.Column.class)
    void every_order_has_a_column_and_comes_back(ContainerSort.Column column) {
        ProfilesQuery query = ProfilesQuery.ALL.with(new ContainerSort(column, true));
        assertThat(ProfilesQuery.parse(query.parameters()).query()).isEqualTo(query);
    }

    @Test
    void what_means_nothing_is_left_out_and_told() {
        ProfilesQuery.Parsed parsed = ProfilesQuery.parse(
                Map.of("state", List.of("problem,FINE"), "sort", List.of("sites"), "kind", List.of("profile")));
        assertThat(parsed.query().filter().states()).containsExactly(ContainerState.PROBLEM);
        assertThat(parsed.query().filter().kinds()).containsExactly(ContainerKind.PROFILE);
        assertThat(parsed.query().sort()).isEqualTo(ProfilesQuery.USUAL_SORT);
        assertThat(parsed.problems())
                .anySatisfy(problem -> assertThat(problem).contains("FINE", "HEALTHY"))
                .anySatisfy(problem -> assertThat(problem).contains("sites", "account"));
    }

    @Test
    void a_list_is_sorted_by_one_column() {
        ProfilesQuery.Parsed parsed = ProfilesQuery.parse(Map.of("sort", List.of("account,sid")));
        assertThat(parsed.problems()).containsExactly("sort takes one column, and here are 2");
        assertThat(ProfilesQuery.parse(Map.of("sort", List.of("-sid"))).problems())
                .isEmpty();
    }

    @Test
    void a_text_of_any_length_is_bounded() {
        ProfilesQuery.Parsed parsed = ProfilesQuery.parse(Map.of("text", List.of("x".repeat(10_000))));
        assertThat(parsed.query().filter().text()).hasSize(200);
        assertThat(parsed.problems()).hasSize(1);
    }

    @Test
    void nobody_can_ask_for_a_person_by_url() {
        assertThat(ProfilesQuery.parse(Map.of("sid", List.of("S-1-5-21-1-2-3-4")))
                        .query()
                        .filter()
                        .sid())
                .isNull();
    }
}
