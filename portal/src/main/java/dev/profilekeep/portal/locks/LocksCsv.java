package dev.profilekeep.portal.locks;

import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.text.CsvLines;
import dev.profilekeep.portal.text.Texts;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Locks as a table for people, with what each verdict rests on in a sentence. Not for use by several threads. */
public final class LocksCsv {
    private final CsvLines lines;
    private final Texts texts;
    private final LockWords words;
    private final DateTimeFormatter times;
    private final Map<String, String> siteNames;

    public LocksCsv(
            Writer out, char separator, Texts texts, LockWords words, ZoneId zone, Map<String, String> siteNames) {
        this.lines = new CsvLines(out, separator);
        this.texts = texts;
        this.words = words;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
        this.siteNames = siteNames;
    }

    public void begin() throws IOException {
        lines.begin(Stream.of(
                        "locks.column.account",
                        "locks.column.sid",
                        "locks.column.kind",
                        "locks.column.verdict",
                        "locks.column.host",
                        "locks.column.since",
                        "locks.column.sites",
                        "locks.column.why",
                        "locks.column.judged")
                .map(texts::get)
                .toList());
    }

    public void row(LockRow row) throws IOException {
        LockVerdict verdict = row.verdict();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.account());
        cells.add(row.sid());
        cells.add(texts.get("kind." + row.kind().name()));
        cells.add(texts.get("verdict." + (verdict == null ? LockFilter.NOT_JUDGED : verdict.word())));
        cells.add(verdict == null ? "" : verdict.holder().host());
        cells.add(verdict == null ? null : time(verdict.holder().since()));
        cells.add(row.sites().stream()
                .map(site -> siteNames.getOrDefault(site, site))
                .collect(Collectors.joining(", ")));
        cells.add(verdict == null ? words.without(LockFilter.NOT_JUDGED) : words.sentence(verdict));
        cells.add(verdict == null ? null : time(verdict.at()));
        lines.row(cells);
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : times.format(at);
    }
}
