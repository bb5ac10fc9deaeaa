package dev.profilekeep.readiness;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one person at one site.
 *
 * @param loss what would be lost of their work; null if nobody knows
 * @param diverged both copies changed since they agreed
 * @param checks what it rests on, in the order of {@link CheckKind}
 */
public record Readiness(ReadyWord word, @Nullable Duration loss, boolean diverged, List<Check> checks) {
    public Readiness {
        checks = List.copyOf(checks);
    }

    /** The check that decided it; empty for one that is ready. */
    public Optional<Check> reason() {
        CheckResult deciding =
                switch (word) {
                    case READY -> CheckResult.PASS;
                    case DEGRADED -> CheckResult.POOR;
                    case NOT_READY -> CheckResult.FAIL;
                    case UNKNOWN -> CheckResult.UNKNOWN;
                };
        return word == ReadyWord.READY
                ? Optional.empty()
                : checks.stream().filter(check -> check.result() == deciding).findFirst();
    }

    /** When the oldest of what it rests on was seen; null if some of it never was. Notes do not count. */
    public @Nullable Instant asOf() {
        List<Check> counting = checks.stream()
                .filter(check -> check.result() != CheckResult.NOTE)
                .toList();
        if (counting.isEmpty() || counting.stream().anyMatch(check -> check.at() == null)) {
            return null;
        }
        return counting.stream()
                .map(Check::at)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
