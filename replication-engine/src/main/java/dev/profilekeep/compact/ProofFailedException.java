package dev.profilekeep.compact;

import java.io.IOException;

/** The new file does not say what the old one says: it is thrown away, and the old one stays. */
public final class ProofFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ProofFailedException(String why) {
        super(why);
    }
}
