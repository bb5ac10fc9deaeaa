package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.trouble.Trouble;
import dev.profilekeep.portal.trouble.TroubleService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Trouble at large, above whatever is looked at. Comes and goes by itself; a screen reader hears what comes. */
final class TroubleBanner extends Section {
    private static final long serialVersionUID = 1L;

    private final transient TroubleService service;
    private final transient Words words;
    private final Div live = new Div();
    private transient List<Trouble> shown = List.of();

    TroubleBanner(TroubleService service, Words words) {
        this.service = service;
        this.words = words;
        addClassNames("trouble", "pk-no-print"); // what hangs on a wall is read long after
        // It stands there before anything does: readers announce what comes into a region that they know.
        live.getElement().setAttribute("role", "status");
        live.addClassName("pk-stack");
        add(live);
        refresh();
        Later.whileShown(this, page -> {
            AutoCloseable listening = service.subscribe(() -> page.accept(this::refresh));
            refresh();
            return listening;
        });
    }

    /** Only what changed is built anew, so that nobody hears the same twice. */
    void refresh() {
        List<Trouble> now = service.now();
        if (now.equals(shown)) {
            return;
        }
        List<Component> before = live.getChildren().toList();
        List<Component> after = new ArrayList<>();
        for (Trouble trouble : now) {
            int same = shown.indexOf(trouble);
            after.add(same >= 0 && same < before.size() ? before.get(same) : note(trouble));
        }
        before.stream().filter(note -> !after.contains(note)).forEach(live::remove);
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).getParent().isPresent()) {
                live.addComponentAtIndex(i, after.get(i));
            }
        }
        shown = now;
        if (now.isEmpty()) {
            getElement().removeAttribute("aria-label");
        } else {
            getElement().setAttribute("aria-label", words.get("trouble.label"));
        }
    }

    private Component note(Trouble trouble) {
        Div note = new Div(new SymbolIcon(Symbol.WARNING));
        note.addClassNames("pk-note", "pk-note-warning");
        Instant cutOff = trouble.cutOff();
        Span said = new Span(
                cutOff == null
                        ? sentence(trouble)
                        : sentence(trouble) + " " + words.get("trouble.cutOff", since(cutOff)));
        if (trouble.helps()) {
            boolean host = trouble.kind() == IncidentKind.HOST_LEFT_LOCKS;
            Anchor list = new Anchor(
                    host ? "locks?host=" + encoded(trouble.what()) : "profiles?site=" + encoded(trouble.siteId()),
                    words.get(host ? "trouble.showLocks" : "trouble.showPeople"));
            said.add(new Span(" "), list);
        }
        note.add(said);
        return note;
    }

    private String sentence(Trouble trouble) {
        String since = since(trouble.since());
        String site = Visible.isolated(trouble.site());
        String what = Visible.isolated(trouble.what());
        return switch (trouble.kind()) {
            case SITE_DOWN ->
                trouble.helps()
                        ? words.get("trouble.site.helping", site, since, trouble.people())
                        : words.get("trouble.site.mine", site, since);
            case LOCATION_DOWN ->
                trouble.helps()
                        ? words.get("trouble.location.helping", site, what, since, trouble.people())
                        : words.get("trouble.location.mine", site, since);
            case REPOSITORY_FINDING -> throw new IllegalArgumentException("not told here: " + trouble.kind());
            case HOST_LEFT_LOCKS -> words.get("trouble.host", what, since, trouble.people());
        };
    }

    /** The minute alone, for what began today. */
    private String since(Instant at) {
        Formats formats = words.formats();
        boolean today =
                LocalDate.ofInstant(at, formats.zone()).equals(LocalDate.ofInstant(Instant.now(), formats.zone()));
        return today ? formats.time(at) : formats.dateTime(at);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
