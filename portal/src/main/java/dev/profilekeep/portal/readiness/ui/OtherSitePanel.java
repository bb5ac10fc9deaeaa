package dev.profilekeep.portal.readiness.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.readiness.Check;
import dev.profilekeep.readiness.CheckResult;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.ui.EvidenceList;
import dev.profilekeep.ui.EvidenceList.Answer;
import dev.profilekeep.ui.EvidenceList.Evidence;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.List;
import java.util.Map;

/** Whether one person could work at the other sites, with what that rests on, each with who saw it and when. */
public final class OtherSitePanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient ReadyService service;
    private final transient Map<String, String> siteNames;
    private final long container;
    private final boolean mayLook;
    private final Div found = new Div();

    /** @param mayLook whether whoever sees this helps with the container */
    public OtherSitePanel(Words words, ReadyService service, long container, boolean mayLook) {
        this.words = words;
        this.service = service;
        this.siteNames = service.siteNames();
        this.container = container;
        this.mayLook = mayLook;
        addClassName("pk-stack");
        found.addClassName("pk-stack");
        add(found);
        if (mayLook) {
            Div acts = new Div(new Button(words.get("readiness.look"), new SymbolIcon(Symbol.SEARCH), click -> look()));
            acts.addClassName("my-actions");
            add(acts);
        }
        show(service.of(container));
    }

    private void look() {
        try {
            show(service.lookAt(container));
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
    }

    private void show(List<ReadyPerson> verdicts) {
        found.removeAll();
        List<ReadyPerson> others = verdicts.stream()
                .filter(one -> !one.siteId().equals(one.activeSite()))
                .toList();
        if (others.isEmpty()) {
            found.add(new Paragraph(
                    words.get(verdicts.isEmpty() && mayLook ? "readiness.other.never" : "readiness.other.none")));
        }
        for (ReadyPerson one : others) {
            found.add(
                    new H3(siteNames.getOrDefault(one.siteId(), one.siteId())),
                    new StatusBadge(ReadyWords.status(one.word()), ReadyWords.word(one.word(), words)),
                    new EvidenceList(one.checks().stream().map(this::evidence).toList()));
        }
    }

    private Evidence evidence(Check check) {
        return new Evidence(
                answer(check.result()),
                words.get("readiness.check." + check.kind(), ReadyWords.fact(check, words)),
                words.get("readiness.source." + check.source()),
                check.at());
    }

    private static Answer answer(CheckResult result) {
        return switch (result) {
            case PASS -> Answer.YES;
            case POOR, FAIL -> Answer.NO;
            case NOTE, UNKNOWN -> Answer.UNKNOWN;
        };
    }
}
