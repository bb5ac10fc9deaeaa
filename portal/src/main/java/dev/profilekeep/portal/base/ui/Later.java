package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Brings what happens elsewhere to a page, if somebody still looks at it. */
public final class Later {
    private Later() {}

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
