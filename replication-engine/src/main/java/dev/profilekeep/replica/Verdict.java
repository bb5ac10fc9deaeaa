package dev.profilekeep.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a further copy stands to the active one.
 *
 * @param agreedUpTo as in {@link CopyStanding}
 * @param behind as in {@link CopyStanding}
 * @param isNewborn the further copy is a new, empty profile
 */
public record Verdict(
        CopyWord word,
        CopyRule rule,
        @Nullable Instant agreedUpTo,
        @Nullable Duration behind,
        boolean isNewborn,
        List<CopySight> sights) {
    public Verdict {
        sights = List.copyOf(sights);
    }
}
