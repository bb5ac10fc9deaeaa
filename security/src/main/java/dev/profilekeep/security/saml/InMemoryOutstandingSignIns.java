package dev.profilekeep.security.saml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sign-ins of one node. When {@code capacity} is reached the oldest gives way. */
final class InMemoryOutstandingSignIns implements OutstandingSignIns {

    /** About 25 MB when full. */
    static final int USUAL_CAPACITY = 50_000;

    private final Clock clock;
    private final int capacity;
    /** By handle, oldest first; guarded by this. */
    private final Map<String, OutstandingSignIn> byRelayState = new LinkedHashMap<>();

    InMemoryOutstandingSignIns(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public synchronized void keep(OutstandingSignIn signIn) {
        Instant now = clock.instant();
        Iterator<OutstandingSignIn> oldest = byRelayState.values().iterator();
        while (oldest.hasNext()) {
            boolean expired = !oldest.next().expires().isAfter(now);
            if (!expired && byRelayState.size() < capacity) {
                break;
            }
            oldest.remove();
        }
        byRelayState.put(signIn.relayState(), signIn);
    }

    @Override
    public synchronized Optional<OutstandingSignIn> take(String relayState, String browser) {
        OutstandingSignIn signIn = byRelayState.get(relayState);
        if (signIn == null || !sameText(signIn.browser(), browser)) {
            return Optional.empty();
        }
        byRelayState.remove(relayState);
        return signIn.expires().isAfter(clock.instant()) ? Optional.of(signIn) : Optional.empty();
    }

    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
