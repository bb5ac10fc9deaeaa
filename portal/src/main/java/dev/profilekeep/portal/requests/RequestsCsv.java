package dev.profilekeep.portal.requests;

import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.portal.text.CsvLines;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.request.NoteWords;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestTimes;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The queue of requests as a table for people. No file of anybody is named in it. Not for use by several threads. */
public final class RequestsCsv {
    private final CsvLines lines;
    private final Texts texts;
    private final DateTimeFormatter times;
    private final RestorePolicy.Within within;
    private final NoteWords notes;

    /**
     * @param within how soon things are to happen
     * @param notes as whoever asks may read them
     */
    public RequestsCsv(
            Writer out, char separator, Texts texts, ZoneId zone, RestorePolicy.Within within, NoteWords notes) {
        this.within = within;
        this.notes = notes;
        this.lines = new CsvLines(out, separator);
        this.texts = texts;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    }

    public void begin() throws IOException {
        lines.begin(Stream.of(
                        "requests.column.id",
                        "backups.column.account",
                        "locks.column.sid",
                        "locks.column.kind",
                        "requests.column.wish",
                        "requests.column.moment",
                        "requests.column.files",
                        "requests.column.bytes",
                        "requests.column.reason",
                        "requests.column.state",
                        "requests.column.askedBy",
                        "requests.column.askedAt",
                        "requests.column.answeredAt",
                        "requests.column.decidedBy",
                        "requests.column.endedAt",
                        "requests.column.untilAnswer",
                        "requests.column.untilDecision",
                        "requests.column.forSignOff",
                        "requests.column.untilDone",
                        "requests.column.late",
                        "requests.column.note")
                .map(texts::get)
                .toList());
    }

    /** @param took how long whom it kept waiting */
    public void row(Request row, RequestTimes took) throws IOException {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.id());
        cells.add(row.account());
        cells.add(row.sid());
        cells.add(texts.get("kind." + row.containerKind().name()));
        cells.add(texts.get("request.kind." + row.wish().kind()));
        cells.add(time(row.wish().moment()));
        boolean files = row.wish().kind() == RequestKind.FILES;
        cells.add(files ? row.wish().amount().files() : null);
        cells.add(files ? row.wish().amount().bytes() : null);
        cells.add(row.reason());
        cells.add(texts.get(stateKey(row.state())));
        cells.add(row.askerName());
        cells.add(time(row.askedAt()));
        cells.add(time(row.firstAnswerAt()));
        cells.add(row.deciderName());
        cells.add(time(row.endedAt()));
        cells.add(minutes(took.answer()));
        cells.add(minutes(took.decision()));
        cells.add(minutes(took.signOff()));
        cells.add(minutes(took.doing()));
        cells.add(texts.get(took.isLate(within) ? "requests.late.yes" : "requests.late.no"));
        cells.add(notes.of(row.note()));
        lines.row(cells);
    }

    /** The text of how far a request is, or was. */
    public static String stateKey(RequestState state) {
        return "request.state." + state;
    }

    private static @Nullable Long minutes(@Nullable Duration took) {
        return took == null ? null : took.toMinutes();
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : times.format(at);
    }
}
