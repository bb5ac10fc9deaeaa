package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what happens elsewhere to a page, if somebody still looks at it. */
public final class Later {
    private static final Logger LOG = LoggerFactory.getLogger(Later.class);

    private Later() {}

    /**
     * Hears of something for as long as a part of a page is shown, from its next attachment on.
     *
     * @param subscribe begins to listen, and says how that ends; what it passes on is done on the page's own turn
     */
    public static void whileShown(Component part, Function<Consumer<Command>, AutoCloseable> subscribe) {
        ComponentUtil.addListener(part, AttachEvent.class, attached -> {
            UI ui = attached.getUI();
            AutoCloseable listening = subscribe.apply(command -> show(ui, command));
            ComponentUtil.addListener(part, DetachEvent.class, detached -> {
                detached.unregisterListener();
                end(listening);
            });
        });
    }

    private static void end(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            LOG.warn("a part of a page that is gone still listens", e);
        }
    }

    /** Does it on the page's own turn; nothing if the page was closed. */
    public static void show(UI ui, Command command) {
        try {
            ui.access(command);
        } catch (UIDetachedException e) {
            return; // nobody looks any more; what was done stays done
        }
    }

    /** Shows a result when it is there; a failure goes to {@code failed}, without what futures wrap around it. */
    public static <T> void show(UI ui, CompletableFuture<T> future, Consumer<T> done, Consumer<Throwable> failed) {
        future.whenComplete((result, thrown) -> show(ui, () -> {
            if (thrown == null) {
                done.accept(result);
            } else {
                Throwable cause = thrown.getCause();
                failed.accept(thrown instanceof CompletionException && cause != null ? cause : thrown);
            }
        }));
    }
}
