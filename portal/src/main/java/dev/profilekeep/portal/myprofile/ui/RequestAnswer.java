package dev.profilekeep.portal.myprofile.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.myprofile.MyHelp.Step;
import dev.profilekeep.portal.myprofile.MyStory;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import java.util.EnumSet;
import java.util.Set;

/** What an open request wants of the person, or tells them: the answer where that comes before how their container is. */
final class RequestAnswer extends Div {
    private static final long serialVersionUID = 1L;

    /**
     * Of these the person is warned whatever else they are asked to do. What was put aside is no warning: it says to sign in,
     * which is wrong while something is to begin as soon as they are signed off.
     */
    private static final Set<Situation> URGENT = EnumSet.of(
            Situation.GONE, Situation.DAMAGED, Situation.ONLY_AT_SECONDARY, Situation.FULL, Situation.MUCH_CHANGED);

    private final H1 headline;

    private RequestAnswer(String name, Status status, RequestState state, Words words) {
        StatusBadge badge = new StatusBadge(status, words.get("request.state." + state));
        badge.setSize(StatusBadge.Size.LARGE);
        headline = new H1(words.get("my.open." + name + ".headline"));
        add(badge, headline, new Paragraph(words.get("my.open." + name + ".meaning")));
        addClassName("pk-answer");
        getElement().setAttribute("data-status", status.attribute());
    }

    /**
     * Whether the page is about the request first. What they have to do for it, or must not do while it runs, comes before all; but a lock that keeps them out is theirs to free
     * before it can begin. While others have to act, it stands in the place of "all is well" alone.
     *
     * @param well whether nothing is to be told of what is theirs but that
     */
    static boolean comesFirst(Request request, Step step, boolean well) {
        boolean files = request.wish().kind() == RequestKind.FILES;
        boolean in =
                switch (step) {
                    case LOOKING, FREE, FREED, IN, LIVE -> true;
                    case STALE, STALE_FOR_HELPDESK, UNPROVED, UNSEEN, FREEING, CHANGED, HANDOVER -> false;
                };
        return switch (request.state()) {
            case RUNNING, UNDOING -> !files;
            case QUESTION -> in;
            case APPROVED, WAITING -> in && !files;
            case ASKED, ANSWERED, DELAYED -> step == Step.FREE && well && !files;
            case REFUSED, WITHDRAWN, DONE, FAILED, UNDONE -> false;
        };
    }

    /** Whether nobody should sign in for its sake, now or until it is done. */
    static boolean keepsOut(Request request) {
        return switch (request.state()) {
            case APPROVED, WAITING, RUNNING, UNDOING -> true;
            case QUESTION, ASKED, ANSWERED, DELAYED, REFUSED, WITHDRAWN, DONE, FAILED, UNDONE -> false;
        };
    }

    /**
     * @param help what is known of where they are signed in
     * @param story of the container that is worst off: what is urgent there stands below
     */
    static RequestAnswer of(Request request, MyHelp help, MyStory story, Words words) {
        RequestState state = request.state();
        RequestAnswer answer =
                switch (state) {
                    case QUESTION -> new RequestAnswer("QUESTION", Status.DEGRADED, state, words);
                    case APPROVED, WAITING -> new RequestAnswer("SIGN_OFF", Status.IN_USE, state, words);
                    case RUNNING -> new RequestAnswer("RUNNING", Status.RUNNING, state, words);
                    case UNDOING -> new RequestAnswer("UNDOING", Status.RUNNING, state, words);
                    case DELAYED -> new RequestAnswer("DELAYED", Status.DEGRADED, state, words);
                    case ASKED, ANSWERED -> new RequestAnswer("ASKED", Status.RUNNING, state, words);
                    case REFUSED, WITHDRAWN, DONE, FAILED, UNDONE ->
                        throw new IllegalArgumentException("the request is over: " + state);
                };
        boolean waits = state == RequestState.APPROVED || state == RequestState.WAITING;
        if (waits && help.step() == Step.LIVE) {
            if (!help.host().isEmpty()) {
                answer.add(new Paragraph(words.get("my.open.SIGN_OFF.at", Visible.isolated(help.host()))));
            }
            answer.add(new Paragraph(words.get("my.help.signOff")));
        }
        boolean warns = state != RequestState.RUNNING && state != RequestState.UNDOING;
        if (warns && URGENT.contains(story.situation())) {
            answer.add(Parts.note(Symbol.WARNING, story.headline() + " " + story.meaning(), true));
        }
        return answer;
    }

    String announcement() {
        return headline.getText();
    }

    void focusHeadline() {
        headline.getElement().setAttribute("tabindex", "-1").executeJs("this.focus()");
    }
}
