package dev.profilekeep.portal.backups.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The moments one can go back to as a picture, and looking for more of them: what the file server keeps by itself is asked for on a press, for that takes a while. Whoever shows it
 * shows a list of the same beside it.
 */
public final class MomentsPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient List<KnownPoint> points;
    private final transient Map<String, String> places;
    private final transient Instant now;
    private final transient Words words;
    private final Timeline line;
    private final Paragraph said = new Paragraph();
    private final transient Consumer<List<RestoreMoment>> shown;
    private transient List<RestoreMoment> moments;

    /**
     * @param shown told of what is shown, now and when there is more
     * @param chosen told of a moment that a person pressed in the picture
     */
    public MomentsPanel(
            long container,
            List<KnownPoint> points,
            BackupsService service,
            Instant now,
            Words words,
            Consumer<List<RestoreMoment>> shown,
            Consumer<RestoreMoment> chosen) {
        this.points = List.copyOf(points);
        this.places = service.places();
        this.now = now;
        this.words = words;
        this.shown = shown;
        this.moments = RestoreMoment.of(points, List.of());
        addClassName("pk-stack");
        line = MomentLine.of(moments, places, service.gap(container), now, words);
        line.setVisible(!moments.isEmpty());
        line.addChoiceListener(id -> moments.stream()
                .filter(moment -> moment.id().equals(id))
                .findFirst()
                .ifPresent(chosen));
        said.getElement().setAttribute("role", "status");
        said.setVisible(false);
        add(line, said);
        shown.accept(moments);
    }

    /**
     * Offers to look for what the file server keeps by itself.
     *
     * @param how what is to be known of that, once some is found
     */
    public void offerServer(long container, BackupsService service, String how) {
        Button more = new Button(words.get("moments.server.look"));
        more.addClickListener(click -> look(UI.getCurrent(), more, service, container, how));
        more.addThemeNames("tertiary");
        more.setDisableOnClick(true);
        Div place = new Div(more);
        place.addClassName("moments-more");
        addComponentAtIndex(1, place);
    }

    /** Marks what was chosen elsewhere; null for nothing. */
    public void select(@Nullable RestoreMoment moment) {
        line.select(moment == null ? null : moment.id());
    }

    private void look(UI ui, Button more, BackupsService service, long container, String how) {
        try {
            Later.show(ui, service.previousVersions(container), found -> found(more, found, how), failed -> {
                tell(words.get("moments.server.away"));
                more.setEnabled(true);
            });
        } catch (RuntimeException e) {
            tell(ErrorMessages.of(e).in(words));
            more.setEnabled(true);
        }
    }

    /** Shows what the server was found to keep already. */
    public void show(List<StoragePoint> versions) {
        moments = RestoreMoment.of(points, versions);
        line.setMoments(MomentLine.drawn(moments, places, now, words));
        line.setVisible(!moments.isEmpty());
        shown.accept(moments);
    }

    private void found(Button more, List<StoragePoint> versions, String how) {
        more.setVisible(false);
        show(versions);
        tell(versions.isEmpty() ? words.get("moments.server.none") : how);
    }

    private void tell(String text) {
        said.setText(text);
        said.setVisible(true);
    }
}
