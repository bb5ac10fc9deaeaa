package dev.profilekeep.portal.requests.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class RequestDetailViewTest extends RequestsCase {
    @Test
    void one_page_has_everything_about_a_request() {
        long id = asked(People.anna());
        locks.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.live("AVD-12"));
        People.signIn(People.helge());
        RequestDetailView view = new RequestDetailView(service, clock);
        view.open(Long.toString(id));
        assertThat(view.getPageTitle()).contains("Request " + id + ": ").contains("anna");
        assertThat(words(show(view)))
                .contains("Request " + id)
                .contains("my documents are gone")
                .contains("AVD-12")
                .contains("last night 01:14")
                .contains("Other requests of this person")
                .contains("There are none.")
                .doesNotContain("All about it");
        assertThat(_get(
                        view,
                        H2.class,
                        spec -> spec.withPredicate(one -> words(one).contains("anna"))))
                .isNotNull();
        assertThat(words(open(People.helge()))).contains("All about it: ");
        assertThatThrownBy(() -> view.open("7000")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> view.open("seven")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void of_the_moments_it_could_go_back_to_one_that_is_dated_ahead_says_so() {
        long id = asked(People.anna());
        backups.backedUp(1, Instant.parse("2026-04-01T01:14:00Z"), "main");
        People.signIn(People.helge());
        RequestDetailView view = show(new RequestDetailView(service, clock));
        view.open(Long.toString(id));
        assertThat(words(view)).containsOnlyOnce("Wed 1 Apr 2026, 01:14 · dated ahead: a clock was wrong");
    }

    @Test
    void its_page_tells_of_the_same_person_alone_and_how_many_more_there_are() {
        long last = 0;
        for (int i = 0; i < 23; i++) {
            last = asked(People.anna());
            service.withdraw(last, "");
        }
        People.signIn(People.helge());
        RequestDetailView view = new RequestDetailView(service, clock);
        view.open(Long.toString(last));
        assertThat(service.around(service.find(last)).others())
                .hasSize(20)
                .extracting(Request::id)
                .doesNotContain(last)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(words(show(view))).contains("and 2 more");
    }

    @Test
    void of_a_container_that_is_not_known_any_more_nothing_is_said_but_that() {
        long id = asked(People.anna());
        estate.containers.removeIf(one -> one.row().id() == 1);
        People.signIn(People.helge());
        RequestDetailView view = show(new RequestDetailView(service, clock));
        view.open(Long.toString(id));
        assertThat(words(view))
                .contains("This container is not known any more: its set may have another name.")
                .contains("my documents are gone")
                .doesNotContain("Nothing that we know of")
                .doesNotContain("There is no backup of it")
                .doesNotContain("No lock is known");
        assertThat(_find(view, Anchor.class)).extracting(Anchor::getHref).containsExactly("requests");
    }

    @Test
    void of_a_lock_the_page_of_a_request_says_one_thing() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        RequestDetailView page = show(new RequestDetailView(service, clock));
        page.open(Long.toString(id));
        assertThat(words(page))
                .contains("Not locked")
                .contains("Not locked when it was last looked at, 2 Mar 2026, 05:00.")
                .doesNotContain("nobody judged it");
    }

    @Test
    void the_page_of_a_request_goes_on_by_itself_until_it_is_left() {
        long id = asked(People.anna());
        People.signIn(People.helge());
        RequestDetailView view = show(new RequestDetailView(service, clock));
        view.open(Long.toString(id));
        clock.forward(Duration.ofHours(1));
        poll();
        assertThat(words(view)).contains("Waits for a first answer: 1 h of 4 h");
        _click(_get(view, Button.class, spec -> spec.withText("Agree")));
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Agree")));
        clock.forward(Duration.ofHours(2));
        poll();
        assertThat(words(view))
                .contains("Agreed, not done yet: 2 h of 4 h")
                .contains("Since the yes\n2 h")
                .doesNotContain("none for");
        desk.tick();
        poll();
        assertThat(words(view)).contains("Done").contains("From yes to end\n2 h");
        assertThat(UI.getCurrent().getPollInterval()).isPositive();
        UI.getCurrent().remove(view);
        assertThat(UI.getCurrent().getPollInterval()).isNegative();
    }
}
