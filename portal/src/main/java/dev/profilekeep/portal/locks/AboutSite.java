package dev.profilekeep.portal.locks;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.lock.SiteFences;

/** Which site an approval is about. */
public final class AboutSite {
    private AboutSite() {}

    /** Whether it asks for cutting a site off. */
    public static boolean is(Approval approval) {
        return approval.act().equals(SiteFences.ACT);
    }

    /** The site's id; empty if it is about something else. */
    public static String of(Approval approval) {
        return is(approval) && approval.subject().startsWith(SiteFences.SUBJECT)
                ? approval.subject().substring(SiteFences.SUBJECT.length())
                : "";
    }
}
