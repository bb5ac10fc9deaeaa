package dev.profilekeep.security.testportal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** A browser without scripts: keeps cookies of one host, follows redirects when told to, presses buttons. */
public final class Browser {

    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]*)\">", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String language = "en";

    /** What came back. */
    public record Page(URI at, int status, Optional<String> location, String text, HttpResponse<String> raw) {
        public String target() {
            return at.resolve(location.orElseThrow(() -> new AssertionError("no redirect, but " + status + " " + text)))
                    .toString();
        }

        public Form form() {
            Matcher form = FORM.matcher(text);
            if (!form.find()) {
                throw new AssertionError("no form on the page " + at + " (" + status + "): " + text);
            }
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher input = INPUT.matcher(text);
            while (input.find()) {
                fields.put(HtmlUtils.htmlUnescape(input.group(1)), HtmlUtils.htmlUnescape(input.group(2)));
            }
            return new Form(at.resolve(HtmlUtils.htmlUnescape(form.group(1))).toString(), fields);
        }
    }

    /** A form to be sent. */
    public record Form(String action, Map<String, String> fields) {}

    public Browser speaking(String wanted) {
        language = wanted;
        return this;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public Page get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET(), true);
    }

    public Page post(String url, Map<String, String> fields) {
        return send(form(url, fields), true);
    }

    public Page post(Form form) {
        return post(form.action(), form.fields());
    }

    /** As browsers do when another site's page posts here: no {@code SameSite=Lax} cookie goes along. */
    public Page postFromAnotherSite(Form form) {
        return send(form(form.action(), form.fields()), false);
    }

    /** Follows redirects to their end. */
    public Page open(String url) {
        return follow(get(url));
    }

    public Page follow(Page page) {
        Page current = page;
        for (int i = 0; current.location().isPresent(); i++) {
            if (i == 20) {
                throw new AssertionError("redirects without end: " + current.target());
            }
            current = get(current.target());
        }
        return current;
    }

    private static HttpRequest.Builder form(String url, Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private Page send(HttpRequest.Builder builder, boolean withCookies) {
        builder.header("Accept", "text/html,*/*;q=0.8").header("Accept-Language", language);
        if (withCookies && !cookies.isEmpty()) {
            StringBuilder header = new StringBuilder();
            cookies.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            builder.header("Cookie", header.toString());
        }
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Page(
                    request.uri(),
                    response.statusCode(),
                    response.headers().firstValue("Location"),
                    response.body(),
                    response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        String pair = header.split(";", 2)[0];
        int equals = pair.indexOf('=');
        String name = pair.substring(0, equals);
        if (header.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(equals + 1));
        }
    }

    /** The value of a parameter in an address. */
    public static String parameter(String url, String name) {
        for (String part : URI.create(url).getRawQuery().split("&")) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("no " + name + " in " + url);
    }
}
