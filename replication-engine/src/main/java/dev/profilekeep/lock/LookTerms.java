package dev.profilekeep.lock;

import dev.profilekeep.storage.Initiator;
import java.util.Set;

/**
 * How a look is to go about it.
 *
 * @param held locations whose copy a lease of ours holds at this moment: that is proof enough, and nothing is tried there
 * @param many it is one of many: what a server said, or did not, half a minute ago still holds
 */
record LookTerms(Initiator initiator, Set<String> held, boolean many) {
    static final LookTerms PERSON = new LookTerms(Initiator.PERSON, Set.of(), false);
    static final LookTerms PERSON_MANY = new LookTerms(Initiator.PERSON, Set.of(), true);
    static final LookTerms JOB = new LookTerms(Initiator.JOB, Set.of(), true);

    LookTerms {
        held = Set.copyOf(held);
    }

    static LookTerms holding(Set<String> locations) {
        return new LookTerms(Initiator.PERSON, locations, false);
    }

    boolean person() {
        return initiator == Initiator.PERSON;
    }
}
