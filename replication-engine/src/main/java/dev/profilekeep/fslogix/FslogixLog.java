package dev.profilekeep.fslogix;

import dev.profilekeep.text.TextReaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log of FSLogix line by line, in constant memory whatever the file holds; UTF-8 or UTF-16.
 *
 * <p>Observed (FSLogix 2.9.7349 to 3.26.126):
 *
 * <pre>
 *   Log file created 2020-08-04 at 13:30:04        the head: date,
 *   UTC+01:00                                      offset of all times below,
 *   Origin: …\frxsvc.exe (Version 2.9.7349.30108)
 *   Computer Name: HOST01 User Name: SYSTEM
 *   --------------------------------------------
 *   [13:30:04.422][tid:00000dc4.0000151c][ERROR:00000020]   text      no [tid:…] in some versions
 *   [13:30:04.453][tid:00000dc4.0000151c][WARN: 00000005]   text
 * </pre>
 */
public final class FslogixLog {
    /** Longest line that is kept, in characters; what is beyond is dropped. */
    public static final int LONGEST = 8_000;

    /** More heads than this in one file are lines like others. */
    static final int MOST_HEADS = 1_000;

    private static final Pattern ENTRY = Pattern.compile(
            "\\[(\\d\\d):(\\d\\d):(\\d\\d)\\.(\\d{3})]" + "(?:\\[tid:([0-9a-fA-F]{1,8})\\.([0-9a-fA-F]{1,8})])?"
                    + "\\[([A-Za-z]{1,16})\\s*(?::\\s*([0-9a-fA-F]{8}))?\\s*](.*)");
    private static final Pattern FILE_NAME =
            Pattern.compile(".*?(\\d{8})(?:[-_.]\\w*)?\\.log", Pattern.CASE_INSENSITIVE);

    private FslogixLog() {}

    /**
     * What is known of a file besides its bytes.
     *
     * @param zone of the host; null leaves the offset in the head, which is wrong after clocks were put forward or back
     * @param date of its first line, for a file without head; null if it is not known
     */
    public record Context(@Nullable ZoneId zone, @Nullable LocalDate date) {
        /** Takes the date from a name like {@code Profile-20260710.log}. */
        public static Context ofFile(String name, @Nullable ZoneId zone) {
            Matcher dated = FILE_NAME.matcher(name);
            if (dated.matches()) {
                try {
                    return new Context(zone, LocalDate.parse(dated.group(1), DateTimeFormatter.BASIC_ISO_DATE));
                } catch (DateTimeException e) {
                    return new Context(zone, null);
                }
            }
            return new Context(zone, null);
        }
    }

    /**
     * What was read.
     *
     * @param lines all of them
     * @param entries lines with a time
     * @param cut lines of which the end was dropped
     */
    public record Summary(long lines, long entries, long cut) {}

    /** As {@link #read(Reader, Context, Consumer)}; bytes that are no text become U+FFFD. */
    public static Summary read(InputStream log, Context context, Consumer<LogLine> taker) throws IOException {
        return read(TextReaders.lenient(log), context, taker);
    }

    /**
     * Gives each line to {@code taker}, in order. Blank lines are left out.
     *
     * @throws IOException if it cannot be read; whatever it holds is no error
     */
    public static Summary read(Reader log, Context context, Consumer<LogLine> taker) throws IOException {
        BoundedLines lines = new BoundedLines(log, LONGEST);
        LogClock clock = new LogClock(context);
        LogHead head = new LogHead();
        long entries = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            Matcher entry = ENTRY.matcher(line);
            boolean isEntry = entry.matches();
            if (head.isOpen() && (isEntry || LogHead.isEnd(line) || LogHead.begins(line) || !head.take(line))) {
                LogLine.Header done = head.close();
                clock.head(done);
                taker.accept(done);
            }
            if (isEntry) {
                entries++;
                taker.accept(entry(lines.number(), entry, clock));
            } else if (LogHead.begins(line) && head.mayOpen()) {
                head.open(lines.number(), line);
            } else if (!head.isOpen() && !line.isBlank() && !LogHead.isEnd(line)) {
                taker.accept(new LogLine.Other(lines.number(), line.strip()));
            }
        }
        if (head.isOpen()) {
            taker.accept(head.close());
        }
        return new Summary(lines.number(), entries, lines.cut());
    }

    private static LogLine entry(long number, Matcher entry, LogClock clock) {
        LocalTime time;
        try {
            time = LocalTime.of(
                    Integer.parseInt(entry.group(1)),
                    Integer.parseInt(entry.group(2)),
                    Integer.parseInt(entry.group(3)),
                    1_000_000 * Integer.parseInt(entry.group(4)));
        } catch (DateTimeException e) {
            return new LogLine.Other(number, entry.group().strip());
        }
        String code = entry.group(8);
        return new LogLine.Entry(
                number,
                clock.at(time),
                entry.group(5) == null ? "" : entry.group(5),
                entry.group(6) == null ? "" : entry.group(6),
                level(entry.group(7)),
                code == null ? null : Long.valueOf(code, 16),
                entry.group(9).strip());
    }

    private static LogLine.Level level(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "INFO" -> LogLine.Level.INFO;
            case "WARN", "WARNING" -> LogLine.Level.WARN;
            case "ERROR" -> LogLine.Level.ERROR;
            default -> LogLine.Level.OTHER;
        };
    }
}
