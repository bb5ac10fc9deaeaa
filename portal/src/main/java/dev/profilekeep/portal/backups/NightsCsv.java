package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.portal.text.CsvLines;
import dev.profilekeep.portal.text.Texts;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How large a repository was, night by night, as a table for people; sizes in bytes. Not for use by several threads. */
public final class NightsCsv {
    private final CsvLines lines;
    private final Texts texts;
    private final DateTimeFormatter times;

    public NightsCsv(Writer out, char separator, Texts texts, ZoneId zone) {
        this.lines = new CsvLines(out, separator);
        this.texts = texts;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    }

    public void begin() throws IOException {
        lines.begin(Stream.of(
                        "repository.column.taken",
                        "repository.column.stored",
                        "repository.column.live",
                        "repository.people",
                        "repository.column.containers",
                        "repository.column.points",
                        "backups.column.newest",
                        "backups.column.oldest")
                .map(texts::get)
                .toList());
    }

    public void row(RepositoryMeasure night) throws IOException {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(time(night.taken()));
        cells.add(night.stored());
        cells.add(night.liveUnknown() > 0 ? null : night.live());
        cells.add(night.people());
        cells.add(night.containers());
        cells.add(night.points());
        cells.add(time(night.newest()));
        cells.add(time(night.oldest()));
        lines.row(cells);
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : times.format(at);
    }
}
