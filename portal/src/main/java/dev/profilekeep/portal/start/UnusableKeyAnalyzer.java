package dev.profilekeep.portal.start;

import dev.profilekeep.security.opensaml.UnusableKeyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a key that nobody can sign with end the start with what is wrong with it alone. */
class UnusableKeyAnalyzer extends AbstractFailureAnalyzer<UnusableKeyException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableKeyException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.next(), cause);
    }
}
