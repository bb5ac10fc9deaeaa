package dev.profilekeep.portal.readiness.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.portal.support.FakeJobDesk;
import dev.profilekeep.portal.support.FakeReadinessDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadyPerson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessViewTest extends ViewTest {
    private final FakeReadinessDesk desk = FakeReadinessDesk.standard();

    @BeforeEach
    void ada() {
        People.signIn(People.ada());
    }

    private ReadinessView open(Map<String, List<String>> parameters) {
        ReadinessView view = new ReadinessView(
                new ReadyService(desk, estate, currentUser), new JobsService(new FakeJobDesk(), estate, currentUser));
        view.open(parameters);
        return show(view);
    }

    @SuppressWarnings("unchecked")
    private static List<String> accounts(ReadinessView view) {
        return GridKt._findAll((Grid<ReadyPerson>) _get(view, Grid.class)).stream()
                .map(ReadyPerson::account)
                .toList();
    }

    private static List<String> headings(ReadinessView view) {
        return _find(view, H2.class).stream().map(H2::getText).toList();
    }

    @Test
    void it_says_who_can_work_where_if_a_site_is_lost_and_nothing_of_the_site_itself() {
        ReadinessView view = open(Map.of());

        assertThat(headings(view))
                .filteredOn(text -> text.startsWith("If "))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("Frankfurt", "4 of 5", "London"));
        assertThat(view.getElement().getTextRecursively().replaceAll("[\\u00a0\\u202f]", " "))
                .contains("3 min for the person in the middle", "Target: 15 min");
    }

    @Test
    void a_number_opens_the_list_of_exactly_these_people() {
        ReadinessView view = open(Map.of());
        assertThat(accounts(view)).containsExactly("anna", "ben");

        _click(_get(view, Button.class, spec -> spec.withText("1 unknown")));

        assertThat(accounts(view)).containsExactly("ben");
    }

    @Test
    void an_address_brings_the_list_back() {
        assertThat(accounts(open(Map.of("verdict", List.of("READY"))))).containsExactly("anna");
        assertThat(accounts(open(Map.of("q", List.of("be"))))).containsExactly("ben");
    }

    @Test
    void with_one_site_alone_it_says_what_to_do() {
        desk.secondSite = false;
        desk.sites.clear();
        ReadinessView view = open(Map.of());

        assertThat(view.getElement().getTextRecursively()).contains("No other site to work at");
        assertThat(_find(view, Button.class, spec -> spec.withText("Look now"))).isEmpty();
    }

    @Test
    void before_the_first_look_it_offers_one() {
        desk.sites.clear();
        ReadinessView view = open(Map.of());

        assertThat(view.getElement().getTextRecursively()).contains("Not looked at yet");
        assertThat(_get(view, Button.class, spec -> spec.withText("Look now")).isEnabled())
                .isTrue();
    }

    @Test
    void while_everybody_is_looked_at_it_says_how_far_it_is() {
        desk.run = new ReadinessRun(7, "Ada", true, Samples.NOW, null, ReadinessRun.Phase.LOOKING, 200, 50, "");
        ReadinessView view = open(Map.of());

        assertThat(_get(view, ProgressBar.class).getValue()).isEqualTo(0.25);
        assertThat(_get(view, Button.class, spec -> spec.withText("Look now")).isEnabled())
                .isFalse();
    }

    @Test
    void it_says_who_did_not_answer() {
        desk.run = new ReadinessRun(
                7, "Ada", true, Samples.NOW, Samples.NOW, ReadinessRun.Phase.DONE, 200, 200, "fra-profiles");
        String text = open(Map.of()).getElement().getTextRecursively();

        assertThat(text).contains("No answer at the last look").contains("fra-profiles");
        assertThat(text).doesNotContain("came to no end");
    }

    @Test
    void copies_that_were_never_compared_are_told() {
        desk.sites.clear();
        desk.sites.add(FakeReadinessDesk.pair("lon", null));

        assertThat(open(Map.of()).getElement().getTextRecursively()).contains("Copies were never compared");
    }
}
