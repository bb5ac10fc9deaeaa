package dev.profilekeep.portal.requests.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
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
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
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
import java.util.List;

/** One request, with everything that whoever decides wants to know, on one page. */
@Route(value = "requests/:id", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
public class RequestDetailView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final int MOMENTS = 5;

    private final transient RequestsService service;
    private final transient Clock clock;
    private final transient Words words = Words.current();
    private String title = "";

    RequestDetailView(RequestsService service, Clock clock) {
        this.service = service;
        this.clock = clock;
        addClassNames("pk-view", "request-view");
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
        RequestAround around = service.around(request);
        Instant now = clock.instant();
        title = words.get("request.title", Long.toString(id));
        removeAll();
        add(
                Parts.pageHeader(title, new Anchor("requests", words.get("request.back"))),
                new RequestCard(context, words, service, now, () -> show(id)),
                findings(around),
                lock(around),
                backups(around, now),
                others(around, now));
    }

    private Component findings(RequestAround around) {
        Section section = Parts.section(words.get("request.findings"));
        if (around.findings().isEmpty()) {
            section.add(new Paragraph(words.get("request.findings.none")));
        }
        around.findings().stream()
                .map(one -> FindingWords.of(one, service.siteNames(), words.texts(), words.formats()))
                .distinct()
                .forEach(said -> section.add(new H3(said.name()), new Paragraph(said.meaning() + " " + said.next())));
        return section;
    }

    private Component lock(RequestAround around) {
        LockVerdict verdict = around.lock();
        Section section = Parts.section(words.get("request.lock"));
        section.add(new Paragraph(
                verdict == null
                        ? words.get("request.lock.none")
                        : Visible.isolated(service.lockWords(
                                        words.formats().locale(),
                                        words.formats().zone())
                                .sentence(verdict))));
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
        all.stream().limit(MOMENTS).forEach(one -> list.add(new ListItem(MomentWords.of(one, now, words))));
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
        section.add(list);
        return section;
    }
}
