package dev.profilekeep.portal.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.profilekeep.portal.access.ForbiddenException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers of the API's door as problem details (RFC 9457), where no controller has been reached yet. */
public final class Problems implements AuthenticationEntryPoint, AccessDeniedHandler {
    /** What every type of ours begins with. */
    public static final String TYPE = "urn:profilekeep:problem:";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    Problems() {}

    /** The last part of a type for what has none of its own. */
    public static String word(HttpStatusCode status) {
        return switch (status.value()) {
            case 400 -> "bad-input";
            case 401 -> "unauthenticated";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "too-large";
            case 415 -> "unsupported-media-type";
            default -> status.is4xxClientError() ? "refused" : "unexpected";
        };
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(request, response, HttpStatus.UNAUTHORIZED, "unauthenticated", "Sign in first.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        if (isNobody(SecurityContextHolder.getContext().getAuthentication())) {
            commence(request, response, new InsufficientAuthenticationException("nobody is signed in", e));
        } else if (e instanceof CsrfException) {
            write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "csrf",
                    "Send the CSRF token that GET /api/v1/me names, in the header that it names.");
        } else if (e instanceof ForbiddenException told) {
            write(request, response, HttpStatus.FORBIDDEN, told.type(), String.valueOf(told.getMessage()));
        } else {
            write(request, response, HttpStatus.FORBIDDEN, "forbidden", "Your roles do not allow this.");
        }
    }

    /** Says why a token opens nothing. */
    void refuse(HttpServletRequest request, HttpServletResponse response, RefusedToken why) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        if (why.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(why.retryAfter().toSeconds()));
        }
        write(request, response, why.status(), why.type(), why.detail());
    }

    private static boolean isNobody(@Nullable Authentication authentication) {
        return authentication == null || authentication instanceof AnonymousAuthenticationToken;
    }

    /** Answers with a problem of ours. */
    static void write(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String type, String detail)
            throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", TYPE + type);
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        problem.put("instance", request.getRequestURI());
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        JSON.writeValue(response.getOutputStream(), problem);
    }
}
