package dev.profilekeep.restore;

import dev.profilekeep.restore.RestoreRefusal.Why;

/** It stops here; nothing was changed. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient RestoreRefusal refusal;

    RefusedException(Why why, String sentence) {
        super(sentence);
        this.refusal = new RestoreRefusal(why, sentence);
    }

    RefusedException(RestoreRefusal refusal) {
        super(refusal.sentence());
        this.refusal = refusal;
    }

    RestoreRefusal refusal() {
        return refusal;
    }
}
