package dev.profilekeep.portal.support;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Lets each test know who is signed in by the application context that it runs with. There is one place for that in a whole JVM, and the context that was made last has
 * taken it: in the next test of an older one nobody would be signed in.
 */
public final class SecurityOfThisContext extends AbstractTestExecutionListener {
    @Override
    public void beforeTestMethod(TestContext test) {
        test.getApplicationContext()
                .getBeanProvider(SecurityContextHolderStrategy.class)
                .ifAvailable(SecurityContextHolder::setContextHolderStrategy);
    }
}
