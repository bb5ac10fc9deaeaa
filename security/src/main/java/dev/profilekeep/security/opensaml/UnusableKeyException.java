package dev.profilekeep.security.opensaml;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no key to sign with. The message says which one and why, and never has anything of a key in it. */
public final class UnusableKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String next;

    /** @param next what to do about it */
    public UnusableKeyException(String message, String next, @Nullable Throwable cause) {
        super(message, cause);
        this.next = next;
    }

    public String next() {
        return next;
    }
}
