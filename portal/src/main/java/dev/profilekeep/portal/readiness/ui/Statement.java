package dev.profilekeep.portal.readiness.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.readiness.ReadyQuery;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadyWord;
import dev.profilekeep.readiness.SiteReadiness;
import dev.profilekeep.ui.Sparkline;
import dev.profilekeep.ui.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What would be if one site were lost now, seen from another one: a sentence, numbers that each open the list of exactly these people, and the month. */
final class Statement extends Section {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient SiteReadiness numbers;
    private final transient Consumer<ReadyQuery> asked;

    /** @param asked told which people somebody wants to see */
    Statement(
            SiteReadiness numbers,
            List<ReadinessDay> days,
            Duration target,
            Map<String, String> siteNames,
            Words words,
            Consumer<ReadyQuery> asked) {
        this.words = words;
        this.numbers = numbers;
        this.asked = asked;
        addClassNames("pk-section", "readiness-statement");
        String lost = siteNames.getOrDefault(numbers.activeSite(), numbers.activeSite());
        String site = siteNames.getOrDefault(numbers.siteId(), numbers.siteId());
        add(new H2(words.get("readiness.if", lost, numbers.works(), numbers.people(), site)));
        Div tiles = new Div(
                tile("readiness.works", numbers.works(), Set.of(ReadyWord.READY, ReadyWord.DEGRADED), false, false),
                tile("readiness.degraded", numbers.degraded(), Set.of(ReadyWord.DEGRADED), false, false),
                tile("readiness.notReady", numbers.notReady(), Set.of(ReadyWord.NOT_READY), false, false),
                tile("readiness.unknown", numbers.unknown(), Set.of(ReadyWord.UNKNOWN), false, false),
                tile("readiness.oneCopy", numbers.oneCopy(), Set.of(), true, false),
                tile("readiness.diverged", numbers.diverged(), Set.of(), false, true));
        tiles.addClassName("pk-tiles");
        add(tiles, loss(target));
        if (numbers.unknown() > 0) {
            Instant since = numbers.unknownSince();
            add(Parts.note(
                    Symbol.QUESTION,
                    since == null
                            ? words.get("readiness.unknown.never", numbers.unknown())
                            : words.get(
                                    "readiness.unknown.since",
                                    numbers.unknown(),
                                    words.formats().dateTime(since)),
                    false));
        }
        if (days.size() > 1) {
            add(trend(days));
        }
    }

    private Component tile(String key, long count, Set<ReadyWord> verdicts, boolean oneCopy, boolean diverged) {
        Button open = new Button(
                words.get(key, count),
                click -> asked.accept(new ReadyQuery(
                        "", numbers.activeSite(), numbers.siteId(), verdicts, oneCopy, diverged, ReadyQuery.USUAL)));
        open.addClassName("readiness-number");
        return open;
    }

    private Component loss(Duration target) {
        Duration median = numbers.medianLoss();
        Duration worst = numbers.worstLoss();
        Div line = new Div(
                median == null || worst == null
                        ? words.get("readiness.loss.none", words.formats().duration(target))
                        : words.get(
                                "readiness.loss",
                                words.formats().duration(median),
                                words.formats().duration(worst),
                                words.formats().duration(target)));
        line.addClassName("pk-secondary");
        return line;
    }

    private Component trend(List<ReadinessDay> days) {
        List<Long> works =
                days.stream().map(day -> day.ready() + day.degraded()).toList();
        Sparkline line = new Sparkline(
                works, words.get("readiness.trend", (long) days.size(), works.get(0), works.get(works.size() - 1)));
        Div holder = new Div(line);
        holder.addClassName("readiness-trend");
        return holder;
    }
}
