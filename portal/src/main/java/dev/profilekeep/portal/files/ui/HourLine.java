package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.portal.base.ui.Words;
import java.time.Duration;
import java.time.Instant;

/** How long somebody who helps may still look, and the button that ends it before. Tells when the time is over, also to who does nothing. */
final class HourLine extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient Runnable over;
    private final Span left = new Span();
    private transient Instant until = Instant.EPOCH;
    private transient Instant now = Instant.EPOCH;

    /**
     * @param end ends it before its time
     * @param over told once the time is over
     */
    HourLine(Words words, Runnable end, Runnable over) {
        this.words = words;
        this.over = over;
        addClassName("files-hour");
        Button enough = new Button(words.get("visit.end"), click -> end.run());
        enough.addThemeNames("tertiary");
        add(left, enough);
    }

    /** Shows what is left of it now. */
    void show(Instant until, Instant now) {
        this.until = until;
        this.now = now;
        long minutes = Duration.between(now, until).plusSeconds(59).toMinutes();
        left.setText(words.get("files.until", words.formats().time(until), Math.max(1, minutes)));
    }

    /** One word from the browser when it is over: asking each minute would keep a session alive that nobody uses. */
    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        long millis = Math.max(0, Duration.between(now, until).toMillis()) + 1000;
        getElement()
                .executeJs("return new Promise(done => setTimeout(() => done(true), $0))", (double) millis)
                .then(answer -> over.run());
    }
}
