package dev.profilekeep.security.opensaml;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/**
 * A page that carries a message onward in the browser: a form that sends itself, with a button for browsers without
 * scripts. In German for those who prefer it, otherwise in English.
 */
public final class BrowserForm {

    private static final SecureRandom RANDOM = new SecureRandom();

    private BrowserForm() {}

    /** Answers with a form that posts {@code fields} to {@code action}. Nothing may have been written before. */
    public static void post(
            HttpServletRequest request, HttpServletResponse response, String action, Map<String, String> fields)
            throws IOException {
        boolean german = german(request);
        String nonce = nonce();
        StringBuilder inputs = new StringBuilder();
        fields.forEach((name, value) -> inputs.append("<input type=\"hidden\" name=\"")
                .append(HtmlUtils.htmlEscape(name, StandardCharsets.UTF_8.name()))
                .append("\" value=\"")
                .append(HtmlUtils.htmlEscape(value, StandardCharsets.UTF_8.name()))
                .append("\">"));
        String page =
                """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style nonce="%s">
                body { font: 1rem/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh }
                button { font: inherit; padding: .75rem 1.5rem }
                </style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                <form method="post" action="%s">%s<button type="submit">%s</button></form>
                </main>
                <script nonce="%s">document.forms[0].submit()</script>
                </body>
                </html>
                """
                        .formatted(
                                german ? "de" : "en",
                                german ? "Einen Moment" : "One moment",
                                nonce,
                                german ? "Einen Moment …" : "One moment …",
                                HtmlUtils.htmlEscape(action, StandardCharsets.UTF_8.name()),
                                inputs,
                                german ? "Weiter" : "Continue",
                                nonce);
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce
                        + "'");
        html(response, page);
    }

    /** Whether the person's browser asks for German first. */
    public static boolean german(HttpServletRequest request) {
        return Locale.GERMAN.getLanguage().equals(request.getLocale().getLanguage());
    }

    /** A fresh value for the {@code nonce} of a Content-Security-Policy. */
    public static String nonce() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Answers with a page that is not kept by anybody on the way. */
    public static void html(HttpServletResponse response, String page) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().write(page);
    }
}
