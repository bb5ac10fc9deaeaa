package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.health.FindingsService;
import dev.profilekeep.users.UserImport;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists of users, by which containers of people who have left are found. */
@RestController
@RequestMapping("/api/v1/users")
class UsersController {
    /** Some 500,000 people with all of their columns. */
    private static final long LARGEST = 128L << 20;

    private final FindingsService service;

    UsersController(FindingsService service) {
        this.service = service;
    }

    /** Its format is told by its first bytes, whatever type it is said to be. */
    @RolesAllowed(ADMINISTRATOR)
    @PostMapping(
            path = "/import",
            consumes = {MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE, "text/csv"})
    UserImport users(
            @RequestParam String source,
            @RequestParam String exportedAt,
            @RequestParam(defaultValue = "false") String force,
            HttpServletRequest request)
            throws IOException {
        if (!force.equals("true") && !force.equals("false")) {
            throw new BadInputException("force must be true or false", null);
        }
        return service.importUsers(
                BoundedBody.of(request, LARGEST, "export domain by domain"),
                source,
                time(exportedAt),
                force.equals("true"));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadInputException("exportedAt must be a time with its offset, such as 2026-03-01T22:00:00Z", e);
        }
    }
}
