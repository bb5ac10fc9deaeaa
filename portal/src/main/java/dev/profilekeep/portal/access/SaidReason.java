package dev.profilekeep.portal.access;

import dev.profilekeep.audit.GivenReason;

/** What people say of why, as it is kept: without blanks around it, and of a length and of letters that the audit trail takes. */
public final class SaidReason {
    private SaidReason() {}

    /** @throws BadInputException if it is blank, or cannot be kept */
    public static String required(String reason) {
        String why = optional(reason);
        if (why.isEmpty()) {
            throw new BadInputException("reason must say why, in a sentence", null);
        }
        return why;
    }

    /** @throws BadInputException if it cannot be kept */
    public static String optional(String reason) {
        String why = reason.strip();
        GivenReason.fault(why).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
        return why;
    }
}
