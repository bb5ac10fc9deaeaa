package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The locks of one machine: what became of it, how many are locked out, and the one act for all of them. */
final class LockGroupCard extends Section {
    private static final long serialVersionUID = 1L;

    /**
     * @param gone what an administrator declared of the machine; null if nobody did
     * @param mayAct whether the person may clear
     * @param declare declares it gone, or takes that back; null if the person may not
     */
    LockGroupCard(
            LockGroup group,
            @Nullable GoneHost gone,
            Words words,
            boolean mayAct,
            Runnable clear,
            Runnable show,
            @Nullable Runnable declare) {
        addClassNames("pk-card", "lock-group");
        boolean known = !group.host().isEmpty();
        Div head = new Div(new H3(known ? Visible.isolated(group.host()) : words.get("locks.group.unknown")));
        head.addClassName("pk-card-header");
        Instant boot = group.lastBoot();
        if (gone != null) {
            head.add(new StatusBadge(Status.DEGRADED, words.get("locks.gone.badge")));
        } else if (group.restarted() && boot != null) {
            head.add(new StatusBadge(
                    Status.DEGRADED,
                    words.get("locks.group.restarted", words.formats().dateTime(boot))));
        }
        add(head, new Paragraph(words.get("locks.group.numbers", group.locked(), parts(group, words))));
        if (gone != null) {
            add(new Paragraph(words.get(
                    "locks.gone.said",
                    Visible.isolated(gone.byName()),
                    words.formats().dateTime(gone.declaredAt()),
                    words.formats().dateTime(gone.wentAt()),
                    Visible.isolated(gone.reason()))));
        }
        Div acts = new Div();
        acts.addClassName("pk-actions");
        if (mayAct && group.stale() > 0) {
            Button button = new Button(
                    words.get("locks.group.clear", group.stale()), new SymbolIcon(Symbol.UNLOCK), click -> clear.run());
            button.addThemeNames("primary");
            acts.add(button);
        }
        if (known) {
            Button list = new Button(words.get("locks.group.show"), click -> show.run());
            list.setAriaLabel(words.get("locks.group.showOf", Visible.isolated(group.host())));
            acts.add(list);
            if (declare != null) {
                Button word = new Button(
                        words.get(gone == null ? "locks.gone.open" : "locks.gone.back"), click -> declare.run());
                word.setAriaLabel(words.get(
                        gone == null ? "locks.gone.openOf" : "locks.gone.backOf", Visible.isolated(group.host())));
                word.addThemeNames("tertiary");
                acts.add(word);
            }
        } else {
            add(new Paragraph(words.get("locks.group.unknown.text")));
            Button list = new Button(words.get("locks.group.show"), click -> show.run());
            list.setAriaLabel(words.get("locks.group.showUnknown"));
            acts.add(list);
        }
        add(acts);
    }

    private static String parts(LockGroup group, Words words) {
        List<String> parts = new ArrayList<>();
        if (group.stale() > 0) {
            parts.add(words.get("locks.group.stale", group.stale()));
        }
        if (group.live() > 0) {
            parts.add(words.get("locks.group.live", group.live()));
        }
        if (group.unproved() > 0) {
            parts.add(words.get("locks.group.unproved", group.unproved()));
        }
        return words.texts().list(parts);
    }
}
