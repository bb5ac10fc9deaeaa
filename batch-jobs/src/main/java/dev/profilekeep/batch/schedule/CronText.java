package dev.profilekeep.batch.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** Checks a cron expression and says what is wrong with it so that a person can put it right. */
final class CronText {
    private static final Pattern SECOND = Pattern.compile("[0-5]?\\d");

    /** The fields in their order, what may stand in each, and a neutral expression around it to try it alone. */
    private enum Field {
        SECOND("second", "0 to 59", "%s 0 0 * * ?"),
        MINUTE("minute", "0 to 59", "0 %s 0 * * ?"),
        HOUR("hour", "0 to 23", "0 0 %s * * ?"),
        DAY_OF_MONTH("day of the month", "1 to 31, L for the last, or ? for any", "0 0 0 %s * ?"),
        MONTH("month", "1 to 12 or JAN to DEC", "0 0 0 1 %s ?"),
        DAY_OF_WEEK("day of the week", "1 (Sunday) to 7 (Saturday), SUN to SAT, or ? for any", "0 0 0 ? * %s"),
        YEAR("year", "1970 to 2099", "0 0 0 1 1 ? %s");

        private final String name;
        private final String allowed;
        private final String around;

        Field(String name, String allowed, String around) {
            this.name = name;
            this.allowed = allowed;
            this.around = around;
        }
    }

    private CronText() {}

    /**
     * @param now from when on it must have a time
     * @throws IllegalArgumentException with a sentence that a person understands
     */
    static LocalCron parse(String text, ZoneId zone, Instant now) {
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
        checkEach(fields);
        checkDays(fields.get(3), fields.get(5));
        LocalCron parsed = parseWhole(cron, zone);
        if (parsed.after(now).isEmpty()) {
            throw wrong("the schedule \"" + cron + "\" never comes due: there is no such day any more");
        }
        return parsed;
    }

    /** The one way to write it: single blanks, names in capitals. */
    static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    }

    private static void checkEach(List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = Field.values()[i];
            String value = fields.get(i);
            boolean anyDay = value.equals("?") && (field == Field.DAY_OF_MONTH || field == Field.DAY_OF_WEEK);
            if (!anyDay && !parses(field.around.formatted(value)) || tornList(value) || backwards(field, value)) {
                throw wrong("the " + field.name + " \"" + value + "\" is not understood; it can be " + field.allowed
                        + ", * for every one, a range like 2-4, a list like 1,15, or a step like 0/2");
            }
        }
    }

    private static boolean parses(String cron) {
        try {
            new CronExpression(cron);
            return true;
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    /** Quartz takes "1,,2" and "1," without a word. */
    private static boolean tornList(String value) {
        return value.startsWith(",") || value.endsWith(",") || value.contains(",,");
    }

    /** Quartz takes minute 5-3 and runs it around; more likely it is a slip. Hours and days may go over midnight or Sunday. */
    private static boolean backwards(Field field, String value) {
        String[] ends = value.split("-", -1);
        return field == Field.MINUTE
                && ends.length == 2
                && ends[0].matches("\\d+")
                && ends[1].matches("\\d+")
                && Integer.parseInt(ends[0]) > Integer.parseInt(ends[1]);
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

    private static LocalCron parseWhole(String cron, ZoneId zone) {
        try {
            return new LocalCron(cron, zone);
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException("the schedule \"" + cron + "\" is not understood: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException(sentence);
    }
}
