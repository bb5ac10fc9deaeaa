package dev.profilekeep.ui;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A status as icon shape, word and colour: {@code <pk-status>}.
 *
 * <p>In a grid use {@link Renderers#status}: a component per row is not needed.
 */
@Tag("pk-status")
@JsModule("./profilekeep/pk-status.ts")
public final class StatusBadge extends LocalizedComponent {
    private Status status;
    private @Nullable String word;

    /** A badge with the status' own word in the person's language. */
    public StatusBadge(Status status) {
        super("status");
        this.status = status;
        show();
    }

    /** A badge with another word than the status' own, for example a verdict: already translated. */
    public StatusBadge(Status status, String word) {
        super("status");
        this.status = status;
        this.word = word;
        show();
    }

    /** Shows {@code status} with its own word. */
    public void setStatus(Status status) {
        this.status = status;
        this.word = null;
        show();
    }

    /** Shows {@code status} with {@code word}, already translated. */
    public void setStatus(Status status, String word) {
        this.status = status;
        this.word = word;
        show();
    }

    public Status status() {
        return status;
    }

    /** The word shown: the one given, else the status' own in the person's language. */
    public String word() {
        return getElement().getProperty("word", "");
    }

    /** How much room the badge takes. */
    public void setSize(Size size) {
        getElement().setAttribute("size", size.name().toLowerCase(Locale.ROOT));
    }

    /** Icon and word without a coloured field around them, for text and dense tables. */
    public void setPlain(boolean plain) {
        getElement().setAttribute("plain", plain);
    }

    /** {@code MEDIUM} in text and tables, {@code LARGE} beside a heading, {@code HERO} alone on a screen. */
    public enum Size {
        MEDIUM,
        LARGE,
        HERO
    }

    @Override
    void speak(Locale locale) {
        super.speak(locale);
        show(locale);
    }

    private void show() {
        show(getUI().map(ui -> ui.getLocale()).orElse(Locale.ENGLISH));
    }

    @SuppressWarnings("ConstantValue") // status is still null when the superclass speaks for the first time
    private void show(Locale locale) {
        if (status == null) {
            return;
        }
        getElement().setAttribute("status", status.attribute());
        getElement().setProperty("word", word != null ? word : Texts.in(locale).get("status." + status.attribute()));
    }
}
