package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.text.Locales;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;

/** The language in which an answer speaks: what the caller accepts, English to those who do not say. */
final class AskedLanguage {
    private AskedLanguage() {}

    static Locale of(ServletWebRequest call) {
        return of(call.getRequest());
    }

    /** Of the call that this thread answers; English outside of one. */
    static Locale current() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes call
                ? of(call.getRequest())
                : Locale.ENGLISH;
    }

    private static Locale of(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null
                ? Locale.ENGLISH
                : Locales.choose(null, Collections.list(request.getLocales()));
    }
}
