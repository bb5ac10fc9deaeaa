package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.ForbiddenException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.security.CurrentUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Closes to those who are held to a part of the estate what does not say that it keeps to scopes. */
@Component
class ScopeFirst implements HandlerInterceptor, WebMvcConfigurer {
    private final CurrentUser currentUser;

    ScopeFirst(CurrentUser currentUser) {
        this.currentUser = currentUser;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        boolean held = currentUser
                .person()
                .filter(person ->
                        !person.scopes().isEmpty() && !Allowed.reach(person).isEverywhere())
                .isPresent();
        if (held && handler instanceof HandlerMethod method && !keepsToScope(method)) {
            throw ForbiddenException.outOfScope();
        }
        return true;
    }

    private static boolean keepsToScope(HandlerMethod method) {
        return method.hasMethodAnnotation(KeepsToScope.class)
                || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), KeepsToScope.class);
    }
}
