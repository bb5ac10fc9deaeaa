package dev.profilekeep.portal.help.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.portal.base.ui.Marks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.ui.StatusBadge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with what a caller has, beside the lock that stands above it. */
final class FoundSection extends Section {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Map<String, String> siteNames;
    private final transient List<LockPanel> panels;

    /** @param panels what the caller has; read again at each showing */
    FoundSection(Words words, Map<String, String> siteNames, List<LockPanel> panels) {
        this.words = words;
        this.siteNames = siteNames;
        this.panels = panels;
        addClassName("pk-section");
    }

    /** What else is wrong: of a lock, the look just taken says more than a finding of before. */
    static List<Finding> others(LockPanel panel) {
        return panel.container().findings().stream()
                .filter(finding -> finding.code() != FindingCode.IN_USE)
                .filter(finding -> finding.code() != FindingCode.LOCKED || !panel.isJudged())
                .toList();
    }

    /** Whether a lock stands above the findings, or is among those that it stands for. */
    private boolean isLocked() {
        return panels.stream()
                .anyMatch(panel -> panel.verdict() != null
                        || !panel.isJudged() && !panel.container().findings().isEmpty());
    }

    /** Shows it as it is known now. */
    void show() {
        removeAll();
        add(new H2(words.get("detail.findings")));
        Map<FindingWords, Severity> said = new LinkedHashMap<>();
        for (LockPanel panel : panels) {
            others(panel)
                    .forEach(finding -> said.putIfAbsent(
                            FindingWords.of(finding, siteNames, words.texts(), words.formats()),
                            finding.code().severity()));
        }
        if (said.isEmpty()) {
            add(new Paragraph(words.get(isLocked() ? "help.findings.noneElse" : "detail.findings.none")));
        }
        said.forEach((finding, severity) -> {
            StatusBadge badge = new StatusBadge(Marks.of(severity), words.get("severity." + severity.name()));
            Paragraph next = new Paragraph(finding.next());
            next.addClassName("pk-secondary");
            Div card = new Div(new H3(new Span(finding.name()), badge), new Paragraph(finding.meaning()), next);
            card.addClassNames("pk-card", "finding");
            add(card);
        });
    }
}
