package dev.profilekeep.e2e.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Notices what must not happen on any page: errors in the console, requests that fail, and anything asked of another host
 * than the portal's.
 */
final class PageWatch {
    private final String host;
    private final List<String> problems = new ArrayList<>();
    private final List<Predicate<String>> tolerated = new ArrayList<>();

    PageWatch(BrowserContext context, String baseUrl) {
        this.host = URI.create(baseUrl).getAuthority();
        context.onConsoleMessage(this::said);
        context.onWebError(error -> problems.add("uncaught: " + error.error()));
        context.onRequest(this::asked);
        context.onRequestFailed(this::failed);
        context.onResponse(this::answered);
    }

    private void said(ConsoleMessage message) {
        if (message.type().equals("error")) {
            problems.add("console: " + message.text() + " (" + message.location() + ")");
        }
    }

    private void asked(Request request) {
        URI uri = URI.create(request.url().replaceFirst("[?#].*", ""));
        boolean local = uri.getAuthority() == null || uri.getAuthority().equals(host);
        if (!local) {
            problems.add("another host: " + request.method() + " " + request.url());
        }
    }

    private void failed(Request request) {
        // Leaving a page, and a download, abort what is under way.
        if (!"net::ERR_ABORTED".equals(request.failure())) {
            problems.add("failed: " + request.method() + " " + request.url() + " " + request.failure());
        }
    }

    private void answered(Response response) {
        if (response.status() >= 400) {
            problems.add(
                    "status " + response.status() + ": " + response.request().method() + " " + response.url());
        }
    }

    /** Problems that contain the text are part of what the test is about. */
    void tolerate(String text) {
        tolerated.add(problem -> problem.contains(text));
    }

    /** What happened so far and was not tolerated. */
    List<String> problems() {
        return problems.stream()
                .filter(problem -> tolerated.stream().noneMatch(allows -> allows.test(problem)))
                .toList();
    }
}
