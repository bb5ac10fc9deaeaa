package dev.profilekeep.portal.web;

import dev.profilekeep.portal.page.PlainPage;
import dev.profilekeep.portal.page.UnreadableAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** Says why the firewall let a request not even come to the question of who asks: an odd address, or a method that nothing here knows. */
@Component
final class RefusedAtTheDoor implements RequestRejectedHandler {
    /** Those that the firewall lets through. */
    private static final Set<String> LET_THROUGH = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    /** Those that something here answers to. */
    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "POST", "PUT");

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        boolean method = !LET_THROUGH.contains(request.getMethod());
        HttpStatus status = method ? HttpStatus.METHOD_NOT_ALLOWED : HttpStatus.BAD_REQUEST;
        if (method) {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", METHODS));
        }
        if (ErrorPages.isForPrograms(request, ErrorPages.plain(request.getRequestURI()))) {
            String detail = method
                    ? "This method is not possible anywhere here; what may be: " + String.join(", ", METHODS) + "."
                    : reason(request.getRequestURI());
            Problems.write(request, response, status, Problems.word(status), detail);
        } else if (method) {
            PlainPage.in(request, "error.refused.title")
                    .paragraph("error.refused.text")
                    .buttonTo("error.home", "/")
                    .write(response, status);
        } else {
            UnreadableAddress.page(request).write(response, status);
        }
    }

    private static String reason(String path) {
        if (path.contains("//")) {
            return "The address has two slashes in a row; leave one out.";
        }
        if (path.contains(";")) {
            return "The address has a semicolon; parameters come after a question mark.";
        }
        return "The address or a header has characters that are not taken here, such as encoded slashes or controls.";
    }
}
