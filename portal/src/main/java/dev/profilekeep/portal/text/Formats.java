package dev.profilekeep.portal.text;

import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sizes, counts, times and rates as people read them. The one place that writes them.
 *
 * @param locale how numbers and dates are written
 * @param zone the person's time zone
 */
public record Formats(Locale locale, ZoneId zone) {
    /** Stands for a value that nobody knows. */
    public static final String NONE = "–";

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    /** No-break space: a number does not part from its unit. */
    private static final char SPACE = '\u00a0';

    private static final double NEXT_UNIT = 999.5;

    /**
     * A size as Windows shows it, and as the web components do: steps of 1,024 with the everyday unit and three digits that
     * matter (0 B, 1.5 MB, 34.2 GB, 512 GB). From 999.5 of a unit on the next one is used: never four digits.
     */
    public String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return NONE;
        }
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= NEXT_UNIT && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        double size = Math.abs(value);
        int digits = unit == 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return number(value, digits) + SPACE + UNITS[unit];
    }

    /** The same size to the byte: "1,073,741,824 B". */
    public String exactBytes(long bytes) {
        return number(bytes, 0) + SPACE + UNITS[0];
    }

    public String count(long count) {
        return number(count, 0);
    }

    /** A share of a whole, rounded so that neither 0 % nor 100 % is said unless it is so. */
    public String percent(long part, long whole) {
        if (whole <= 0) {
            return NONE;
        }
        double share = (double) part / whole;
        if (part > 0) {
            share = Math.max(share, 0.01);
        }
        if (part < whole) {
            share = Math.min(share, 0.99);
        }
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(0);
        return format.format(share);
    }

    /** How many in a second; slow things are counted in a minute. */
    public String rate(double perSecond) {
        Texts texts = Texts.in(locale);
        return perSecond >= 1 || perSecond <= 0
                ? texts.get("format.perSecond", number(perSecond, perSecond < 10 ? 1 : 0))
                : texts.get("format.perMinute", number(perSecond * 60, perSecond < 0.2 ? 1 : 0));
    }

    /** The two largest units: "2 d 3 h", "4 min 10 s", "0 s". */
    public String duration(Duration duration) {
        Texts texts = Texts.in(locale);
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        long[] parts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
        String[] units = {"format.days", "format.hours", "format.minutes", "format.seconds"};
        List<String> said = new ArrayList<>(2);
        for (int i = 0; i < parts.length && said.size() < 2; i++) {
            if (parts[i] > 0) {
                said.add(texts.get(units[i], count(parts[i])).replace(' ', SPACE));
            } else if (!said.isEmpty()) {
                break;
            }
        }
        return said.isEmpty() ? texts.get("format.seconds", count(0)).replace(' ', SPACE) : String.join(" ", said);
    }

    /** Day and minute. */
    public String dateTime(@Nullable Instant at) {
        return at == null
                ? NONE
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(at.atZone(zone));
    }

    /** The minute alone. */
    public String time(Instant at) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    /** The second alone. */
    public String timeToSecond(Instant at) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    /** The day alone. */
    public String date(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(at.atZone(zone));
    }

    /** Weekday, day and minute. */
    public String weekdayTime(Instant at) {
        return DateTimeFormatter.ofPattern("EEE", locale).format(at.atZone(zone)) + " " + dateTime(at);
    }

    /** Weekday, day and second. */
    public String weekdayTimeToSecond(Instant at) {
        return DateTimeFormatter.ofPattern("EEE", locale).format(at.atZone(zone)) + " "
                + DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .format(at.atZone(zone));
    }

    private String number(double value, int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(digits);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }
}
