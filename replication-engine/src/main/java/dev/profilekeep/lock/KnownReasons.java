package dev.profilekeep.lock;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why something could not be asked, in a person's language: storage and looks say it in English. What is not known here, such as
 * a server's own words, stays as it is. Immutable.
 */
public final class KnownReasons {
    static final String BUNDLE = "dev.profilekeep.lock.reasons";

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final String NO_OPEN_FILES = "open files cannot be listed here: ";
    private static final int DEEPEST = 4;

    private final List<Known> known = new ArrayList<>();

    /** @param places how many there are: the most exact is tried first */
    private record Known(Pattern english, int places, String other) {}

    public KnownReasons(Locale locale) {
        ResourceBundle.Control exactly =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);
        ResourceBundle english = ResourceBundle.getBundle(BUNDLE, Locale.ROOT, exactly);
        ResourceBundle other = ResourceBundle.getBundle(BUNDLE, locale, exactly);
        if (other.getLocale().getLanguage().isEmpty()) {
            return; // it is English already
        }
        for (String key : english.keySet()) {
            String[] fixed = PLACE.split(english.getString(key), -1);
            StringBuilder pattern = new StringBuilder(Pattern.quote(fixed[0]));
            for (int i = 1; i < fixed.length; i++) {
                // what comes last may be empty, such as a number in brackets
                pattern.append(i == fixed.length - 1 ? "(.*)" : "(.+?)").append(Pattern.quote(fixed[i]));
            }
            known.add(new Known(
                    Pattern.compile(pattern.toString(), Pattern.DOTALL), fixed.length - 1, other.getString(key)));
        }
        known.sort(Comparator.comparingInt(Known::places));
    }

    /** Without the words that open files cannot be listed, for where that is said already. */
    static String afterOpenFiles(String reason) {
        return reason.startsWith(NO_OPEN_FILES) ? reason.substring(NO_OPEN_FILES.length()) : reason;
    }

    /** The same, as far as it is known. */
    public String of(String reason) {
        return of(reason, 0);
    }

    private String of(String reason, int depth) {
        if (depth == DEEPEST) {
            return reason;
        }
        for (Known one : known) {
            Matcher found = one.english().matcher(reason);
            if (found.matches()) {
                Object[] parts = new Object[found.groupCount()];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = of(found.group(i + 1), depth + 1);
                }
                return new MessageFormat(one.other(), Locale.ROOT).format(parts);
            }
        }
        return reason;
    }
}
