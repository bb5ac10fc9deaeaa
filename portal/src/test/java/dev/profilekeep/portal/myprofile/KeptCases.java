package dev.profilekeep.portal.myprofile;

import java.time.Instant;

/** Puts cases into their table, for tests of those who read it. */
public final class KeptCases {
    private KeptCases() {}

    public static void keep(HelpCases cases, String sid, HelpCase.Phase phase, Instant since) {
        cases.begin(sid, since, since);
        cases.move(sid, phase, since, phase == HelpCase.Phase.FREED ? since : null, "");
    }
}
