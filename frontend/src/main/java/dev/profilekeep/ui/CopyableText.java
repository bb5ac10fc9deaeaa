package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** A technical value (path, SID, GUID, digest) in a monospaced face with a button that copies all of it: {@code <pk-copy>}. */
@Tag("pk-copy")
@JsModule("./profilekeep/pk-copy.ts")
public final class CopyableText extends LocalizedComponent {
    public CopyableText(String value) {
        super("copy");
        setValue(value);
    }

    /** @param what what the value is ("SID"), already translated: names the button for screen readers */
    public CopyableText(String value, String what) {
        this(value);
        getElement().setAttribute("what", what);
    }

    public void setValue(String value) {
        getElement().setAttribute("value", value);
    }

    /** Shows the end of a value too long for its place and cuts its beginning, for paths; the middle otherwise stays whole. */
    public void setCutBeginning(boolean cut) {
        getElement().setAttribute("cut-beginning", cut);
    }
}
