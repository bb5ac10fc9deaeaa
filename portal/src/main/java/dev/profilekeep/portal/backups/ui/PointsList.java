package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The moments one can go back to, each once: as a picture, and beneath it in words, the newest first. What is chosen in one is chosen in the other.
 */
public final class PointsList extends Div {
    private static final long serialVersionUID = 1L;

    /** More than anybody reads through. */
    private static final int MOST = 60;

    private final transient Instant now;
    private final transient Words words;
    private final OrderedList list = new OrderedList();
    private final Div place = new Div();
    private final MomentsPanel panel;
    private final transient Map<String, NativeButton> rows = new LinkedHashMap<>();
    private final transient Consumer<RestoreMoment> chosen;
    private transient @Nullable RestoreMoment choice;

    /**
     * @param helper whether it is shown to somebody who helps
     * @param chosen told of each moment that a person chooses
     */
    public PointsList(
            long container,
            List<KnownPoint> points,
            BackupsService service,
            boolean helper,
            Instant now,
            Words words,
            Consumer<RestoreMoment> chosen) {
        this.now = now;
        this.words = words;
        this.chosen = chosen;
        addClassName("pk-stack");
        list.addClassName("backup-moments");
        panel = new MomentsPanel(container, points, service, now, words, this::show, this::choose);
        panel.offerServer(container, service, words.get(helper ? "moments.server.how" : "moments.server.own"));
        add(panel, place);
    }

    private void show(List<RestoreMoment> moments) {
        list.removeAll();
        rows.clear();
        place.removeAll();
        if (moments.isEmpty()) {
            return;
        }
        Function<Instant, String> said =
                MomentWords.among(moments.stream().map(RestoreMoment::moment).toList(), now, words);
        moments.stream().limit(MOST).forEach(moment -> {
            NativeButton pick = new NativeButton(said.apply(moment.moment()), click -> {
                choose(moment);
                panel.select(moment);
            });
            pick.addClassName("moment-pick");
            rows.put(moment.id(), pick);
            ListItem item = new ListItem(pick);
            if (moment.isAhead(now)) {
                note(item, words.get("moments.ahead"));
            }
            if (moment instanceof RestoreMoment.OfServer) {
                note(item, words.get("moments.server.mark"));
            } else if (moment instanceof RestoreMoment.OfBackup backup) {
                backup.goesAt()
                        .ifPresent(goes -> note(
                                item, words.get("moments.goes", words.formats().date(goes))));
            }
            list.add(item);
        });
        place.add(Parts.details(words.get("my.backups.all", moments.size()), list));
        mark();
    }

    private static void note(ListItem item, String text) {
        Span mark = new Span(" · " + text);
        mark.addClassName("pk-secondary");
        item.add(mark);
    }

    private void choose(RestoreMoment moment) {
        choice = moment;
        mark();
        chosen.accept(moment);
    }

    private void mark() {
        RestoreMoment now = choice;
        rows.forEach((id, row) -> row.getElement()
                .setAttribute(
                        "aria-pressed", Boolean.toString(now != null && now.id().equals(id))));
    }
}
