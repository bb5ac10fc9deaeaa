package dev.profilekeep.portal.start;

import dev.profilekeep.security.demo.NoDemonstrationException;
import dev.profilekeep.security.opensaml.UnusableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The portal cannot start for a reason that whoever starts it can mend. The process ends with {@link #EXIT_CODE}
 * and the message, without a stack trace. It is no {@code ExitCodeGenerator}: Spring Boot would ask a context that is half
 * taken down already, and complain about that with a stack trace.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the process ends with. */
    public static final int EXIT_CODE = 2;

    private final String next;

    /** @param next what to do about it */
    public StartFailure(String message, String next, @Nullable Throwable cause) {
        super(message, cause);
        this.next = next;
    }

    public String next() {
        return next;
    }

    /** Whether {@code thrown} came about because of one. */
    public static boolean isBehind(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof StartFailure
                    || at instanceof NoDemonstrationException
                    || at instanceof UnusableKeyException) {
                return true;
            }
        }
        return false;
    }
}
