package dev.profilekeep.audit;

import dev.profilekeep.text.Visible;
import java.util.Optional;

/** A reason that a person gives for an act, before it goes into the audit trail for good. */
public final class GivenReason {
    /** Characters that a reason may have. */
    public static final int LONGEST = 500;

    private GivenReason() {}

    /** What is wrong with it, to stand behind the word "reason"; empty if nothing is. An empty reason is for the caller to judge. */
    public static Optional<String> fault(String reason) {
        if (reason.length() > LONGEST) {
            return Optional.of("must have at most " + LONGEST + " characters");
        }
        return reason.codePoints().anyMatch(Visible::isHarmful)
                ? Optional.of("must be one line without control characters: " + Visible.oneLine(reason))
                : Optional.empty();
    }
}
