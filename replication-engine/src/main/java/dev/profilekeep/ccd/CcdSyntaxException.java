package dev.profilekeep.ccd;

import java.io.Serial;

/** A value of {@code CCDLocations} that FSLogix would not understand: what, and what to do. Says nothing of what may be a secret. */
public final class CcdSyntaxException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int provider;
    private final String fix;

    CcdSyntaxException(int provider, String what, String fix) {
        super(what);
        this.provider = provider;
        this.fix = fix;
    }

    /** Which one, from 1; 0 if it is about all of it. */
    public int provider() {
        return provider;
    }

    /** What to do, in words. */
    public String fix() {
        return fix;
    }
}
