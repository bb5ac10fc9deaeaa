package dev.profilekeep.portal.health;

import dev.profilekeep.findings.Acceptance;
import dev.profilekeep.findings.FindingCsv;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.portal.text.CsvLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes findings as a table: codes for programs, or the words of the list for people. Not for use by several threads. */
public final class HealthCsv {
    private static final List<String> HEADS = List.of(
            "severity",
            "finding",
            "meaning",
            "next",
            "account",
            "sid",
            "disk",
            "site",
            "firstSeen",
            "resolved",
            "accepted",
            "reason");

    private final CsvLines lines;
    private final @Nullable FindingText text;

    /** @param text null for programs */
    public HealthCsv(Writer out, char separator, @Nullable FindingText text) {
        this.lines = new CsvLines(out, separator);
        this.text = text;
    }

    public void begin() throws IOException {
        FindingText said = text;
        lines.begin(
                said == null
                        ? FindingCsv.COLUMNS
                        : HEADS.stream()
                                .map(head -> said.texts().get("health.column." + head))
                                .toList());
    }

    /** @throws UncheckedIOException if the receiver went away */
    public void row(FindingRow row) {
        try {
            lines.row(text == null ? FindingCsv.cells(row) : inWords(text, row));
        } catch (IOException e) {
            throw new UncheckedIOException("the receiver of the export went away", e);
        }
    }

    private static List<@Nullable String> inWords(FindingText text, FindingRow row) {
        FindingWords words = text.of(row);
        FindingRow.About about = row.container();
        Acceptance accepted = row.acceptance();
        DateTimeFormatter times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                .withZone(text.formats().zone());
        @Nullable
        String[] cells = {
            text.texts().get("severity." + row.severity().name()),
            words.name(),
            words.meaning(),
            words.next(),
            text.subject(row),
            about == null ? null : about.sid(),
            about == null ? null : about.baseName(),
            text.site(row),
            time(times, row.firstSeen()),
            time(times, row.resolvedAt()),
            accepted == null ? null : time(times, accepted.until()),
            accepted == null ? null : accepted.reason()
        };
        return Stream.of(cells).toList();
    }

    private static @Nullable String time(DateTimeFormatter times, @Nullable Instant at) {
        return at == null ? null : times.format(at);
    }
}
