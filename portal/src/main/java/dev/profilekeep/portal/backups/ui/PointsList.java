package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.base.ui.Words;
import java.time.Instant;
import java.util.List;

/** The moments one can go back to, in words, the newest first; each once. */
public final class PointsList extends OrderedList {
    private static final long serialVersionUID = 1L;

    /** More than anybody reads through. */
    private static final int MOST = 60;

    public PointsList(List<KnownPoint> points, Instant now, Words words) {
        addClassName("backup-moments");
        moments(points).stream().limit(MOST).forEach(moment -> add(new ListItem(MomentWords.of(moment, now, words))));
    }

    /** Each moment once, whatever number of repositories has it. */
    public static List<Instant> moments(List<KnownPoint> points) {
        return points.stream().map(KnownPoint::moment).distinct().toList();
    }
}
