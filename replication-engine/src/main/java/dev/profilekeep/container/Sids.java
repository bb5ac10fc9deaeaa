package dev.profilekeep.container;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The grammar of the SIDs that people have: {@code S-1-5-21-a-b-c-rid} (Active Directory) and {@code S-1-12-1-a-b-c-d}
 * (Entra ID), [MS-DTYP] 2.4.2.1; each part an unsigned number of 32 bits.
 */
public final class Sids {
    static final String GRAMMAR = "S-1-(?:5-21|12-1)(?:-\\d{1,10}){4}";
    private static final Pattern WHOLE = Pattern.compile(GRAMMAR, Pattern.CASE_INSENSITIVE);

    private Sids() {}

    /** Whether {@code text} is a person's SID, in any case of letters. */
    public static boolean isPerson(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return false;
        }
        String[] parts = text.split("-");
        for (int i = parts.length - 4; i < parts.length; i++) {
            if (Long.parseLong(parts[i]) > 0xffff_ffffL || parts[i].length() > 1 && parts[i].charAt(0) == '0') {
                return false;
            }
        }
        return true;
    }

    static String normal(String sid) {
        return sid.toUpperCase(Locale.ROOT);
    }
}
