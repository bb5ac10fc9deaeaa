package dev.profilekeep.portal.page;

import dev.profilekeep.portal.text.Locales;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.ui.Appearance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/**
 * A page outside the application's frame: one card with a heading, what it means, and what to do. Plain HTML in one piece, so
 * that it stands even when nothing else does. Everything put into it is escaped.
 */
public final class PlainPage {
    private static final String THEME = "META-INF/resources/themes/profilekeep/";
    private static final String STYLE = List.of(
                    THEME + "tokens.css",
                    THEME + "tokens-fallback.css",
                    THEME + "patterns/cards.css",
                    THEME + "views/plain-page.css",
                    "dev/profilekeep/portal/web/plain-page.css")
            .stream()
            .map(PlainPage::resource)
            .collect(Collectors.joining("\n"));
    private static final String SCRIPT = Appearance.script();

    private final Texts texts;
    private final String root;
    private final String titleKey;
    private final StringBuilder content = new StringBuilder();

    private PlainPage(Texts texts, String root, String titleKey) {
        this.texts = texts;
        this.root = root;
        this.titleKey = titleKey;
    }

    /** A page in the language of the browser. */
    public static PlainPage in(HttpServletRequest request, String titleKey) {
        Texts texts = Texts.in(Locales.choose(null, Collections.list(request.getLocales())));
        String root = request.getContextPath();
        return new PlainPage(texts, root == null ? "" : root, titleKey); // null before a servlet is found
    }

    public PlainPage paragraph(String key, Object... arguments) {
        content.append("<p>").append(escaped(texts.get(key, arguments))).append("</p>\n");
        return this;
    }

    /** A paragraph that says that something went wrong. */
    public PlainPage alert(String key, Object... arguments) {
        content.append("<p class=\"plain-alert\" role=\"alert\">")
                .append(escaped(texts.get(key, arguments)))
                .append("</p>\n");
        return this;
    }

    public PlainPage note(String key, Object... arguments) {
        content.append("<p class=\"plain-note\">")
                .append(escaped(texts.get(key, arguments)))
                .append("</p>\n");
        return this;
    }

    /** A link in the shape of a button; {@code label} is shown as it is. */
    public PlainPage button(String label, String path, boolean primary) {
        content.append("<a class=\"plain-button")
                .append(primary ? " primary" : "")
                .append("\" href=\"")
                .append(escaped(root + path))
                .append("\">")
                .append(escaped(label))
                .append("</a>\n");
        return this;
    }

    public PlainPage buttonTo(String labelKey, String path) {
        return button(texts.get(labelKey), path, true);
    }

    /** A real form, so that signing out works without any script. */
    public PlainPage signOutButton(HttpServletRequest request) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            content.append("<form method=\"post\" action=\"")
                    .append(escaped(root + "/logout"))
                    .append("\"><input type=\"hidden\" name=\"")
                    .append(escaped(token.getParameterName()))
                    .append("\" value=\"")
                    .append(escaped(token.getToken()))
                    .append("\"><button class=\"plain-button primary\">")
                    .append(escaped(texts.get("shell.signOut")))
                    .append("</button></form>\n");
        }
        return this;
    }

    public String text(String key, Object... arguments) {
        return texts.get(key, arguments);
    }

    /** Answers where no controller has been reached yet. */
    public void write(HttpServletResponse response, HttpStatus status) throws IOException {
        response.setStatus(status.value());
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(html().getBytes(StandardCharsets.UTF_8));
    }

    public ResponseEntity<String> answer(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .body(html());
    }

    String html() {
        String title = escaped(texts.get(titleKey));
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
                <meta name="color-scheme" content="light dark">
                <title>%s · ProfileKeep</title>
                <link rel="icon" href="%s/icons/icon.svg" type="image/svg+xml">
                <script>%s</script>
                <style>%s</style>
                </head>
                <body>
                <main class="pk-plain-page">
                <div class="pk-brand">ProfileKeep</div>
                <section class="pk-card">
                <h1>%s</h1>
                %s</section>
                </main>
                </body>
                </html>
                """
                .formatted(
                        Locales.language(texts.locale()),
                        title,
                        escaped(root),
                        SCRIPT,
                        STYLE.replace("url('/", "url('" + escaped(root) + "/"),
                        title,
                        content);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }

    private static String resource(String name) {
        try (InputStream in = PlainPage.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }
}
