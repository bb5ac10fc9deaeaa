package dev.profilekeep.e2e.support;

import org.jspecify.annotations.Nullable;

/**
 * The demo portal that every flow of a run shares: starting one takes longer than all that a test does with it. It ends
 * with the JVM. Tests leave it as they found it, or do not depend on what others leave.
 */
public final class SharedPortal {
    private static @Nullable PortalUnderTest portal;
    private static @Nullable RuntimeException failed;

    private SharedPortal() {}

    /** Starts it if nobody has; a start that failed once fails at once the next time, with the same reason. */
    public static synchronized PortalUnderTest get() {
        if (failed != null) {
            throw failed;
        }
        if (portal == null) {
            try {
                PortalUnderTest started = PortalUnderTest.demo();
                portal = started;
                started.rest().awaitRuns("inventory"); // the demo takes its first one by itself
            } catch (RuntimeException e) {
                failed = e;
                throw e;
            }
        }
        return portal;
    }
}
