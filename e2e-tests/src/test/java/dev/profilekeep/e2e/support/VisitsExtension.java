package dev.profilekeep.e2e.support;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Hands a test its {@link Visits} and closes them. After a failure, trace, screenshot and log are kept; a test on whose
 * pages something failed unnoticed fails too.
 */
final class VisitsExtension implements ParameterResolver, AfterTestExecutionCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(VisitsExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Visits.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return visits(context);
    }

    private static Visits visits(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(Visits.class, type -> new Visits(), Visits.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        Visits visits = visits(context);
        Throwable failure = context.getExecutionException().orElse(null);
        if (failure instanceof TestAbortedException) {
            return;
        }
        List<String> problems = visits.problems();
        if (failure == null && problems.isEmpty()) {
            return;
        }
        String name = (context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName())
                .replaceAll("[^A-Za-z0-9._-]+", "_");
        System.err.println("!!! " + name + " failed\n" + visits.keep(name));
        problems.forEach(problem -> System.err.println("!!! on the page: " + problem));
        if (failure == null) {
            throw new AssertionError("on the page:\n  " + String.join("\n  ", problems));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        visits(context).close();
    }
}
