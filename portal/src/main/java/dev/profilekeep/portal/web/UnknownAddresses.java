package dev.profilekeep.portal.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Addresses where programs ask and where nothing is. Without this they would fall through to the views, whose page answers
 * to every address with 200.
 */
@Configuration(proxyBeanMethods = false)
class UnknownAddresses {
    private static final Duration ICONS_KEPT = Duration.ofDays(1);

    /** After the controllers and the actuator's endpoints, before the views. */
    @Bean
    SimpleUrlHandlerMapping nothingHere(ResourceHttpRequestHandler iconHandler) {
        HttpRequestHandler notFound = (request, response) -> Problems.write(
                request, response, HttpStatus.NOT_FOUND, "not-found", "There is nothing here, or it is not yours.");
        Map<String, Object> handlers = new LinkedHashMap<>();
        // "/api" itself is a page to read
        handlers.put("/api/*", notFound);
        handlers.put("/api/*/**", notFound);
        handlers.put("/actuator", notFound);
        handlers.put("/actuator/**", notFound);
        handlers.put("/icons/**", iconHandler);
        return new SimpleUrlHandlerMapping(handlers, 10);
    }

    @Bean
    ResourceHttpRequestHandler iconHandler() {
        ResourceHttpRequestHandler icons = new ResourceHttpRequestHandler();
        icons.setLocations(List.of(new ClassPathResource("META-INF/resources/icons/")));
        icons.setCacheControl(CacheControl.maxAge(ICONS_KEPT));
        return icons;
    }

    /** What is refused before it is known who would answer: a wrong method, for example. */
    @Bean
    HandlerExceptionResolver beforeAnyHandler() {
        return new BeforeAnyHandler();
    }

    private static final class BeforeAnyHandler implements HandlerExceptionResolver, Ordered {
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public @Nullable ModelAndView resolveException(
                HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
            boolean program = ErrorPages.isForPrograms(request, request.getRequestURI());
            if (handler != null || !program || !(e instanceof ErrorResponse refusal)) {
                return null;
            }
            HttpStatusCode status = refusal.getStatusCode();
            refusal.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            try {
                Problems.write(
                        request,
                        response,
                        HttpStatus.valueOf(status.value()),
                        Problems.word(status),
                        words(e, response));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return new ModelAndView();
        }

        private static String words(Exception e, HttpServletResponse response) {
            if (e instanceof HttpRequestMethodNotSupportedException wrong) {
                return wrong.getMethod() + " is not possible here; what is: " + response.getHeader(HttpHeaders.ALLOW)
                        + ".";
            }
            return String.valueOf(((ErrorResponse) e).getBody().getDetail());
        }
    }
}
