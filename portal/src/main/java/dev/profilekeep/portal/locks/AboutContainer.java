package dev.profilekeep.portal.locks;

import dev.profilekeep.approval.Approval;

/** Which container an approval or an entry of the audit trail is about. */
public final class AboutContainer {
    /** Before the number of a container. */
    public static final String SUBJECT = "container:";

    private AboutContainer() {}

    /** 0 if it is about something else. */
    public static long of(Approval approval) {
        String subject = approval.subject();
        try {
            return subject.startsWith(SUBJECT) ? Long.parseLong(subject.substring(SUBJECT.length())) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
