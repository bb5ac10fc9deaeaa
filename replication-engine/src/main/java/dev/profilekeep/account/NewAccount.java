package dev.profilekeep.account;

import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.text.Visible;
import java.util.Set;

/**
 * A service account to be made.
 *
 * @param sites ids of sites; empty for all
 * @param sets ids of sets; empty for all
 * @param days for which its token is good
 * @param reason why, in the actor's words; may be empty
 */
public record NewAccount(String name, AccountRole role, Set<String> sites, Set<String> sets, int days, String reason) {
    public static final int LONGEST_NAME = 60;
    public static final int USUAL_DAYS = 90;
    public static final int MOST_DAYS = 365;

    /** @throws IllegalArgumentException if one of them cannot be; the message says what it can be */
    public NewAccount {
        name = name.strip();
        reason = reason.strip();
        sites = Set.copyOf(sites);
        sets = Set.copyOf(sets);
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Visible::isHarmful)) {
            throw new IllegalArgumentException(
                    "name must be one line of 1 to " + LONGEST_NAME + " characters that says what uses the token");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("days must be 1 to " + MOST_DAYS);
        }
        if (role == AccountRole.HOST_REPORT && !(sites.isEmpty() && sets.isEmpty())) {
            throw new IllegalArgumentException("sites and sets must be left out for HOST_REPORT: a session host belongs"
                    + " to no site, and its report is evidence wherever its people have containers");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new IllegalArgumentException("reason " + fault);
        });
    }
}
