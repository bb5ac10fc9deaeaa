package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Words;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The moments one can go back to, in words, the newest first; each once. What the file server keeps by itself is asked for on a press, for that takes a while, and stands among them, marked.
 */
public final class PointsList extends Div {
    private static final long serialVersionUID = 1L;

    /** More than anybody reads through. */
    private static final int MOST = 60;

    private final transient List<KnownPoint> points;
    private final transient Instant now;
    private final transient Words words;
    private final boolean helper;
    private final OrderedList list = new OrderedList();
    private final Paragraph said = new Paragraph();
    private final Button more;

    /** @param helper whether it is shown to somebody who helps, who is told how such a version is had */
    public PointsList(
            long container, List<KnownPoint> points, BackupsService service, boolean helper, Instant now, Words words) {
        this.points = List.copyOf(points);
        this.now = now;
        this.words = words;
        this.helper = helper;
        addClassName("pk-stack");
        list.addClassName("backup-moments");
        said.getElement().setAttribute("role", "status");
        said.setVisible(false);
        more = new Button(words.get("moments.server.look"), click -> look(UI.getCurrent(), service, container));
        more.addThemeNames("tertiary");
        more.setDisableOnClick(true);
        add(list, more, said);
        show(List.of());
    }

    private void look(UI ui, BackupsService service, long container) {
        try {
            Later.show(ui, service.previousVersions(container), this::found, failed -> away());
        } catch (RuntimeException e) {
            tell(ErrorMessages.of(e).in(words));
            more.setEnabled(true);
        }
    }

    private void found(List<StoragePoint> versions) {
        more.setVisible(false);
        show(versions);
        tell(words.get(
                versions.isEmpty() ? "moments.server.none" : helper ? "moments.server.how" : "moments.server.ask"));
    }

    private void away() {
        tell(words.get("moments.server.away"));
        more.setEnabled(true);
    }

    private void tell(String text) {
        said.setText(text);
        said.setVisible(true);
    }

    private void show(List<StoragePoint> versions) {
        list.removeAll();
        Set<Instant> ours = new HashSet<>(moments(points));
        Set<Instant> all = new TreeSet<>(Comparator.<Instant>reverseOrder());
        all.addAll(ours);
        versions.forEach(version -> all.add(version.moment()));
        all.stream().limit(MOST).forEach(moment -> {
            ListItem item = new ListItem(new Span(MomentWords.of(moment, now, words)));
            if (!ours.contains(moment)) {
                Span mark = new Span(" · " + words.get("moments.server.mark"));
                mark.addClassName("pk-secondary");
                item.add(mark);
            }
            list.add(item);
        });
    }

    /** Each moment once, whatever number of repositories has it. */
    public static List<Instant> moments(List<KnownPoint> points) {
        return points.stream().map(KnownPoint::moment).distinct().toList();
    }
}
