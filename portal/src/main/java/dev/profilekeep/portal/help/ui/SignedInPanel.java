package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.SignedIn;
import dev.profilekeep.portal.help.Summary;
import dev.profilekeep.portal.locks.ui.ClearDialog;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Somebody who reads letters out and of whom no container is known: who it is, what is missing, and the way on. */
final class SignedInPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient HelpService service;
    private final transient ClearDialog.Means means;
    private final transient Words words;
    private final Section tried;
    private final HandOverCard handOver;
    private final transient SignedIn signedIn;
    private final transient Clock clock;
    private final boolean administrator;
    private final H2 heading;

    SignedInPanel(HelpService service, ClearDialog.Means means, SignedIn signedIn, Clock clock) {
        this.service = service;
        this.means = means;
        this.words = means.words();
        this.signedIn = signedIn;
        this.administrator = means.administrator();
        this.clock = clock;
        boolean nameless = signedIn.sid().isEmpty();
        addClassNames("pk-stack", "caller");
        heading = new H2(Visible.isolated(signedIn.name()));
        heading.getElement().setAttribute("tabindex", "-1");
        Div head = new Div(heading);
        head.addClassNames("pk-line", "caller-name");
        if (!nameless) {
            head.add(new CopyableText(signedIn.sid(), words.get("fact.sid")));
        }
        Paragraph from = new Paragraph(from(words, signedIn));
        from.addClassName("pk-secondary");
        Div titled = new Div(
                new H3(words.get(nameless ? "help.noSid.title" : "help.noProfile.title")),
                new StatusBadge(Status.DEGRADED, words.get(nameless ? "help.noSid.badge" : "help.noProfile.badge")));
        titled.addClassName("pk-line");
        Div card = new Div(titled);
        card.addClassName("pk-card");
        said().forEach(sentence -> card.add(new Paragraph(sentence)));
        Div buttons = new Div();
        buttons.addClassName("pk-actions");
        if (means.administrator() && nameless) {
            Anchor give = new Anchor(
                    "settings?person=" + URLEncoder.encode(signedIn.subject(), StandardCharsets.UTF_8),
                    words.get("help.noSid.give"));
            buttons.add(give);
        }
        if (buttons.getComponentCount() > 0) {
            card.add(buttons);
        }
        tried = Parts.section(words.get("help.tried"));
        handOver = new HandOverCard(
                words, this::text, (ticket, note) -> service.handOver(signedIn, ticket, note), this::showTried);
        add(head, from, card, tried, Parts.section(words.get("help.handOver.title"), handOver));
        showTried();
    }

    private void showTried() {
        tried.getChildren().filter(child -> !(child instanceof H2)).toList().forEach(tried::remove);
        List<String> lines = summary().lines(service.tried(signedIn), Map.of());
        if (lines.isEmpty()) {
            tried.add(new Paragraph(words.get("help.tried.none")));
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("tried");
        lines.forEach(line -> list.add(new ListItem(line)));
        tried.add(list);
    }

    private Summary summary() {
        return new Summary(words.texts(), words.formats(), means.lockWords()).ofCaller(signedIn.sid());
    }

    /** What the identity provider calls them. */
    static String from(Words words, SignedIn signedIn) {
        return words.get(
                "people.from", Visible.isolated(signedIn.subject()), Visible.isolated(signedIn.identityProvider()));
    }

    /** What is so, since when, and who does what now. */
    private List<String> said() {
        if (!signedIn.sid().isEmpty()) {
            return List.of(words.get("help.noProfile.text"), words.get("help.noProfile.next"));
        }
        if (signedIn.given()) {
            return List.of(words.get("help.noSid.text"), words.get("help.noSid.given"));
        }
        Instant since = signedIn.waitsSince();
        return Stream.of(
                        words.get("help.noSid.text"),
                        since == null
                                ? ""
                                : words.get("help.noSid.since", words.formats().dateTime(since)),
                        words.get(administrator ? "help.noSid.next.administrator" : "help.noSid.next.helpdesk"))
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /** Goes to the person's name, as where they were found is gone from the page. */
    void takeFocus() {
        heading.getElement().executeJs("this.focus()");
    }

    /** The page as text, for a ticket. */
    String text() {
        String name = Visible.oneLine(signedIn.name());
        List<String> lines = Stream.concat(
                        Stream.of(
                                signedIn.sid().isEmpty() ? name : words.get("help.summary.title", name, signedIn.sid()),
                                words.get(
                                        "help.summary.asOf",
                                        words.formats().dateTime(clock.instant()),
                                        words.formats().zone().getId()),
                                from(words, signedIn),
                                words.get(signedIn.sid().isEmpty() ? "help.noSid.title" : "help.noProfile.title")),
                        said().stream())
                .toList();
        String ticket = handOver.ticket().isBlank()
                ? ""
                : words.get("locks.ticket") + ": " + Visible.oneLine(handOver.ticket()) + "\n";
        return String.join("\n", lines) + "\n" + ticket + summary().tried(service.tried(signedIn), Map.of());
    }
}
