package dev.profilekeep.portal.rest;

import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Asks for the roles that a changing call names before its body is read: otherwise whoever may not change a thing would
 * learn from the answer to a body what is wrong with it, and be told of their roles only when it is right.
 */
@Component
class RolesFirst implements HandlerInterceptor, WebMvcConfigurer {
    private final CurrentUser currentUser;

    RolesFirst(CurrentUser currentUser) {
        this.currentUser = currentUser;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        @Nullable
        RolesAllowed roles =
                handler instanceof HandlerMethod method ? method.getMethodAnnotation(RolesAllowed.class) : null;
        if (roles != null
                && Arrays.stream(roles.value()).map(Role::valueOf).noneMatch(role -> currentUser
                        .person()
                        .filter(person -> person.has(role))
                        .isPresent())) {
            throw new AccessDeniedException("not one of " + String.join(", ", roles.value()));
        }
        return true;
    }
}
