package dev.profilekeep.fslogix;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The head of a log while it is read. */
final class LogHead {
    private static final Pattern BEGIN =
            Pattern.compile("\\s*Log file created (\\d{4}-\\d\\d-\\d\\d) at (\\d\\d:\\d\\d:\\d\\d)\\s*");
    private static final Pattern OFFSET = Pattern.compile("\\s*UTC\\s*(?:([+-])(\\d{1,2}):?(\\d{2})?)?\\s*");
    private static final Pattern COMPUTER = Pattern.compile("\\s*Computer Name: (\\S*)(?:\\s+User Name: (.*))?");
    private static final Pattern VERSION = Pattern.compile("\\s*Origin: .*\\(Version ([\\d.]+)\\).*");
    /** A head of this many lines is none. */
    private static final int LONGEST = 100;

    private int heads;
    private int lines;
    private boolean open;
    private long number;
    private @Nullable LocalDateTime created;
    private @Nullable ZoneOffset offset;
    private String computer = "";
    private String account = "";
    private String version = "";

    static boolean begins(String line) {
        return line.contains("Log file created") && BEGIN.matcher(line).matches();
    }

    /** The line of dashes below it. */
    static boolean isEnd(String line) {
        String text = line.strip();
        return text.length() >= 10 && text.chars().allMatch(c -> c == '-');
    }

    boolean isOpen() {
        return open;
    }

    boolean mayOpen() {
        return heads < FslogixLog.MOST_HEADS;
    }

    void open(long line, String text) {
        heads++;
        open = true;
        lines = 0;
        number = line;
        created = null;
        offset = null;
        computer = "";
        account = "";
        version = "";
        Matcher begin = BEGIN.matcher(text);
        if (begin.matches()) {
            try {
                created = LocalDateTime.of(LocalDate.parse(begin.group(1)), LocalTime.parse(begin.group(2)));
            } catch (DateTimeException e) {
                created = null;
            }
        }
    }

    /** @return false if there are too many lines for a head */
    boolean take(String line) {
        Matcher zone = OFFSET.matcher(line);
        Matcher names = COMPUTER.matcher(line);
        Matcher origin = VERSION.matcher(line);
        if (zone.matches()) {
            offset = offset(zone);
        } else if (names.matches()) {
            computer = names.group(1);
            account = names.group(2) == null ? "" : names.group(2).strip();
        } else if (origin.matches()) {
            version = origin.group(1);
        }
        return ++lines < LONGEST;
    }

    private static @Nullable ZoneOffset offset(Matcher zone) {
        if (zone.group(1) == null) {
            return ZoneOffset.UTC;
        }
        int minutes =
                60 * Integer.parseInt(zone.group(2)) + (zone.group(3) == null ? 0 : Integer.parseInt(zone.group(3)));
        return minutes > 18 * 60
                ? null
                : ZoneOffset.ofTotalSeconds((zone.group(1).equals("-") ? -60 : 60) * minutes);
    }

    LogLine.Header close() {
        open = false;
        return new LogLine.Header(number, created, offset, computer, account, version);
    }
}
