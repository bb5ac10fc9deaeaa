package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.function.SerializableSupplier;
import com.vaadin.flow.shared.Registration;

/** Has a part of a page read again by itself. */
public final class Polling {
    private Polling() {}

    /**
     * Reads again for as long as a part of a page is shown, from its next attachment on. One part of a page does so at a time; it may change the pace meanwhile.
     *
     * @param millis how often at first; -1 for not yet
     */
    public static void whileShown(Component part, SerializableSupplier<Integer> millis, SerializableConsumer<UI> read) {
        ComponentUtil.addListener(part, AttachEvent.class, attached -> {
            UI ui = attached.getUI();
            Registration polling = ui.addPollListener(poll -> read.accept(ui));
            ui.setPollInterval(millis.get());
            ComponentUtil.addListener(part, DetachEvent.class, detached -> {
                detached.unregisterListener();
                polling.remove();
                ui.setPollInterval(-1);
            });
        });
    }
}
