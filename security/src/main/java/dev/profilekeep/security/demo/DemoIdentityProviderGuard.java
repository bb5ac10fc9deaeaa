package dev.profilekeep.security.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Keeps the demonstration's identity provider, which lets anybody be anybody, out of everything but the demonstration.
 * Asking for it elsewhere ends the start.
 */
@Configuration(proxyBeanMethods = false)
public class DemoIdentityProviderGuard {

    /** The key in the configuration; false leaves it out of the demonstration too. */
    static final String KEY = "signIn.demoIdentityProvider";

    private static final String CANONICAL_KEY = "sign-in.demo-identity-provider";
    private static final String PROFILE = "demo";

    DemoIdentityProviderGuard(Environment environment) {
        if (asked(environment, false) && !inDemo(environment)) {
            throw new NoDemonstrationException(KEY
                    + " is set, but this is no demonstration: the demo identity provider "
                    + "lets anybody sign in as anybody. Remove the key, or start with the Spring profile '" + PROFILE
                    + "' (script/server does)");
        }
    }

    private static boolean inDemo(Environment environment) {
        return environment.acceptsProfiles(Profiles.of(PROFILE));
    }

    private static boolean asked(Environment environment, boolean unless) {
        return Binder.get(environment).bind(CANONICAL_KEY, Boolean.class).orElse(unless);
    }

    /** The profile {@code demo}, and not switched off. */
    static final class InDemo implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return inDemo(context.getEnvironment()) && asked(context.getEnvironment(), true);
        }
    }

    /** Only in the demonstration. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Conditional(InDemo.class)
    @interface OnlyInDemo {}
}
