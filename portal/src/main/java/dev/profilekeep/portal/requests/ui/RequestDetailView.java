package dev.profilekeep.portal.requests.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.portal.requests.RequestAround;
import dev.profilekeep.portal.requests.RequestContext;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Request;
import dev.profilekeep.text.Visible;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request, with everything that whoever decides wants to know, on one page. */
@Route(value = "requests/:id", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class RequestDetailView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final int MOMENTS = 5;
    private static final int MILLIS = 15_000;

    private final transient RequestsService service;
    private final transient Clock clock;
    private final transient Words words = Words.current();
    private String title = "";
    private final Div sections = new Div();
    private transient @Nullable RequestAround shown;
    private transient @Nullable RequestContext seen;
    private @Nullable RequestCard card;
    private transient Instant drawnAt = Instant.EPOCH;
    private transient @Nullable LocalDate day;

    RequestDetailView(RequestsService service, Clock clock) {
        this.service = service;
        this.clock = clock;
        addClassNames("pk-view", "request-view");
        sections.addClassName("pk-stack");
        Polling.whileShown(this, () -> MILLIS, ui -> look());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getRouteParameters().get("id").orElse(""));
    }

    /**
     * Shows one request.
     *
     * @throws NotFoundException if there is none of that number, or it is not the person's to see
     */
    void open(String id) {
        show(number(id));
    }

    @Override
    public String getPageTitle() {
        return Titles.of(title);
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new NotFoundException("request " + id);
        }
    }

    private void show(long id) {
        Request request = service.find(id);
        RequestContext context = service.context(request);
        String number = Long.toString(id);
        title = words.get("request.titleOf", number, RequestWords.person(request));
        drawnAt = clock.instant();
        RequestCard made = new RequestCard(context, RequestCard.Place.PAGE, words, service, clock, () -> show(id));
        card = made;
        removeAll();
        add(
                Parts.pageHeader(words.get("request.title", number), new Anchor("requests", words.get("request.back"))),
                made,
                sections);
        draw(context, service.around(request));
    }

    /** What stands around it; built anew only where that changed, or where "last night" is another one. */
    private void draw(RequestContext context, RequestAround around) {
        RequestContext before = seen;
        LocalDate today = clock.instant().atZone(words.formats().zone()).toLocalDate();
        if (around.equals(shown) && before != null && context.tellsSame(before) && today.equals(day)) {
            return;
        }
        day = today;
        shown = around;
        seen = context;
        Instant now = clock.instant();
        sections.removeAll();
        if (around.known()) {
            sections.add(findings(context, around), lock(context, around), backups(around, now));
        } else {
            sections.add(new Paragraph(words.get("request.notKnown")));
        }
        if (!context.request().sid().isEmpty()) {
            sections.add(others(around, now));
        }
    }

    /** Reads again how it stands and what is so around it: nobody decides on what was so when the page was opened. */
    private void look() {
        RequestCard before = card;
        if (before == null) {
            return;
        }
        RequestContext was = before.context();
        RequestContext now = service.context(service.find(was.request().id()));
        if (!now.request().equals(was.request()) || now.isKnown() != was.isKnown()) {
            show(now.request().id());
            return;
        }
        draw(now, service.around(now.request()));
        Instant at = clock.instant();
        boolean clocks = !now.request().state().isOver() && !at.isBefore(drawnAt.plus(RequestCard.TICK));
        if (clocks || !now.tellsSame(was)) {
            drawnAt = at;
            before.goOn(now);
        } else {
            before.sayMoments();
        }
    }

    private Component findings(RequestContext context, RequestAround around) {
        Section section = Parts.section(words.get("request.findings"));
        if (around.findings().isEmpty()) {
            section.add(new Paragraph(words.get("request.findings.none")));
        }
        Instant at = context.seenAt();
        if (at != null) {
            section.add(new Paragraph(words.get("request.asOf", words.formats().dateTime(at))));
        }
        Map<String, String> siteNames = service.siteNames();
        around.findings().stream()
                .map(one -> FindingWords.of(one, siteNames, words.texts(), words.formats()))
                .distinct()
                .forEach(said -> section.add(new H3(said.name()), new Paragraph(said.meaning() + " " + said.next())));
        return section;
    }

    private Component lock(RequestContext context, RequestAround around) {
        LockVerdict verdict = around.lock();
        Section section = Parts.section(words.get("request.lock"));
        Instant at = context.lockAt();
        if (at == null) {
            section.add(new Paragraph(words.get("request.lock.never")));
        } else if (verdict == null) {
            section.add(new Paragraph(words.get(
                    context.lock().equals(LockFilter.NOT_JUDGED)
                            ? "request.lock.NOT_JUDGED"
                            : "request.lock.NOT_LOCKED",
                    words.formats().dateTime(at))));
        } else {
            String sentence = service.lockWords(
                            words.formats().locale(), words.formats().zone())
                    .sentence(verdict);
            section.add(
                    new Paragraph(Visible.isolated(sentence)),
                    new Paragraph(words.get("request.asOf", words.formats().dateTime(verdict.at()))));
        }
        return section;
    }

    private Component backups(RequestAround around, Instant now) {
        Section section = Parts.section(words.get("request.backups"));
        List<Instant> all = around.backups();
        if (all.isEmpty()) {
            section.add(new Paragraph(words.get("request.backups.none")));
            return section;
        }
        UnorderedList list = new UnorderedList();
        all.stream()
                .limit(MOMENTS)
                .forEach(one ->
                        list.add(new ListItem(MomentWords.of(one, now, words) + MomentWords.ahead(one, now, words))));
        if (all.size() > MOMENTS) {
            list.add(new ListItem(words.get("request.backups.more", all.size() - MOMENTS)));
        }
        section.add(list);
        return section;
    }

    private Component others(RequestAround around, Instant now) {
        Section section = Parts.section(words.get("request.others"));
        if (around.others().isEmpty()) {
            section.add(new Paragraph(words.get("request.others.none")));
            return section;
        }
        UnorderedList list = new UnorderedList();
        for (Request one : around.others()) {
            String line = words.get(
                    "request.others.line",
                    words.formats().dateTime(one.askedAt()),
                    RequestWords.wish(one, now, words),
                    RequestWords.state(one, words));
            list.add(new ListItem(new Anchor("requests/" + one.id(), line)));
        }
        if (around.moreOthers() > 0) {
            list.add(new ListItem(words.get("request.others.more", around.moreOthers())));
        }
        section.add(list);
        return section;
    }
}
