package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.compact.estate.CompactionDay;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.GrowthChart;
import dev.profilekeep.ui.GrowthChart.CopyLine;
import dev.profilekeep.ui.GrowthChart.Growth;
import dev.profilekeep.ui.GrowthChart.Point;
import java.time.LocalTime;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the nights of the last month freed, and what they left. */
final class TrendSection extends Section {
    private static final long serialVersionUID = 1L;

    /** @param days the oldest first */
    TrendSection(List<CompactionDay> days, Words words) {
        addClassName("pk-section");
        add(new H2(words.get("space.trend")));
        if (days.size() < 2) {
            add(new Paragraph(words.get("space.trend.one")));
            return;
        }
        long freed = days.stream().mapToLong(CompactionDay::freedBytes).sum();
        long disks = days.stream().mapToLong(CompactionDay::containers).sum();
        String summary = words.get("space.trend.summary", words.formats().bytes(freed), disks, (long) days.size());
        GrowthChart chart = new GrowthChart(new Growth(
                summary,
                List.of(
                        line("space.trend.freed", days, CompactionDay::freedBytes, words),
                        line("space.trend.possible", days, CompactionDay::possibleBytes, words)),
                null,
                null));
        chart.setTimeZone(words.formats().zone());
        chart.setSummaryVisible(true);
        chart.addClassName("growth");
        add(chart);
    }

    /** Noon, so that a day stays that day whatever zone it is shown in. */
    private static CopyLine line(
            String key, List<CompactionDay> days, ToLongFunction<CompactionDay> bytes, Words words) {
        return new CopyLine(
                words.get(key),
                days.stream()
                        .map(day -> new Point(
                                day.day()
                                        .atTime(LocalTime.NOON)
                                        .atZone(words.formats().zone())
                                        .toInstant(),
                                Math.max(0, bytes.applyAsLong(day)),
                                null))
                        .toList());
    }
}
