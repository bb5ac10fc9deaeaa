package dev.profilekeep.portal.readiness;

import dev.profilekeep.portal.text.CsvLines;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.readiness.ReadyPerson;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People with their verdicts as a table. Heads and verdicts are the same in every language, the last column is for people. Not for use by several threads. */
public final class ReadyCsv {
    /** In this order. */
    public static final List<String> COLUMNS = List.of(
            "Account",
            "SID",
            "Set",
            "WorksAt",
            "Site",
            "Verdict",
            "LossSeconds",
            "OneCopy",
            "Diverged",
            "AsOf",
            "Reason",
            "Why");

    private final CsvLines lines;
    private final Texts texts;
    private final DateTimeFormatter times;

    public ReadyCsv(Writer out, char separator, Texts texts, ZoneId zone) {
        this.lines = new CsvLines(out, separator);
        this.texts = texts;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    }

    public void begin() throws IOException {
        lines.begin(COLUMNS);
    }

    public void row(ReadyPerson person) throws IOException {
        Instant asOf = person.asOf();
        Duration loss = person.loss();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(person.account());
        cells.add(person.sid());
        cells.add(person.setId());
        cells.add(person.activeSite());
        cells.add(person.siteId());
        cells.add(person.word().name());
        cells.add(loss == null ? null : loss.toSeconds());
        cells.add(person.oneCopy());
        cells.add(person.diverged());
        cells.add(asOf == null ? null : times.format(asOf));
        cells.add(person.reason().isEmpty() ? null : person.reason());
        cells.add(person.reason().isEmpty() ? null : texts.get("readiness.fact." + person.reason()));
        lines.row(cells);
    }
}
