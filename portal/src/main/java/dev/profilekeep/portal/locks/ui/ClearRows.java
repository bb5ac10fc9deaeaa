package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a plan: what would happen to each, and then what did. */
final class ClearRows extends UnorderedList {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient LockWords lockWords;
    private final transient Map<String, String> locationNames;
    private final transient Map<Long, Row> rows = new HashMap<>();
    /** What stands above already for the same person, by the words in its place. */
    private final transient Map<Paragraph, String> same = new LinkedHashMap<>();

    /** @param planned what was said while nothing had been done; it is over once it was refused */
    private record Row(StatusBadge badge, List<Component> planned, Paragraph outcome) {}

    ClearRows(Words words, LockWords lockWords, Map<String, String> locationNames) {
        this.words = words;
        this.lockWords = lockWords;
        this.locationNames = locationNames;
        addClassName("clear-rows");
        // long lists scroll, by keys too
        getElement().setAttribute("tabindex", "0");
    }

    /** @param approved whether two people agreed to a row that needs it */
    void plan(ClearPlan plan, boolean approved) {
        removeAll();
        rows.clear();
        same.clear();
        Set<List<String>> said = new HashSet<>();
        for (ClearPlan.Row row : plan.rows()) {
            StatusBadge badge = planned(row, approved);
            Span name = new Span(LockParts.name(row, words));
            row.removals().stream().findFirst().ifPresent(one -> {
                Span disk = new Span(disk(one.path().name()));
                disk.addClassNames("pk-secondary", "clear-row-disk");
                name.add(disk);
            });
            Div head = new Div(name, badge);
            head.addClassName("clear-row-head");
            Paragraph outcome = new Paragraph();
            Paragraph why = new Paragraph(why(row));
            if (!row.sid().isEmpty() && !said.add(List.of(row.sid(), why.getText()))) {
                same.put(why, why.getText());
                why.setText(words.get("locks.row.same"));
            }
            List<Component> planned = new ArrayList<>(List.of(why));
            if (row.refusal() == null) {
                planned.add(what(row));
            }
            ListItem item = new ListItem(head);
            item.add(planned);
            item.add(outcome);
            outcome.addClassName("clear-row-outcome");
            outcome.setVisible(false);
            rows.put(row.containerId(), new Row(badge, planned, outcome));
            add(item);
        }
    }

    /** From now on each waits for its turn. */
    void begin(ClearPlan plan) {
        plan.rows()
                .forEach(row -> row(row.containerId()).badge().setStatus(Status.PAUSED, words.get("locks.row.waits")));
    }

    void ended(ClearOutcome outcome) {
        Row row = row(outcome.containerId());
        row.badge()
                .setStatus(
                        LockMarks.of(outcome.result()),
                        words.get("locks.result." + outcome.result().name()));
        row.outcome().setVisible(true);
        Refusal refusal = outcome.refusal();
        if (refusal != null) {
            row.planned().forEach(part -> part.setVisible(false));
            same.forEach(Paragraph::setText); // what they point to may be gone
        }
        String said = refusal != null
                ? words.get("locks.refusal." + refusal.why().name())
                : words.get("locks.result." + outcome.result().name() + ".text");
        row.outcome().setText(said);
        if (outcome.result() != ClearOutcome.Result.CLEARED) {
            Span detail = new Span(Visible.isolated(outcome.sentence()));
            detail.addClassName("pk-mono");
            row.outcome().add(Parts.details(words.get("detail.technical"), detail));
        }
    }

    private Row row(long container) {
        return rows.computeIfAbsent(
                container,
                id -> new Row(new StatusBadge(Status.PAUSED), List.of(), new Paragraph())); // one that was not planned
    }

    private StatusBadge planned(ClearPlan.Row row, boolean approved) {
        if (row.refusal() != null) {
            return new StatusBadge(Status.NOT_READY, words.get("locks.row.refused"));
        }
        return row.needsApproval() && !approved
                ? new StatusBadge(Status.UNKNOWN, words.get("locks.row.needsTwo"))
                : new StatusBadge(Status.READY, words.get("locks.row.would"));
    }

    private String why(ClearPlan.Row row) {
        LockVerdict verdict = row.verdict();
        Refusal refusal = row.refusal();
        String sentence = verdict == null ? "" : lockWords.sentence(verdict) + " ";
        return refusal == null
                ? sentence.strip()
                : sentence + words.get("locks.refusal." + refusal.why().name());
    }

    /** Exactly what would be removed or closed, and where. */
    private Component what(ClearPlan.Row row) {
        List<Component> lines = new ArrayList<>();
        row.removals().forEach(one -> {
            Span path = new Span(Visible.isolated(one.path().value()));
            path.addClassName("pk-mono");
            lines.add(new ListItem(
                    new Span(words.get(
                            "locks.removes",
                            place(one.locationId()),
                            words.formats().bytes(one.bytes()),
                            words.formats().dateTime(StoredFile.toInstant(one.written())))),
                    path));
        });
        row.closings()
                .forEach(one -> lines.add(new ListItem(words.get(
                        "locks.closes",
                        place(one.locationId()),
                        Visible.isolated(one.handle().account()),
                        Long.toString(one.handle().id())))));
        row.silent().forEach(one -> lines.add(new ListItem(words.get("locks.staysAt", place(one)))));
        UnorderedList list = new UnorderedList();
        list.addClassName("clear-what");
        list.add(lines);
        return list;
    }

    private static String disk(String lockFile) {
        return Visible.isolated(lockFile.replaceFirst("(?i)\\.lock$", ""));
    }

    private String place(String location) {
        return locationNames.getOrDefault(location, location);
    }
}
