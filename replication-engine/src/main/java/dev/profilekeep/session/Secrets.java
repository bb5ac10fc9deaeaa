package dev.profilekeep.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys of Azure stores and passwords in texts of hosts. The script leaves them out; a host with an older or a changed one may not. Found by
 * the name before them, in connection strings, JSON and addresses, with or without quotes and percent signs. Rather too much is cut out than
 * too little. Takes time and room in proportion to the text.
 */
final class Secrets {
    private static final String OUT = "***";
    private static final String WORDS =
            "(?:AccountKey|SharedAccessSignature|SharedAccessKey|password|passwd|pwd|sig|client_?secret)";
    private static final String DOUBLE = "(?:\\\\{0,4}\"|%(?:25){0,3}22|&(?:quot|#34);|\\\\{1,4}u0022)";
    private static final String SINGLE = "(?:\\\\{0,4}'|%(?:25){0,3}27|&(?:apos|#39);|\\\\{1,4}u0027)";
    private static final String BLANK = "(?:\\s|%(?:25){0,3}20){0,20}";

    private static final Pattern NAMED = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);
    private static final Pattern BEFORE = Pattern.compile(
            WORDS + "(?:" + DOUBLE + "|" + SINGLE + ")?" + BLANK + "(?:=|:|%(?:25){0,3}3[AD]|\\\\{1,4}u003d)" + BLANK,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_DOUBLE = Pattern.compile(DOUBLE, Pattern.CASE_INSENSITIVE);
    private static final Pattern IN_SINGLE = Pattern.compile(SINGLE, Pattern.CASE_INSENSITIVE);
    private static final Pattern END = Pattern.compile(
            "[;\\s&,|<>\"']|%(?:25){0,3}(?:3B|26|2C|20|22|27|7C)|\\\\{1,4}u00(?:26|22|27)", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** The text with {@code ***} for each. */
    static String without(String text) {
        Matcher before = BEFORE.matcher(text);
        StringBuilder cleaned = new StringBuilder();
        int at = 0;
        while (before.find(at)) {
            int begin = before.end();
            Pattern quotes = opens(IN_DOUBLE, text, begin) ? IN_DOUBLE : IN_SINGLE;
            int value = begin;
            for (Matcher quote = quotes.matcher(text).region(value, text.length()); quote.lookingAt(); ) {
                value = quote.end();
                quote.region(value, text.length());
            }
            Matcher end = (value > begin ? quotes : END).matcher(text);
            int over = end.find(value) ? end.start() : text.length();
            cleaned.append(text, at, value);
            if (over > value) {
                cleaned.append(OUT);
            }
            at = over;
        }
        return at == 0 ? text : cleaned.append(text, at, text.length()).toString();
    }

    /** The value of something that is called {@code name}: nothing of it, if that is the name of a secret. */
    static String without(String name, String value) {
        return NAMED.matcher(name.strip()).matches() && !value.isEmpty() ? OUT : without(value);
    }

    private static boolean opens(Pattern quote, String text, int at) {
        return quote.matcher(text).region(at, text.length()).lookingAt();
    }
}
