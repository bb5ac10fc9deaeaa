package dev.profilekeep.portal.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.text.Incidents;
import dev.profilekeep.portal.web.CallerGone;
import dev.profilekeep.portal.web.CatalogAway;
import dev.profilekeep.portal.web.Problems;
import dev.profilekeep.session.HostReportRefusedException;
import dev.profilekeep.session.ImportRefusedException;
import java.net.URI;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** What goes wrong in the API, as problem details (RFC 9457). */
@RestControllerAdvice(basePackageClasses = ProblemAdvice.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ProblemDetail notFound(NotFoundException e) {
        return problem(HttpStatus.NOT_FOUND, "not-found", "There is nothing here, or it is not yours.");
    }

    @ExceptionHandler
    ProblemDetail badId(MethodArgumentTypeMismatchException e) {
        return e.getParameter().hasParameterAnnotation(PathVariable.class)
                ? problem(HttpStatus.NOT_FOUND, "not-found", "There is nothing here, or it is not yours.")
                : problem(HttpStatus.BAD_REQUEST, "bad-input", expected(e));
    }

    private static String expected(MethodArgumentTypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        return e.getName()
                + (type == ZoneId.class ? " must be a time zone such as Europe/Berlin" : " must be a whole number");
    }

    @ExceptionHandler
    ProblemDetail badInput(BadInputException e) {
        return problem(HttpStatus.BAD_REQUEST, "bad-input", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail tooLarge(TooLargeException e) {
        return problem(HttpStatus.PAYLOAD_TOO_LARGE, "too-large", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail reportRefused(HostReportRefusedException e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                e.ofAnotherVersion() ? "unknown-schema-version" : "bad-input",
                e.getMessage() + ".");
    }

    /** With the rows that are not understood, as far as they are told one by one. */
    @ExceptionHandler
    ProblemDetail importRefused(ImportRefusedException e) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "bad-input", String.valueOf(e.getMessage()));
        problem.setProperty("rows", e.problems());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail running(AlreadyRunningException e) {
        ProblemDetail problem = problem(
                HttpStatus.CONFLICT,
                "already-running",
                e.runId() > 0 ? "The job is running already; see run " + e.runId() + "." : e.getMessage() + ".");
        problem.setProperty("run", e.runId());
        return problem;
    }

    /** With where it took effect, and where not. */
    @ExceptionHandler
    ProblemDetail notEverywhere(NotEverywhereException e) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "not-now", String.valueOf(e.getMessage()));
        problem.setProperty("done", e.done());
        problem.setProperty("missed", e.missed());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail notNow(NotNowException e) {
        return problem(HttpStatus.CONFLICT, "not-now", String.valueOf(e.getMessage()));
    }

    /** A body that cannot be read: where, or at which field, and what would be right there. */
    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = TooLargeException.behind(e)
                .map(this::tooLarge)
                .orElseGet(() -> problem(HttpStatus.BAD_REQUEST, "bad-input", UnreadableBody.words(e.getCause())));
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** What Jackson gives up on while it reads; the same while it writes is our fault. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> unconverted(HttpMessageConversionException e) {
        boolean reading =
                e.getCause() instanceof JsonProcessingException cause && cause.getProcessor() instanceof JsonParser;
        return reading
                ? ResponseEntity.badRequest()
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(problem(HttpStatus.BAD_REQUEST, "bad-input", UnreadableBody.words(e.getCause())))
                : unexpected(e);
    }

    /** What Spring refuses by itself, under names of ours. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem && problem.getType().equals(URI.create("about:blank"))) {
            problem.setType(URI.create(Problems.TYPE + Problems.word(status)));
        }
        return new ResponseEntity<>(body, headers, status);
    }

    /** Left to the door, which knows whether to ask for sign-in or to refuse. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void refused(RuntimeException e) {
        throw e;
    }

    /** @return null if there is nobody to tell */
    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        if (CallerGone.isBehind(e)) {
            LOG.debug("the caller went away before the answer was written: {}", e.getMessage());
            return null;
        }
        if (CatalogAway.isBehind(e)) {
            LOG.warn("an api call was not answered, as the catalog does not: {}", e.getMessage());
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, Long.toString(CatalogAway.RETRY_AFTER.toSeconds()))
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem(HttpStatus.SERVICE_UNAVAILABLE, CatalogAway.TYPE, CatalogAway.WORDS));
        }
        String incident = Incidents.next();
        LOG.error("incident={} api call failed", incident, e);
        ProblemDetail problem = problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "unexpected",
                "Something went wrong on our side; the log has it under " + incident + ".");
        problem.setProperty("incident", incident);
        return ResponseEntity.internalServerError().body(problem);
    }

    private static ProblemDetail problem(HttpStatus status, String type, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(Problems.TYPE + type));
        problem.setTitle(status.getReasonPhrase());
        return problem;
    }
}
