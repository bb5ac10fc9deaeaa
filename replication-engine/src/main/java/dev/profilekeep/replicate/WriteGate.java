package dev.profilekeep.replicate;

import java.io.IOException;
import java.util.Optional;

/** Whether copies may be carried from one location to another now. Asked before anything is made at the target, and once more before it takes a name. */
@FunctionalInterface
public interface WriteGate {
    /**
     * Reads what lies at both locations.
     *
     * @return why not, a sentence; empty if it may
     * @throws IOException if that cannot be read: then nothing is written either
     */
    Optional<String> against(Pair pair) throws IOException;
}
