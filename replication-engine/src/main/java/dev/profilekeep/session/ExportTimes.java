package dev.profilekeep.session;

import dev.profilekeep.session.ImportOptions.DateOrder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as tools export them: ISO 8601, {@code 21.11.2026 08:12}, {@code 11/21/2026 8:12 AM}, PowerShell's
 * {@code /Date(1795248000000)/}, CIM's {@code 20261121081200.500000+060} ([DMTF] DSP0004: offset in minutes). What cannot be told
 * for sure is refused with the option that would decide.
 */
final class ExportTimes {
    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})");
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})[-/.](\\d{4})");
    private static final Pattern CLOCK = Pattern.compile(
            "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s?([AP])?\\.?(?:M\\.?)?\\s?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern POWERSHELL = Pattern.compile("\\\\?/Date\\((-?\\d{1,15})(?:[+-]\\d{4})?\\)\\\\?/");
    private static final Pattern CIM =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)\\.(\\d{6})([+-]\\d{3})");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u2007\\u202f\\u200e\\u200f]+");

    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofMinutes(15);

    private final Instant exportedAt;
    private final @Nullable ZoneId zone;
    private final @Nullable DateOrder order;

    /** @param order see {@link #orderOf}; null if it is not known */
    ExportTimes(Instant exportedAt, @Nullable ZoneId zone, @Nullable DateOrder order) {
        this.exportedAt = exportedAt;
        this.zone = zone;
        this.order = order;
    }

    /** Whether a value stands for no value. */
    static boolean isNothing(String value) {
        String text = value.strip();
        return text.isEmpty()
                || text.equals("-")
                || text.equals(".")
                || text.equalsIgnoreCase("n/a")
                || text.equalsIgnoreCase("null")
                || text.equalsIgnoreCase("none");
    }

    /** The order that dates with slashes show by having a number above 12; null if none does, or if they contradict each other. */
    static @Nullable DateOrder orderOf(List<String> values) {
        DateOrder seen = null;
        for (String value : values) {
            Matcher date = YEAR_LAST.matcher(value.strip());
            if (!date.lookingAt() || date.group(2).equals(".")) {
                continue;
            }
            boolean dayFirst = Integer.parseInt(date.group(1)) > 12;
            boolean monthFirst = Integer.parseInt(date.group(3)) > 12;
            if (dayFirst == monthFirst) {
                continue;
            }
            DateOrder shown = dayFirst ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST;
            if (seen != null && seen != shown) {
                return null;
            }
            seen = shown;
        }
        return seen;
    }

    /**
     * @return null if the value stands for no value
     * @throws IllegalArgumentException if it is no time, could be several, or cannot be one of this export; says what would do
     */
    @Nullable
    Instant read(String value) {
        if (isNothing(value)) {
            return null;
        }
        Instant time;
        try {
            time = parse(BLANKS.matcher(value).replaceAll(" ").strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + value + "' is no time: " + e.getMessage(), e);
        }
        if (time.isBefore(OLDEST)) {
            throw new IllegalArgumentException("'" + value + "' lies before the year 2000");
        }
        if (time.isAfter(exportedAt.plus(AHEAD))) {
            throw new IllegalArgumentException("'" + value + "' lies after the export itself (" + exportedAt
                    + "): are its zone and the order of day and month right?");
        }
        return time;
    }

    private Instant parse(String text) {
        Matcher powershell = POWERSHELL.matcher(text);
        if (powershell.matches()) {
            return Instant.ofEpochMilli(Long.parseLong(powershell.group(1)));
        }
        Matcher cim = CIM.matcher(text);
        if (cim.matches()) {
            LocalDateTime local = LocalDateTime.of(
                    number(cim, 1), number(cim, 2), number(cim, 3), number(cim, 4), number(cim, 5), number(cim, 6));
            return local.plusNanos(1_000L * number(cim, 7))
                    .toInstant(ZoneOffset.ofTotalSeconds(60 * Integer.parseInt(cim.group(8))));
        }
        Matcher first = YEAR_FIRST.matcher(text);
        if (first.lookingAt()) {
            return at(text, first.end(), number(first, 1), number(first, 2), number(first, 3));
        }
        Matcher last = YEAR_LAST.matcher(text);
        if (last.lookingAt()) {
            boolean dayFirst = last.group(2).equals(".") || dayFirst(text, number(last, 1), number(last, 3));
            return at(
                    text, last.end(), number(last, 4), number(last, dayFirst ? 3 : 1), number(last, dayFirst ? 1 : 3));
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no time; write it like 2026-11-21T08:12:00Z or 2026-11-21 08:12");
    }

    private boolean dayFirst(String text, int one, int two) {
        if (order == null && one != two) {
            throw new IllegalArgumentException("'" + text + "' does not say whether the day or the month stands first;"
                    + " give the order of dates (dates: DAY_FIRST or MONTH_FIRST)");
        }
        return order == DateOrder.DAY_FIRST;
    }

    private Instant at(String text, int end, int year, int month, int day) {
        String rest = text.substring(end).replaceFirst("^(?:, ?|[Tt]| )", "");
        Matcher clock = CLOCK.matcher(rest);
        if (!clock.matches()) {
            throw new IllegalArgumentException("'" + text + "' has no time of day; write it like 2026-11-21T08:12:00Z");
        }
        int hour = number(clock, 1);
        String half = clock.group(5);
        if (half != null) {
            if (hour < 1 || hour > 12) {
                throw new IllegalArgumentException("'" + text + "' is no time: hour " + hour + " with AM or PM");
            }
            hour = hour % 12 + (half.equalsIgnoreCase("P") ? 12 : 0);
        }
        String second = clock.group(3);
        String fraction = clock.group(4);
        LocalDateTime local = LocalDateTime.of(
                year,
                month,
                day,
                hour,
                number(clock, 2),
                second == null ? 0 : Integer.parseInt(second),
                fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
        String offset = clock.group(6);
        if (offset != null) {
            return local.toInstant(
                    Character.isLetter(offset.charAt(0))
                            ? ZoneOffset.UTC
                            : ZoneOffset.of(offset.toUpperCase(Locale.ROOT)));
        }
        return inZone(text, local);
    }

    private Instant inZone(String text, LocalDateTime local) {
        ZoneId given = zone;
        if (given == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no zone; give the zone of the export's times (zone: Europe/Berlin)");
        }
        List<ZoneOffset> offsets = given.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' never was in " + given
                    + ": clocks were put forward over it. Is the zone the right one?");
        }
        // In the hour that came twice, the earlier one: what began may be older than thought, never younger.
        return local.toInstant(offsets.get(0));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
