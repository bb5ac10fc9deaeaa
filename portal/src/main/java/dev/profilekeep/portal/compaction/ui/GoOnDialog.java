package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CanariesService;
import dev.profilekeep.text.Visible;
import java.util.List;
import java.util.Map;

/** What it means that others follow a disk that was found damaged, which others, and why. */
final class GoOnDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    /** Disks that are made smaller alike. */
    record Kind(String setId, String agentVersion) {}

    private final RadioButtonGroup<Kind> kinds = new RadioButtonGroup<>();
    private final Button act;
    private final SaidField reason;
    private final UnorderedList found = new UnorderedList();
    private final transient Words words;

    /**
     * @param locationNames by id
     * @param damaged at least one
     * @param done told when others follow
     */
    GoOnDialog(
            Words words,
            CanariesService service,
            Map<String, String> locationNames,
            List<DamagedCanary> damaged,
            Runnable done) {
        this.words = words;
        setHeaderTitle(words.get("space.goOn.title"));
        setWidth("min(40rem, 94vw)");
        Paragraph problem = new Paragraph();
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        found.addClassName("pk-rows");
        found.getElement().setAttribute("aria-label", words.get("space.goOn.damaged"));
        List<Kind> all = damaged.stream()
                .map(one -> new Kind(one.setId(), one.agentVersion()))
                .distinct()
                .toList();
        kinds.setLabel(words.get("space.goOn.kind"));
        kinds.setItems(all);
        kinds.setItemLabelGenerator(kind -> kind.agentVersion().isEmpty()
                ? words.get("space.goOn.unknown", kind.setId())
                : words.get("space.goOn.version", kind.setId(), kind.agentVersion()));
        reason = new SaidField(words.get("keeping.reason"), true, this::enable);
        act = new Button(words.get("space.goOn.act"), click -> {
            try {
                service.goOn(kinds.getValue().setId(), kinds.getValue().agentVersion(), reason.said());
                close();
                done.run();
            } catch (RuntimeException e) {
                problem.setText(ErrorMessages.of(e).in(words));
                problem.setVisible(true);
            }
        });
        act.addThemeNames("primary", "error");
        kinds.addValueChangeListener(change -> {
            found.removeAll();
            damaged.stream()
                    .filter(one -> new Kind(one.setId(), one.agentVersion()).equals(change.getValue()))
                    .forEach(one -> found.add(
                            new ListItem(row(one, locationNames.getOrDefault(one.locationId(), one.locationId())))));
            enable();
        });
        kinds.setValue(all.get(0));
        Div content = new Div(new Paragraph(words.get("space.goOn.text")), kinds, found, reason, problem);
        content.addClassName("pk-stack");
        content.getElement().setAttribute("tabindex", "0"); // on a phone it scrolls, also for whoever has no pointer
        add(content);
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), act);
    }

    private Anchor row(DamagedCanary one, String place) {
        Div cell = new Div(
                new Span(Visible.isolated(one.path())),
                new Span(Visible.isolated(place)),
                new Span(words.get("space.goOn.found", Visible.isolated(one.sentence()))));
        cell.addClassName("pk-cell");
        Anchor link = new Anchor("profiles/" + one.containerId(), cell);
        link.addClassName("pk-row");
        return link;
    }

    private void enable() {
        act.setEnabled(kinds.getValue() != null && !reason.said().isEmpty());
    }
}
