package dev.profilekeep.portal.access;

import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.method.AuthorizationInterceptorsOrder;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Closes what is about the estate as a whole to those whose roles for it are held to a part. Whatever names roles by
 * {@code @RolesAllowed} is so, unless it says that it keeps to scopes: services, for whoever calls them, and views.
 */
@Configuration(proxyBeanMethods = false)
public class ScopeGuard {
    /** Asked after the roles themselves. */
    @Bean
    @org.springframework.context.annotation.Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor scopeAfterRoles() {
        var interceptor = new AuthorizationManagerBeforeMethodInterceptor(new NamesRoles(), new KeepsOrRefuses());
        interceptor.setOrder(AuthorizationInterceptorsOrder.JSR250.getOrder() + 1);
        return interceptor;
    }

    /** Whether the person may open a view, as far as scopes go. */
    public static boolean opens(Person person, Class<?> view) {
        return keeps(person, view, view);
    }

    private static boolean keeps(Person person, AnnotatedElement narrow, Class<?> type) {
        RolesAllowed roles = AnnotatedElementUtils.findMergedAnnotation(narrow, RolesAllowed.class);
        RolesAllowed ofAll =
                roles != null ? roles : AnnotatedElementUtils.findMergedAnnotation(type, RolesAllowed.class);
        if (ofAll == null || person.scopes().isEmpty()) {
            return true;
        }
        List<String> named = List.of(ofAll.value());
        boolean has = Arrays.stream(Role.values()).anyMatch(role -> named.contains(role.name()) && person.has(role));
        return !has
                || Allowed.everywhere(person, named)
                || AnnotatedElementUtils.hasAnnotation(narrow, KeepsToScope.class)
                || AnnotatedElementUtils.hasAnnotation(type, KeepsToScope.class);
    }

    /** Methods of this program's services and controllers that name roles, or whose class does. Views are asked where somebody goes to them. */
    private static final class NamesRoles extends StaticMethodMatcherPointcut {
        NamesRoles() {
            setClassFilter(type -> type.getPackageName().startsWith("dev.profilekeep.")
                    && AnnotatedElementUtils.hasAnnotation(type, Component.class));
        }

        @Override
        public boolean matches(Method method, Class<?> type) {
            return AnnotatedElementUtils.hasAnnotation(method, RolesAllowed.class)
                    || AnnotatedElementUtils.hasAnnotation(type, RolesAllowed.class);
        }
    }

    private static final class KeepsOrRefuses implements AuthorizationManager<MethodInvocation> {
        private final CurrentUser currentUser = new CurrentUser();

        @Override
        @Deprecated
        @SuppressWarnings("InlineMeSuggester") // the interface still asks for it
        public @Nullable AuthorizationDecision check(
                Supplier<Authentication> authentication, MethodInvocation invocation) {
            return new AuthorizationDecision(granted(invocation));
        }

        @Override
        public AuthorizationResult authorize(Supplier<Authentication> authentication, MethodInvocation invocation) {
            if (!granted(invocation)) {
                throw ForbiddenException.outOfScope();
            }
            return new AuthorizationDecision(true);
        }

        private boolean granted(MethodInvocation invocation) {
            Object target = invocation.getThis();
            Class<?> type = target == null ? invocation.getMethod().getDeclaringClass() : target.getClass();
            return currentUser
                    .person()
                    .map(person -> keeps(person, invocation.getMethod(), type))
                    .orElse(true);
        }
    }
}
