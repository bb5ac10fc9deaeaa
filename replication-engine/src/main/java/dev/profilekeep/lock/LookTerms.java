package dev.profilekeep.lock;

import dev.profilekeep.storage.Initiator;
import java.util.Set;

/**
 * How a look is to go about it.
 *
 * @param held locations whose copy a lease of ours holds at this moment: that is proof enough, and nothing is tried there
 * @param many it is one of many: what a server said, or did not, half a minute ago still holds
 * @param logs hosts' FSLogix logs are read as well: for a person who reads the answer, not for an act that rests on it
 */
record LookTerms(Initiator initiator, Set<String> held, boolean many, boolean logs) {
    static final LookTerms PERSON = new LookTerms(Initiator.PERSON, Set.of(), false, true);
    static final LookTerms PERSON_MANY = new LookTerms(Initiator.PERSON, Set.of(), true, false);
    static final LookTerms JOB = new LookTerms(Initiator.JOB, Set.of(), true, false);
    /** Right before a person's act. */
    static final LookTerms ACT = new LookTerms(Initiator.PERSON, Set.of(), false, false);

    LookTerms {
        held = Set.copyOf(held);
    }

    static LookTerms holding(Set<String> locations) {
        return new LookTerms(Initiator.PERSON, locations, false, false);
    }

    boolean person() {
        return initiator == Initiator.PERSON;
    }
}
