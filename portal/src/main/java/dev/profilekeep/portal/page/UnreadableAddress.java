package dev.profilekeep.portal.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What somebody is told whose address has what cannot stand in one, such as a name with its domain behind {@code /help/}. */
public final class UnreadableAddress {
    private UnreadableAddress() {}

    /** The page, with the way to Help. */
    public static PlainPage page(HttpServletRequest request) {
        return PlainPage.in(request, "error.address.title")
                .paragraph("error.address.text")
                .buttonTo("error.address.help", "/help")
                .button(PlainPage.in(request, "error.address.title").text("error.home"), "/", false);
    }

    /** The page as HTML, if it is a browser that asks; empty for programs, which take a problem. */
    public static Optional<String> forBrowser(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String path = request.getRequestURI();
        boolean browser = accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
        return browser && (path == null || !Programs.askAt(request, path))
                ? Optional.of(page(request).html())
                : Optional.empty();
    }
}
