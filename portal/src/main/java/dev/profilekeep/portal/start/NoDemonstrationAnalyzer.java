package dev.profilekeep.portal.start;

import dev.profilekeep.security.demo.NoDemonstrationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets the refusal of the demo identity provider end the start with its message alone. */
class NoDemonstrationAnalyzer extends AbstractFailureAnalyzer<NoDemonstrationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoDemonstrationException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Leave signIn.demoIdentityProvider out, and let people sign in at an identity provider of yours"
                        + " (docs/sign-in.md).",
                cause);
    }
}
