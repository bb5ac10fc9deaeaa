package dev.profilekeep.portal.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses forms, before anything asks for a parameter: a form in the body would be taken for parameters of the address. One without
 * anything in it is what some programs send for no body at all.
 */
@Component
class NoForms implements HandlerInterceptor, WebMvcConfigurer {
    /** After the roles, before the {@linkplain KnownParameters parameters}. */
    static final int ORDER = 1;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(ORDER);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotSupportedException {
        @Nullable MediaType type = type(request);
        if (handler instanceof HandlerMethod
                && type != null
                && request.getContentLengthLong() != 0
                && (type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED)
                        || type.getType().equalsIgnoreCase("multipart"))) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        }
        return true;
    }

    private static @Nullable MediaType type(HttpServletRequest request) {
        String said = request.getContentType();
        try {
            return said == null ? null : MediaType.parseMediaType(said);
        } catch (InvalidMediaTypeException e) {
            return null; // refused by whatever reads the body
        }
    }
}
