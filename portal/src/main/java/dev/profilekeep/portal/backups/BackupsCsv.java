package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
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

/** The list of backups as a table for people. Not for use by several threads. */
public final class BackupsCsv {
    private final CsvLines lines;
    private final Texts texts;
    private final DateTimeFormatter times;
    private final Map<String, String> siteNames;

    public BackupsCsv(Writer out, char separator, Texts texts, ZoneId zone, Map<String, String> siteNames) {
        this.lines = new CsvLines(out, separator);
        this.texts = texts;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
        this.siteNames = siteNames;
    }

    public void begin() throws IOException {
        lines.begin(Stream.of(
                        "backups.column.account",
                        "locks.column.sid",
                        "locks.column.kind",
                        "locks.column.sites",
                        "backups.column.standing",
                        "backups.column.newest",
                        "backups.column.oldest",
                        "backups.column.points",
                        "backups.column.inUse",
                        "backups.column.written")
                .map(texts::get)
                .toList());
    }

    public void row(ContainerBackup row, BackupList.Standing standing) throws IOException {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.account());
        cells.add(row.sid());
        cells.add(texts.get("kind." + row.kind().name()));
        cells.add(row.sites().stream()
                .map(site -> siteNames.getOrDefault(site, site))
                .collect(Collectors.joining(", ")));
        cells.add(texts.get("backups.standing." + standing.name()));
        cells.add(time(row.newest()));
        cells.add(time(row.oldest()));
        cells.add(row.points());
        cells.add(time(row.inUseSince()));
        cells.add(time(row.lastWritten()));
        lines.row(cells);
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : times.format(at);
    }
}
