package dev.profilekeep.portal.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ExitCodeGenerator;

/** The portal cannot start for a reason that whoever starts it can mend. Ends the process with 2, without a stack trace. */
public final class StartFailure extends RuntimeException implements ExitCodeGenerator {
    private static final long serialVersionUID = 1L;

    private static final int EXIT_CODE = 2;

    private final String next;

    /** @param next what to do about it */
    public StartFailure(String message, String next, @Nullable Throwable cause) {
        super(message, cause);
        this.next = next;
    }

    public String next() {
        return next;
    }

    @Override
    public int getExitCode() {
        return EXIT_CODE;
    }
}
