package dev.profilekeep.portal.myprofile;

import dev.profilekeep.lock.JudgedLock;
import java.time.Instant;
import java.util.List;

/** Puts cases into their table, for tests of those who read it. */
public final class KeptCases {
    private KeptCases() {}

    public static void keep(HelpCases cases, String sid, HelpCase.Phase phase, Instant since, JudgedLock... was) {
        cases.begin(sid, List.of(was), since, since);
        cases.move(sid, phase, since, phase == HelpCase.Phase.FREED ? since : null, "");
    }
}
