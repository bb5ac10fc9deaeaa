package dev.profilekeep.portal.health.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.findings.Acceptance;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.portal.base.ui.CodeHint;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.health.FindingText;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.RelativeTime;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One finding: what it means, what to do, since when, what it rests on, and whether somebody lives with it. */
final class FindingDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    /**
     * @param decides whether the person may accept
     * @param accept asks for it
     * @param withdraw does it
     */
    FindingDialog(Words words, FindingText text, FindingRow row, boolean decides, Runnable accept, Runnable withdraw) {
        FindingWords said = text.of(row);
        setHeaderTitle(said.name() + " · " + text.subject(row));
        setWidth("min(40rem, 94vw)");
        addClassName("finding-dialog");
        StatusBadge severity = new StatusBadge(
                Marks.of(row.severity()), words.get("severity." + row.severity().name()));
        Div content = new Div(severity, new Paragraph(said.meaning()));
        content.addClassName("pk-stack");
        H3 next = new H3(words.get("health.column.next"));
        Div todo = new Div(next, new Paragraph(said.next()));
        content.add(todo);
        CodeHint hint = new CodeHint(words);
        hint.in(AnsweredCode.of(row));
        content.add(hint);
        Acceptance acceptance = row.acceptance();
        if (acceptance != null) {
            content.add(Parts.note(
                    Symbol.INFO,
                    words.get(
                            "health.acceptedBy",
                            Visible.isolated(acceptance.byName()),
                            words.formats().date(acceptance.until()),
                            Visible.isolated(acceptance.reason())),
                    false));
        }
        content.add(Parts.facts(facts(words, text, row)));
        if (!row.facts().isEmpty()) {
            String technical = new TreeMap<>(row.facts())
                    .entrySet().stream()
                            .map(fact -> fact.getKey() + "=" + Visible.oneLine(fact.getValue()))
                            .collect(Collectors.joining("\n"));
            Span code = new Span(row.code().name() + "\n" + technical);
            code.addClassNames("pk-mono", "finding-facts");
            content.add(Parts.details(
                    words.get("health.technical"),
                    code,
                    new CopyableText(row.code().name() + "\n" + technical)));
        }
        add(content);
        FindingRow.About about = row.container();
        if (about != null) {
            Anchor open = new Anchor("profiles/" + about.id(), words.get("health.openProfile"));
            open.addClassName("button-link");
            getFooter().add(open);
        }
        getFooter().add(new Button(words.get("action.close"), click -> close()));
        if (decides && row.resolvedAt() == null) {
            Button act = new Button(words.get(acceptance == null ? "health.accept.ask" : "health.withdraw"), click -> {
                close();
                (acceptance == null ? accept : withdraw).run();
            });
            getFooter().add(act);
        }
    }

    private static Map<String, Component> facts(Words words, FindingText text, FindingRow row) {
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(words.get("health.column.site"), new Span(text.site(row)));
        FindingRow.About about = row.container();
        if (about != null) {
            if (!about.sid().isEmpty()) {
                Span sid = new Span(about.sid());
                sid.addClassName("pk-mono");
                facts.put(words.get("health.column.sid"), sid);
            }
            facts.put(words.get("health.column.disk"), new Span(Visible.isolated(about.baseName())));
        }
        facts.put(words.get("health.column.firstSeen"), new RelativeTime(row.firstSeen()));
        Instant resolved = row.resolvedAt();
        if (resolved == null) {
            facts.put(words.get("health.lastSeen"), new RelativeTime(row.lastSeen()));
        } else {
            facts.put(words.get("health.column.resolved"), new RelativeTime(resolved));
        }
        return facts;
    }
}
