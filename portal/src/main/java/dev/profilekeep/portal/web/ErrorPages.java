package dev.profilekeep.portal.web;

import dev.profilekeep.portal.page.PlainPage;
import dev.profilekeep.portal.page.Programs;
import dev.profilekeep.portal.text.Incidents;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What is shown when a request ended badly outside the views: what it means, what to do, and an id that stands in the log. */
@Controller
class ErrorPages implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    @RequestMapping("/error")
    ResponseEntity<?> error(HttpServletRequest request) {
        HttpStatus status = status(request);
        if (status.is5xxServerError()
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown
                && CatalogAway.isBehind(thrown)) {
            return away(request, thrown);
        }
        String incident = status.is5xxServerError() ? log(request, status) : "";
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (isForPrograms(request, path)) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem(status, incident));
        }
        if (status == HttpStatus.NOT_FOUND) {
            return PlainPage.in(request, "error.notFound.title")
                    .paragraph("error.notFound.text")
                    .buttonTo("error.home", "/")
                    .answer(status);
        }
        if (status.is4xxClientError()) {
            return PlainPage.in(request, "error.refused.title")
                    .paragraph("error.refused.text")
                    .buttonTo("error.home", "/")
                    .answer(status);
        }
        return PlainPage.in(request, "error.unexpected.title")
                .paragraph("error.unexpected.text")
                .note("error.id", incident)
                .buttonTo("error.home", "/")
                .answer(status);
    }

    private static ResponseEntity<?> away(HttpServletRequest request, Throwable thrown) {
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        LOG.warn("not answered, as the catalog does not: path={} reason={}", path, thrown.getMessage());
        HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
        if (!isForPrograms(request, path)) {
            return PlainPage.in(request, "error.unexpected.title")
                    .paragraph("error.catalog")
                    .buttonTo("error.home", "/")
                    .answer(status);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, CatalogAway.WORDS);
        problem.setType(URI.create(Problems.TYPE + CatalogAway.TYPE));
        return ResponseEntity.status(status)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(CatalogAway.RETRY_AFTER.toSeconds()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** Whether programs ask at this address, which take a problem rather than a page. */
    static boolean isForPrograms(HttpServletRequest request, String path) {
        return Programs.askAt(request, path);
    }

    /** An address without what servers pass over: slashes in a row, and what stands after a semicolon. */
    static String plain(String path) {
        return path.replaceAll(";[^/]*", "").replaceAll("/{2,}", "/");
    }

    private static ProblemDetail problem(HttpStatus status, String incident) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setType(URI.create(Problems.TYPE + Problems.word(status)));
        problem.setTitle(status.getReasonPhrase());
        if (!incident.isEmpty()) {
            problem.setDetail("Something went wrong on our side; the log has it under " + incident + ".");
            problem.setProperty("incident", incident);
        } else if (status == HttpStatus.NOT_FOUND) {
            problem.setDetail("There is nothing here, or it is not yours.");
        } else {
            problem.setDetail("The request cannot be understood as it was sent; check its address and headers.");
        }
        return problem;
    }

    private static String log(HttpServletRequest request, HttpStatus status) {
        String incident = Incidents.next();
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (cause instanceof Throwable thrown && CallerGone.isBehind(thrown)) {
            LOG.debug("the caller went away before the answer was written: {}", thrown.getMessage());
            return incident;
        }
        LOG.error(
                "incident={} status={} path={}",
                incident,
                status.value(),
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI),
                cause instanceof Throwable thrown ? thrown : null);
        return incident;
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }
}
