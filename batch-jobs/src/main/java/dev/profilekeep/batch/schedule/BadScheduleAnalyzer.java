package dev.profilekeep.batch.schedule;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a {@link BadScheduleException} end the start with its message alone. */
class BadScheduleAnalyzer extends AbstractFailureAnalyzer<BadScheduleException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BadScheduleException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct " + cause.where() + "; docs/configuration.md describes the key. It was right at the last start"
                        + " if its year has passed since.",
                cause);
    }
}
