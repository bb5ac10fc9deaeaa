package dev.profilekeep.session;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SIDs in texts of others. Any account's, not only a person's: the system has sessions too. */
final class SidText {
    private static final Pattern SID = Pattern.compile("S-1-\\d{1,14}(?:-\\d{1,10}){1,15}", Pattern.CASE_INSENSITIVE);
    private static final Pattern PERSON =
            Pattern.compile("(?<![A-Z0-9])S-1-(?:5-21|12-1)(?:-\\d{1,10}){4}(?![-\\d])", Pattern.CASE_INSENSITIVE);

    /** Of a domain: Administrator is 500. */
    private static final long FIRST_ACCOUNT = 500;

    private SidText() {}

    static boolean isSid(String text) {
        return SID.matcher(text.strip()).matches();
    }

    static String normal(String sid) {
        return sid.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether it is that of an account of a domain, a machine or Entra: the system's own are no person's, nor is one that was cut off. */
    static boolean isAccounts(String sid) {
        if (!PERSON.matcher(sid).matches()) {
            return false;
        }
        boolean entra = sid.regionMatches(true, 0, "S-1-12-1-", 0, 9);
        return entra || Long.parseLong(sid.substring(sid.lastIndexOf('-') + 1)) >= FIRST_ACCOUNT;
    }

    /** The person's SID in a text or path; empty if there is none, or if there are several. */
    static String person(String text) {
        Matcher found = PERSON.matcher(text);
        String sid = "";
        while (found.find()) {
            String next = normal(found.group());
            if (!sid.isEmpty() && !sid.equals(next)) {
                return "";
            }
            sid = next;
        }
        return sid;
    }
}
