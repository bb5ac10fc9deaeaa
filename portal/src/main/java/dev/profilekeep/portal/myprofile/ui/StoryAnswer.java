package dev.profilekeep.portal.myprofile.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.myprofile.MyStory;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;

/** How their container is, and what that means for them: the answer where nothing keeps them out, or where it comes before getting in. */
final class StoryAnswer extends Div {
    private static final long serialVersionUID = 1L;

    private final H1 headline;

    private StoryAnswer(Status status, String state, String headline, String meaning) {
        StatusBadge badge = new StatusBadge(status, state);
        badge.setSize(StatusBadge.Size.LARGE);
        this.headline = new H1(headline);
        add(badge, this.headline, new Paragraph(meaning));
        addClassName("pk-answer");
        getElement().setAttribute("data-status", status.attribute());
    }

    /** @param freed whether a lock that was shown is gone: then they are told to sign in */
    static StoryAnswer of(MyStory story, boolean freed, Words words) {
        return new StoryAnswer(
                Marks.of(story.situation().state()),
                words.get("state." + story.situation().state().name()),
                freed ? words.get("my.help.FREED.headline") : story.headline(),
                (freed ? words.get("my.help.open") : story.meaning()) + " " + story.kept());
    }

    /** It is nowhere because they asked for that: nobody has to look at it first. */
    static StoryAnswer ofFirstAid(RequestState state, ContainerKind kind, Words words) {
        boolean undoing = state == RequestState.UNDOING;
        String made = kind == ContainerKind.ODFC ? "my.aside.headline.ODFC" : "my.aside.headline.PROFILE";
        String headline = words.get(
                undoing ? "my.aside.undoing.headline" : state == RequestState.UNDONE ? "my.aside.back.headline" : made);
        String meaning = words.get(
                undoing
                        ? "my.aside.undoing.meaning"
                        : state == RequestState.UNDONE ? "my.aside.back.meaning" : "my.aside.meaning");
        return new StoryAnswer(
                undoing ? Status.RUNNING : Status.READY,
                words.get(undoing ? "request.state.UNDOING" : "my.aside.badge"),
                headline,
                meaning);
    }

    String announcement() {
        return headline.getText();
    }

    void focusHeadline() {
        headline.getElement().setAttribute("tabindex", "-1").executeJs("this.focus()");
    }
}
