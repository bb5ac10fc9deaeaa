package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import elemental.json.Json;
import elemental.json.JsonObject;

/**
 * How full a container is: used, free inside, what of it could be reclaimed, and the maximum: {@code <pk-capacity-bar>}.
 * A legend and a sentence for screen readers belong to it; the parts differ in pattern, not in colour alone.
 */
@Tag("pk-capacity-bar")
@JsModule("./profilekeep/pk-capacity-bar.ts")
public final class CapacityBar extends LocalizedComponent {
    public CapacityBar(Capacity capacity) {
        super("capacity");
        setCapacity(capacity);
    }

    public void setCapacity(Capacity capacity) {
        getElement().setPropertyJson("capacity", capacity.json());
    }

    /** Leaves the legend out, for tables; the sentence for screen readers stays. */
    public void setLegendVisible(boolean visible) {
        getElement().setAttribute("no-legend", !visible);
    }

    /**
     * The room of one container, in bytes.
     *
     * @param usedBytes taken by files inside
     * @param freeInsideBytes free for the person inside the disk, whether or not the file takes room for it
     * @param reclaimableBytes part of {@code freeInsideBytes} for which the file takes room on the share all the same
     * @param maximumBytes the size the disk shows to Windows
     */
    public record Capacity(long usedBytes, long freeInsideBytes, long reclaimableBytes, long maximumBytes) {
        public Capacity {
            Require.notNegative("usedBytes", usedBytes);
            Require.notNegative("freeInsideBytes", freeInsideBytes);
            Require.notNegative("reclaimableBytes", reclaimableBytes);
            Require.notNegative("maximumBytes", maximumBytes);
        }

        JsonObject json() {
            var json = Json.createObject();
            json.put("used", (double) usedBytes);
            json.put("freeInside", (double) freeInsideBytes);
            json.put("reclaimable", (double) reclaimableBytes);
            json.put("maximum", (double) maximumBytes);
            return json;
        }
    }
}
