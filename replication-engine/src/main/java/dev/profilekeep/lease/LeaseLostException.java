package dev.profilekeep.lease;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lease is not ours any more. What was asked was not done, unless a suppressed or causing error says otherwise. */
public final class LeaseLostException extends IOException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String why, @Nullable Throwable cause) {
        super("the lease is lost: " + why, cause);
    }
}
