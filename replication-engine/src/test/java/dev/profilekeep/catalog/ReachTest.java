package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final Reach LONDON = new Reach(Set.of("lon"), Set.of());
    private static final Reach POOL_IN_FRANKFURT = new Reach(Set.of("fra"), Set.of("pool"));
    private static final String ANNA = "S-1-5-21-1-2-3-1104";

    @Test
    void either_of_two_areas_is_enough_and_a_mixture_of_both_is_not() {
        Reach both = LONDON.or(POOL_IN_FRANKFURT);
        assertThat(both.includes("other", List.of("lon"))).isTrue();
        assertThat(both.includes("pool", List.of("fra"))).isTrue();
        assertThat(both.includes("other", List.of("fra")))
                .as("the set of one, the site of the other")
                .isFalse();
        assertThat(both.or(Reach.EVERYWHERE).isEverywhere()).isTrue();
        assertThat(Reach.EVERYWHERE.or(LONDON)).isEqualTo(Reach.EVERYWHERE);
        assertThat(Reach.NOWHERE.or(LONDON)).isEqualTo(LONDON);
    }

    @Test
    void nobodys_containers_are_within_nowhere_but_the_own() {
        assertThat(Reach.NOWHERE.includes("pool", List.of("lon"), ANNA)).isFalse();
        assertThat(Reach.NOWHERE.orOwn(ANNA).includes("pool", List.of("lon"), ANNA))
                .isTrue();
        assertThat(Reach.NOWHERE.orOwn(ANNA).includes("pool", List.of(), ANNA.toLowerCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(Reach.NOWHERE.orOwn(ANNA).includes("pool", List.of("lon"), ""))
                .isFalse();
        assertThat(Reach.NOWHERE.orOwn(null).includes("pool", List.of("lon"), ""))
                .isFalse();
        assertThat(Reach.NOWHERE.orOwn("").includes("pool", List.of("lon"), "")).isFalse();
        assertThat(LONDON.orOwn(ANNA).withoutOwn()).isEqualTo(LONDON);
    }

    @Test
    void a_site_is_wholly_within_reach_only_whatever_the_set() {
        assertThat(LONDON.includesSite("lon")).isTrue();
        assertThat(LONDON.includesSite("fra")).isFalse();
        assertThat(POOL_IN_FRANKFURT.includesSite("fra")).isFalse();
        assertThat(Reach.EVERYWHERE.includesSite("fra")).isTrue();
        assertThat(Reach.NOWHERE.includesSite("fra")).isFalse();
    }

    @Test
    void what_covers_another_holds_all_of_it() {
        assertThat(Reach.EVERYWHERE.covers(LONDON)).isTrue();
        assertThat(LONDON.covers(Reach.EVERYWHERE)).isFalse();
        assertThat(LONDON.or(POOL_IN_FRANKFURT).covers(LONDON)).isTrue();
        assertThat(LONDON.covers(LONDON.or(POOL_IN_FRANKFURT))).isFalse();
        assertThat(new Reach(Set.of("lon"), Set.of("pool")).covers(LONDON)).isFalse();
        assertThat(LONDON.covers(new Reach(Set.of("lon"), Set.of("pool")))).isTrue();
        assertThat(LONDON.covers(LONDON.orOwn(ANNA))).isFalse();
    }

    @Test
    void as_a_term_it_has_as_many_places_as_arguments() {
        for (Reach reach :
                List.of(Reach.EVERYWHERE, Reach.NOWHERE, LONDON, LONDON.or(POOL_IN_FRANKFURT), LONDON.orOwn(ANNA))) {
            List<Object> arguments = new ArrayList<>();
            String term = reach.term("c", arguments);
            assertThat(term.chars().filter(letter -> letter == '?').count())
                    .as(term)
                    .isEqualTo(arguments.size());
        }
        assertThat(Reach.NOWHERE.term("c", new ArrayList<>())).isEqualTo("1 = 0");
    }
}
