package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.profiles.ProfilesQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses parameters that a call does not know, and those that stand there twice where one value counts: a filter that is
 * misspelt or passed over would otherwise let everything through and look as if it had worked.
 */
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    /** The one that a form sends along when it changes something. */
    private static final String CSRF = "_csrf";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // after the roles: who may not call learns nothing of how
        registry.addInterceptor(this).addPathPatterns("/api/**").order(NoForms.ORDER + 1);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        Set<String> several = new HashSet<>();
        Set<String> known = known(method, several);
        request.getParameterMap().forEach((name, values) -> refuseNul(name, values));
        for (String name : request.getParameterMap().keySet()) {
            if (!known.contains(name) && !name.equals(CSRF)) {
                String shown = name.length() <= 40 ? name : name.substring(0, 40) + "…";
                throw new BadInputException(
                        "there is no parameter \"" + shown + "\" here; there "
                                + (known.isEmpty() ? "is none" : "are " + String.join(", ", known)),
                        null);
            }
        }
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 1 && !several.contains(name)) {
                throw new BadInputException(name + " stands " + values.length + " times; once is enough", null);
            }
        });
        return true;
    }

    /** No name in the estate holds one, and databases do not agree on what it means. */
    private static void refuseNul(String name, String[] values) {
        for (String value : values) {
            if (value.indexOf(0) >= 0) {
                throw new BadInputException(name.replace("\0", "") + " must not hold a NUL character (%00)", null);
            }
        }
    }

    /** @param several takes those that may stand there several times */
    private static Set<String> known(HandlerMethod method, Set<String> several) {
        Set<String> known = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            @Nullable RequestParam one = parameter.getParameterAnnotation(RequestParam.class);
            if (one == null) {
                continue;
            }
            if (MultiValueMap.class.isAssignableFrom(parameter.getParameterType())) {
                known.addAll(ProfilesQuery.PARAMETERS);
                several.addAll(ProfilesQuery.SEVERAL);
            } else {
                String name = one.name().isEmpty()
                        ? method.getMethod()
                                .getParameters()[parameter.getParameterIndex()]
                                .getName()
                        : one.name();
                known.add(name);
                if (Collection.class.isAssignableFrom(parameter.getParameterType())) {
                    several.add(name);
                }
            }
        }
        return known;
    }
}
