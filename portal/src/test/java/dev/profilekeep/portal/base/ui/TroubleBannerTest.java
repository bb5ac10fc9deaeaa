package dev.profilekeep.portal.base.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.support.FakeTroubleDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.trouble.TroubleService;
import dev.profilekeep.portal.trouble.TroubleWatch;
import dev.profilekeep.security.Person;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TroubleBannerTest extends ViewTest {
    private final FakeTroubleDesk desk = new FakeTroubleDesk();
    private final TroubleWatch watch = new TroubleWatch(desk);

    private TroubleBanner banner(Person person) {
        People.signIn(person);
        watch.look();
        return show(new TroubleBanner(new TroubleService(desk, watch, estate, currentUser), Words.current()));
    }

    private static String said(Component banner) {
        return words(banner).replaceAll("[\u2068\u2069]", "");
    }

    private static List<Component> notes(TroubleBanner banner) {
        return _get(
                        banner,
                        Div.class,
                        spec -> spec.withPredicate(
                                part -> "status".equals(part.getElement().getAttribute("role"))))
                .getChildren()
                .toList();
    }

    /** As the watch does from a thread of its own, without a browser between. */
    private void news() {
        watch.look();
        MockVaadin.clientRoundtrip();
    }

    @Test
    void anna_is_told_that_there_is_nothing_for_her_to_do_and_gets_no_link() {
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of("reason", "no route to \\\\filer"), 30);
        TroubleBanner banner = banner(People.anna());
        assertThat(said(banner))
                .contains("Frankfurt: the storage has been down since", "nothing for you to do")
                .doesNotContain("filer", "people");
        assertThat(_find(banner, Anchor.class)).isEmpty();
    }

    @Test
    void it_is_not_printed_as_what_is_printed_is_read_long_after() {
        assertThat(banner(People.helge()).hasClassName("pk-no-print")).isTrue();
    }

    @Test
    void helge_is_told_how_many_people_it_concerns_and_where_they_are_listed() {
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30)
                .with(IncidentKind.HOST_LEFT_LOCKS, null, Map.of("host", "AVD 12&x", "locked", "9"), 5);
        TroubleBanner banner = banner(People.helge());
        assertThat(said(banner)).contains("23 people have a profile there.", "AVD 12&x started again at");
        assertThat(_find(banner, Anchor.class).stream().map(Anchor::getHref))
                .containsExactly("profiles?site=fra", "locks?host=AVD+12%26x");
    }

    @Test
    void it_comes_and_goes_by_itself_and_what_stays_is_not_said_again() {
        TroubleBanner banner = banner(People.anna());
        assertThat(notes(banner)).isEmpty();
        assertThat(banner.getElement().getAttribute("aria-label"))
                .as("no landmark for nothing")
                .isNull();

        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30);
        news();
        assertThat(notes(banner)).hasSize(1);
        assertThat(banner.getElement().getAttribute("aria-label")).isEqualTo("Trouble");
        Component first = notes(banner).get(0);

        desk.with(IncidentKind.SITE_DOWN, "lon", Map.of(), 10);
        news();
        assertThat(notes(banner)).hasSize(2).first().isSameAs(first);

        desk.incidents.remove(0);
        news();
        assertThat(notes(banner)).hasSize(1).doesNotContain(first);
        assertThat(said(banner)).contains("London: the storage");

        desk.incidents.clear();
        news();
        assertThat(notes(banner)).isEmpty();
    }

    @Test
    void a_page_that_was_closed_is_told_nothing_more() {
        TroubleBanner banner = banner(People.anna());
        UI.getCurrent().remove(banner);
        desk.with(IncidentKind.SITE_DOWN, "fra", Map.of(), 30);
        news();
        assertThat(notes(banner)).isEmpty();
    }

    @Test
    void it_speaks_german() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        desk.with(IncidentKind.LOCATION_DOWN, "fra", Map.of("location", "Office"), 30);
        assertThat(said(banner(People.anna()))).contains("Frankfurt: Ein Teil des Speichers ist seit");
    }
}
