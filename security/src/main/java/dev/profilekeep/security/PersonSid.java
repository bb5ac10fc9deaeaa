package dev.profilekeep.security;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which SIDs are those of people: an account of a domain, {@code S-1-5-21-a-b-c-rid} from the first RID on that a domain gives out
 * itself, or one of Microsoft Entra ID alone, {@code S-1-12-1-a-b-c-d}; [MS-DTYP] 2.4.2.4, [MS-ADTS] 3.1.1.1.9. Never a well-known
 * one, which many people have in common: everybody, the administrators of a machine, the users of a domain. The RIDs of accounts and
 * of groups that a domain gave out look alike.
 */
public final class PersonSid {
    /** Below are the built-in accounts and groups of a domain, which are in every one. */
    private static final long FIRST_RID = 1_000;

    private static final long LARGEST_PART = (1L << 32) - 1;
    private static final Pattern FORM = Pattern.compile("S-1-(?:5-21|12-1)(?:-(?:0|[1-9]\\d{0,9})){4}");

    private PersonSid() {}

    /** The SID as it is usually written, from one in any case and with blanks around it; empty for what is no person's. */
    public static Optional<String> of(String text) {
        String sid = text.strip().toUpperCase(Locale.ROOT);
        if (!FORM.matcher(sid).matches()) {
            return Optional.empty();
        }
        String[] parts = sid.split("-");
        long last = 0;
        for (int i = parts.length - 4; i < parts.length; i++) {
            last = Long.parseLong(parts[i]);
            if (last > LARGEST_PART) {
                return Optional.empty();
            }
        }
        return sid.startsWith("S-1-5-") && last < FIRST_RID ? Optional.empty() : Optional.of(sid);
    }
}
