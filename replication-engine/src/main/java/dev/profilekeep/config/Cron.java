package dev.profilekeep.config;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in a cron expression, for the file and for the portal alike: six fields (seven with a year) as Quartz counts
 * them, so that what passes here also starts there. It says what is wrong so that a person can put it right. Stateless.
 */
public final class Cron {
    /** Also what is not broken: a mail program may have put it there. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private static final Pattern SECOND = Pattern.compile("[0-5]?\\d");
    private static final Pattern TOKEN =
            Pattern.compile("(\\*|\\d{1,4}|[A-Z]{3})(?:-(\\d{1,4}|[A-Z]{3}))?(?:/(\\d{1,4}))?");
    private static final Pattern LAST_OR_WEEKDAY =
            Pattern.compile("L(?:-\\d|-[12]\\d|-30)?W?|(?:[1-9]|[12]\\d|3[01])W");
    private static final Pattern NTH_OR_LAST = Pattern.compile("L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5])");
    /** February the 29th is at most eight years away. */
    private static final int YEARS_AHEAD = 8;
    /** So many days tell how far apart they are. */
    private static final int GAPS = 10;

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** The fields in their order and what may stand in each. */
    private enum Field {
        SECOND("second", "0 to 59", 0, 59, List.of()),
        MINUTE("minute", "0 to 59", 0, 59, List.of()),
        HOUR("hour", "0 to 23", 0, 23, List.of()),
        DAY_OF_MONTH("day of the month", "1 to 31, L for the last, or ? for any", 1, 31, List.of()),
        MONTH("month", "1 to 12 or JAN to DEC", 1, 12, MONTHS),
        DAY_OF_WEEK("day of the week", "1 (Sunday) to 7 (Saturday), SUN to SAT, or ? for any", 1, 7, DAYS),
        YEAR("year", "1970 to 2099", 1970, 2099, List.of());

        private final String name;
        private final String allowed;
        private final int first;
        private final int last;
        private final List<String> names;

        Field(String name, String allowed, int first, int last, List<String> names) {
            this.name = name;
            this.allowed = allowed;
            this.first = first;
            this.last = last;
            this.names = names;
        }
    }

    private Cron() {}

    /** The one way to write it: single blanks, names in capitals. Says nothing of whether it is right. */
    public static String normal(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip().toUpperCase(Locale.ROOT);
    }

    /**
     * @param today from when on it must have a day
     * @return as {@link #normal} writes it
     * @throws IllegalArgumentException with a sentence that a person understands
     */
    public static String check(String text, LocalDate today) {
        String cron = normal(text);
        List<String> fields = List.of(cron.split(" ", -1));
        if (cron.isEmpty()) {
            throw wrong("the schedule is empty; an example is 0 30 0 * * ? for every day at 00:30");
        }
        if (fields.size() < 6 || fields.size() > 7) {
            throw wrong(
                    "the schedule \"" + cron + "\" has " + fields.size() + (fields.size() == 1 ? " field" : " fields")
                            + "; it needs six: second, minute, hour, day of the month, month, day of the week"
                            + " (0 30 0 * * ? is every day at 00:30)");
        }
        if (!SECOND.matcher(fields.get(0)).matches()) {
            throw wrong("the second \"" + fields.get(0) + "\" must be one number from 0 to 59:"
                    + " a job cannot start more than once a minute");
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = Field.values()[i];
            if (values(field, fields.get(i)) == null) {
                throw wrong("the " + field.name + " \"" + fields.get(i) + "\" is not understood; it can be "
                        + field.allowed + ", * for every one, a range like 2-4, a list like 1,15, or a step like 0/2");
            }
        }
        checkDays(fields.get(3), fields.get(5));
        if (!comes(fields, today)) {
            throw wrong("the schedule \"" + cron + "\" never comes due: there is no such day any more");
        }
        return cron;
    }

    /** The times of day at which it comes due, on the days on which it does, the earliest first; none if it is not understood. */
    static List<LocalTime> timesOfDay(String cron) {
        List<String> fields = List.of(normal(cron).split(" ", -1));
        if (fields.size() < 6 || !SECOND.matcher(fields.get(0)).matches()) {
            return List.of();
        }
        BitSet minutes = values(Field.MINUTE, fields.get(1));
        BitSet hours = values(Field.HOUR, fields.get(2));
        if (minutes == null || hours == null) {
            return List.of();
        }
        int second = Integer.parseInt(fields.get(0));
        return hours.stream()
                .boxed()
                .flatMap(hour -> minutes.stream().mapToObj(minute -> LocalTime.of(hour, minute, second)))
                .toList();
    }

    /** The values that count; all of them for what depends on the month, such as L; null if it is not understood. */
    private static @Nullable BitSet values(Field field, String text) {
        BitSet values = new BitSet();
        boolean day = field == Field.DAY_OF_MONTH || field == Field.DAY_OF_WEEK;
        Pattern special = field == Field.DAY_OF_MONTH ? LAST_OR_WEEKDAY : NTH_OR_LAST;
        if (day && (text.equals("?") || special.matcher(text).matches())) {
            if (text.endsWith("W") && !text.startsWith("L")) {
                values.set(Integer.parseInt(text.substring(0, text.length() - 1)));
            } else {
                values.set(field.first, field.last + 1);
            }
            return values;
        }
        for (String token : text.split(",", -1)) {
            Matcher parts = TOKEN.matcher(token);
            if (!parts.matches() || !add(field, parts, values)) {
                return null;
            }
        }
        return values;
    }

    private static boolean add(Field field, Matcher parts, BitSet values) {
        boolean every = parts.group(1).equals("*");
        boolean named = Character.isLetter(parts.group(1).charAt(0));
        String end = parts.group(2);
        String each = parts.group(3);
        int from = every ? field.first : number(field, parts.group(1));
        int to = end != null ? number(field, end) : every || each != null ? field.last : from;
        int step = each == null ? 1 : Integer.parseInt(each);
        boolean mixed = end != null && named != Character.isLetter(end.charAt(0));
        if (from < 0 || to < 0 || every && end != null || mixed || named && each != null) {
            return false;
        }
        if (step < 1 || step > field.last) {
            return false;
        }
        boolean around = from > to; // over midnight, Sunday or New Year; for minutes it is more likely a slip
        if (around && (field == Field.MINUTE || field == Field.YEAR)) {
            return false;
        }
        int size = field.last - field.first + 1;
        for (int value = from; value <= (around ? to + size : to); value += step) {
            values.set(value > field.last ? value - size : value);
        }
        return true;
    }

    /** -1 if it is none of the field. */
    private static int number(Field field, String text) {
        if (Character.isLetter(text.charAt(0))) {
            int at = field.names.indexOf(text);
            return at < 0 ? -1 : at + 1;
        }
        int number = Integer.parseInt(text);
        return number < field.first || number > field.last ? -1 : number;
    }

    private static void checkDays(String dayOfMonth, String dayOfWeek) {
        boolean anyOfMonth = dayOfMonth.equals("?");
        boolean anyOfWeek = dayOfWeek.equals("?");
        if (anyOfMonth && anyOfWeek) {
            throw wrong(
                    "the day of the month and the day of the week are both \"?\"; put * into one of them for every day");
        }
        if (!anyOfMonth && !anyOfWeek) {
            throw wrong("the day of the month \"" + dayOfMonth + "\" and the day of the week \"" + dayOfWeek
                    + "\" cannot count both; put ? into the one that does not matter");
        }
    }

    /** Whether one of its days is today or later. */
    private static boolean comes(List<String> fields, LocalDate today) {
        BitSet days = values(Field.DAY_OF_MONTH, fields.get(3));
        BitSet months = values(Field.MONTH, fields.get(4));
        BitSet years = values(Field.YEAR, fields.size() > 6 ? fields.get(6) : "*");
        if (days == null || months == null || years == null) {
            return false;
        }
        int hash = fields.get(5).indexOf('#');
        int nth = hash < 0 ? 0 : fields.get(5).charAt(hash + 1) - '0';
        int left = YEARS_AHEAD + 1;
        for (int year = years.nextSetBit(today.getYear()); year >= 0 && left > 0; year = years.nextSetBit(year + 1)) {
            left -= fields.size() > 6 ? 0 : 1;
            for (int month = months.nextSetBit(0); month >= 0; month = months.nextSetBit(month + 1)) {
                int day = nth > 0
                        ? nthDay(YearMonth.of(year, month), fields.get(5), nth)
                        : days.previousSetBit(YearMonth.of(year, month).lengthOfMonth());
                if (day > 0 && !LocalDate.of(year, month, day).isBefore(today)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The longest time between two of its next days, in days; at least 1. A nearest working day counts as the day itself.
     *
     * @param cron one that {@link #check} takes
     * @return empty if it has not two days within the next three years
     */
    public static OptionalLong longestGap(String cron, LocalDate from) {
        List<String> fields = List.of(normal(cron).split(" ", -1));
        long longest = 0;
        LocalDate before = null;
        int found = 0;
        for (LocalDate day = from; found < GAPS && day.isBefore(from.plusYears(3)); day = day.plusDays(1)) {
            if (isOne(fields, day)) {
                longest = before == null ? longest : Math.max(longest, ChronoUnit.DAYS.between(before, day));
                before = day;
                found++;
            }
        }
        return longest == 0 ? OptionalLong.empty() : OptionalLong.of(longest);
    }

    private static boolean isOne(List<String> fields, LocalDate day) {
        BitSet months = values(Field.MONTH, fields.get(4));
        BitSet years = values(Field.YEAR, fields.size() > 6 ? fields.get(6) : "*");
        return months != null
                && years != null
                && years.get(day.getYear())
                && months.get(day.getMonthValue())
                && isDayOfMonth(fields.get(3), day)
                && isDayOfWeek(fields.get(5), day);
    }

    private static boolean isDayOfMonth(String text, LocalDate day) {
        if (text.startsWith("L")) {
            Matcher before = Pattern.compile("L-(\\d+)W?").matcher(text);
            int less = before.matches() ? Integer.parseInt(before.group(1)) : 0;
            return day.getDayOfMonth() == Math.max(1, day.lengthOfMonth() - less);
        }
        BitSet days = values(Field.DAY_OF_MONTH, text);
        return days != null && days.get(day.getDayOfMonth());
    }

    private static boolean isDayOfWeek(String text, LocalDate day) {
        int sundayIsOne = day.getDayOfWeek().getValue() % 7 + 1;
        int hash = text.indexOf('#');
        if (hash >= 0) {
            return day.getDayOfMonth() == nthDay(YearMonth.from(day), text, text.charAt(hash + 1) - '0');
        }
        if (text.equals("L")) {
            return sundayIsOne == 7;
        }
        if (NTH_OR_LAST.matcher(text).matches()) {
            return sundayIsOne == number(Field.DAY_OF_WEEK, text.substring(0, text.length() - 1))
                    && day.getDayOfMonth() + 7 > day.lengthOfMonth();
        }
        BitSet days = values(Field.DAY_OF_WEEK, text);
        return days != null && days.get(sundayIsOne);
    }

    /** The day of the month of the nth such weekday; -1 if that month has none. */
    private static int nthDay(YearMonth month, String weekday, int nth) {
        String name = weekday.substring(0, weekday.indexOf('#'));
        int sundayIsOne = number(Field.DAY_OF_WEEK, name);
        DayOfWeek day = DayOfWeek.SUNDAY.plus(sundayIsOne - 1L);
        LocalDate date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(nth, day));
        return YearMonth.from(date).equals(month) ? date.getDayOfMonth() : -1;
    }

    private static IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException(sentence);
    }
}
