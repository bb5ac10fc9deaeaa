package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a request kept whom waiting, and what runs now, with what is over its limit marked. */
final class RequestClocks {
    private final Words words;
    private final RestorePolicy.Within within;

    RequestClocks(Words words, RestorePolicy.Within within) {
        this.words = words;
        this.within = within;
    }

    /** What runs now; null if nothing does. */
    @Nullable
    Component running(RequestTimes times) {
        Duration now = times.now();
        if (now == null) {
            return null;
        }
        Duration limit = times.limit(within);
        boolean over = RequestTimes.over(now, limit);
        String text = words.get(
                "requests.clock." + times.running(),
                words.formats().duration(now),
                limit == null ? "" : words.formats().duration(limit));
        Span line = new Span(
                new SymbolIcon(over ? Symbol.WARNING : Symbol.CLOCK),
                new Span(over ? words.get("requests.clock.over", text) : text));
        line.addClassNames("pk-line", "request-clock");
        return line;
    }

    /** Each as one fact; what did not come to be is left out. */
    void facts(RequestTimes times, Map<String, Component> facts) {
        put(
                facts,
                "requests.fact.answer",
                times.answer(),
                within.firstAnswer(),
                times.running() == RequestTimes.Running.ANSWER);
        boolean undecided = times.running() == RequestTimes.Running.ANSWER
                || times.running() == RequestTimes.Running.DECISION
                || times.running() == RequestTimes.Running.ASKER;
        put(facts, "requests.fact.decision", times.decision(), within.decision(), undecided);
        if (!times.signOff().isZero()) {
            facts.put(
                    words.get("requests.fact.signOff"), new Span(words.formats().duration(times.signOff())));
        }
        String done =
                switch (times.running()) {
                    case DOING -> "requests.fact.sinceYes";
                    case SIGN_OFF -> "requests.fact.untilSignOff";
                    case ANSWER, DECISION, ASKER, NONE -> "requests.fact.done";
                };
        put(facts, done, times.doing(), within.done(), false);
    }

    private void put(
            Map<String, Component> facts, String key, @Nullable Duration took, Duration limit, boolean goesOn) {
        if (took == null) {
            return;
        }
        String length = words.formats().duration(took);
        String text = goesOn ? words.get("requests.noAnswer", length) : length;
        if (!RequestTimes.over(took, limit)) {
            facts.put(words.get(key), new Span(text));
            return;
        }
        Span late = new Span(
                new SymbolIcon(Symbol.WARNING),
                new Span(words.get("requests.late", text, words.formats().duration(limit))));
        late.addClassName("pk-line");
        facts.put(words.get(key), late);
    }
}
