package dev.profilekeep.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import elemental.json.Json;
import java.util.List;

/** The shape of a trend in the height of a line of text: {@code <pk-sparkline>}. */
@Tag("pk-sparkline")
@JsModule("./profilekeep/pk-sparkline.ts")
public final class Sparkline extends Component implements HasStyle {
    /**
     * @param values oldest first, at equal distances; fewer than two draw nothing
     * @param summary what the line says, as a sentence, already translated: it is all that a screen reader gets
     */
    public Sparkline(List<? extends Number> values, String summary) {
        setValues(values, summary);
    }

    /** As in the constructor. */
    public void setValues(List<? extends Number> values, String summary) {
        var array = Json.createArray();
        for (var value : values) {
            array.set(array.length(), value.doubleValue());
        }
        getElement().setPropertyJson("values", array);
        getElement().setProperty("summary", summary);
    }
}
