package dev.profilekeep.portal.compaction;

import dev.profilekeep.portal.text.CsvLines;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.space.estate.NeverCompacted;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Containers that FSLogix itself never makes smaller, as a table. Heads and reasons are the same in every language; the column why has words. Sizes are bytes. Not for use by several threads. */
public final class NeverCompactedCsv {
    private static final List<String> COLUMNS = List.of(
            "account",
            "sid",
            "disk",
            "kind",
            "set",
            "site",
            "location",
            "fileBytes",
            "reclaimableBytes",
            "reasons",
            "why",
            "observations",
            "since");

    private final CsvLines lines;
    private final Texts texts;
    private final DateTimeFormatter times;

    /** @param zone of times */
    public NeverCompactedCsv(Writer out, char separator, Texts texts, ZoneId zone) {
        this.lines = new CsvLines(out, separator);
        this.texts = texts;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    }

    public void begin() throws IOException {
        lines.begin(COLUMNS);
    }

    public void row(NeverCompacted one) throws IOException {
        List<NeverCompacted.Reason> reasons = one.reasons().stream().sorted().toList();
        Instant since = one.since();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(one.account());
        cells.add(one.sid());
        cells.add(one.baseName());
        cells.add(one.kind().name());
        cells.add(one.setId());
        cells.add(one.siteId());
        cells.add(one.locationId());
        cells.add(one.fileSize());
        cells.add(one.reclaimable());
        cells.add(reasons.stream().map(Enum::name).collect(Collectors.joining(" ")));
        cells.add(reasons.stream()
                .map(reason -> texts.get("space.never." + reason))
                .collect(Collectors.joining(", ")));
        cells.add(one.observations());
        cells.add(since == null ? null : times.format(since));
        lines.row(cells);
    }
}
