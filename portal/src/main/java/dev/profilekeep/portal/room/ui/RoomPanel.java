package dev.profilekeep.portal.room.ui;

import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.room.RoomLook;
import dev.profilekeep.portal.room.RoomService;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.estate.SpaceLook;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What takes the room of a profile, when somebody asks: begins with a button, can be cancelled, and stays until the page is left. */
public final class RoomPanel extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient RoomService service;
    private final transient ContainerRow container;
    private final Button act;
    private final Button cancel;
    private final ProgressBar bar = new ProgressBar();
    private final Paragraph standing = new Paragraph();
    private final Paragraph problem = new Paragraph();
    private final Div found = new Div();
    private transient @Nullable RoomLook look;

    public RoomPanel(Words words, RoomService service, ContainerRow container) {
        this.words = words;
        this.service = service;
        this.container = container;
        addClassNames("pk-stack", "room");
        act = new Button(words.get("room.look"), new SymbolIcon(Symbol.SEARCH), click -> begin());
        cancel = new Button(words.get("room.cancel"), new SymbolIcon(Symbol.CLOSE), click -> cancel());
        cancel.setVisible(false);
        bar.getElement().setAttribute("aria-label", words.get("room.bar"));
        bar.setVisible(false);
        standing.getElement().setAttribute("role", "status");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div acts = new Div(act, cancel);
        acts.addClassName("my-actions");
        setVisible(service.mayLook(container));
        standing.setText(words.get("room.text"));
        add(standing, bar, problem, found, acts);
    }

    private void begin() {
        problem.setVisible(false);
        UI ui = UI.getCurrent();
        try {
            RoomLook begun = service.look(container.id());
            look = begun;
            going(true);
            begun.follow(() -> Later.show(ui, () -> progress(begun)));
            Later.show(ui, begun.answer(), seen -> ended(begun, seen), thrown -> failed(begun, thrown));
        } catch (RuntimeException e) {
            wrong(ErrorMessages.of(e).in(words));
        }
    }

    private void going(boolean on) {
        act.setEnabled(!on);
        cancel.setVisible(on);
        bar.setVisible(on);
        bar.setIndeterminate(on);
        if (on) {
            standing.setText(words.get("room.reading"));
        }
    }

    private void progress(RoomLook of) {
        if (look == of && !of.answer().isDone()) {
            bar.setIndeterminate(false);
            bar.setValue(of.part());
        }
    }

    private void cancel() {
        RoomLook open = look;
        if (open != null) {
            open.cancel();
        }
    }

    private void ended(RoomLook of, SpaceLook seen) {
        if (look != of) {
            return;
        }
        look = null;
        going(false);
        SpaceUse use = seen.use();
        if (use == null) {
            standing.setText(words.get("room.text"));
            wrong(words.get("room.state." + seen.state().name()));
            return;
        }
        act.setText(words.get("room.again"));
        standing.setText(words.get(
                "room.sum",
                words.formats().bytes(use.usedBytes()),
                words.formats().bytes(use.usedBytes() + use.freeBytes()),
                words.formats().dateTime(seen.at())));
        found.removeAll();
        found.add(new CategoryBars(words, use));
        if (service.mayExclude(container)) {
            found.add(new RedirectionLines(words, use));
        }
    }

    private void failed(RoomLook of, Throwable thrown) {
        if (look != of) {
            return;
        }
        look = null;
        going(false);
        standing.setText(words.get("room.text"));
        if (thrown instanceof CancellationException) {
            standing.setText(words.get("room.cancelled"));
        } else if (thrown instanceof RejectedExecutionException) {
            wrong(words.get("room.busy"));
        } else if (thrown instanceof IOException) {
            wrong(words.get("room.away"));
        } else {
            wrong(ErrorMessages.of(thrown).in(words));
        }
    }

    private void wrong(String text) {
        problem.setText(text);
        problem.setVisible(true);
    }

    /** Nobody looks any more, unless the page was only drawn anew and this is a part of it again. */
    @Override
    protected void onDetach(DetachEvent detached) {
        super.onDetach(detached);
        UI ui = detached.getUI();
        if (ui.isClosing()) {
            cancel();
            return;
        }
        ui.beforeClientResponse(ui, drawn -> {
            if (!isAttached()) {
                cancel();
            }
        });
    }
}
