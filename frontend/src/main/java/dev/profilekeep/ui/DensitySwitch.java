package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** Comfortable or dense tables and controls: {@code <pk-density-switch>}. The choice is kept in the browser. */
@Tag("pk-density-switch")
@JsModule("./profilekeep/pk-density-switch.ts")
public final class DensitySwitch extends LocalizedComponent {
    public DensitySwitch() {
        super("density-switch");
    }
}
