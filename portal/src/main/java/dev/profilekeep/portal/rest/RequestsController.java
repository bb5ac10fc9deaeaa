package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.requests.RequestsCsv;
import dev.profilekeep.portal.requests.RequestsQuery;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Requests;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Restore requests as {@code docs/restore-requests.md} describes them. Service accounts read; only people ask and decide. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class RequestsController {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final RequestsService service;
    private final Clock clock;

    RequestsController(RequestsService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    record Page(List<RequestDocument> requests, long offset, int limit, long total) {}

    /** What waits for a decision first, the longest waiting first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/requests")
    Page requests(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> shown,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "" + USUAL_PAGE) int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST_PAGE, null);
        }
        RequestsQuery query = query(q, shown);
        return new Page(
                service.list(query, offset, limit).stream()
                        .map(one -> RequestDocument.of(one, List.of(), true, clock.instant(), service.answerWithin()))
                        .toList(),
                offset,
                limit,
                service.count(query));
    }

    /** The list as a table, for people: words of {@code lang}, times in {@code zone}. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/requests.csv")
    void table(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> shown,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        RequestsQuery query = query(q, shown);
        CsvAnswer answer = CsvAnswer.of(separator, lang);
        // Asked before the first byte, so that a refusal is still an answer of its own.
        List<Request> page = service.list(query, 0, LARGEST_PAGE);
        Writer out = answer.open(response, "requests", LocalDate.now(clock.withZone(zone)));
        RequestsCsv csv = new RequestsCsv(out, answer.separator(), answer.texts(), zone);
        csv.begin();
        for (long offset = 0; !page.isEmpty(); page = service.list(query, offset, LARGEST_PAGE)) {
            for (Request row : page) {
                csv.row(row);
            }
            offset += page.size();
        }
        out.flush();
    }

    /**
     * @param kind WHOLE, RESET or REBUILD_OFFICE
     * @param repository with {@code snapshot} and {@code place}: as restore-points names a backup; for WHOLE alone
     */
    record Wanted(
            @Nullable Long container,
            @Nullable String kind,
            @Nullable String repository,
            @Nullable String snapshot,
            @Nullable Integer place,
            @Nullable String reason) {}

    /** @param joined whether one was open for the container already: then it is that one, as it was asked */
    record Asked(boolean joined, RequestDocument request) {}

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests")
    Asked ask(@RequestBody Wanted wanted, ServletWebRequest request) {
        Long container = wanted.container();
        if (container == null) {
            throw new BadInputException("container, its id, must be given", null);
        }
        Locale language = AskedLanguage.of(request);
        RequestKind kind = kind(wanted.kind());
        Requests.Asked asked;
        if (kind.isFirstAid()) {
            if (wanted.repository() != null || wanted.snapshot() != null || wanted.place() != null) {
                throw new BadInputException(
                        kind + " goes back to no backup: repository, snapshot and place must not be given", null);
            }
            asked = service.askFirstAid(container, kind, text(wanted.reason()), language);
        } else {
            String repository = wanted.repository();
            Integer place = wanted.place();
            if (repository == null || place == null) {
                throw new BadInputException(
                        "repository, snapshot and place must be given, as restore-points names a backup", null);
            }
            asked = service.ask(
                    container, repository, snapshot(wanted.snapshot()), place, text(wanted.reason()), language);
        }
        return new Asked(asked.joined(), document(asked.request()));
    }

    private static RequestKind kind(@Nullable String kind) {
        for (RequestKind one : List.of(RequestKind.WHOLE, RequestKind.RESET, RequestKind.REBUILD_OFFICE)) {
            if (one.name().equals(kind)) {
                return one;
            }
        }
        throw new BadInputException("kind must be WHOLE, RESET or REBUILD_OFFICE", null);
    }

    private static UUID snapshot(@Nullable String text) {
        try {
            return UUID.fromString(text(text));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("snapshot must be the id of a snapshot, as restore-points says it", e);
        }
    }

    @GetMapping("/requests/{id}")
    RequestDocument request(@PathVariable long id) {
        return document(service.find(id));
    }

    record Said(@Nullable String reason) {}

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests/{id}/approve")
    RequestDocument approve(@PathVariable long id, @RequestBody Said said) {
        return document(service.approve(id, text(said.reason())));
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests/{id}/refuse")
    RequestDocument refuse(@PathVariable long id, @RequestBody Said said) {
        return document(service.refuse(id, text(said.reason())));
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests/{id}/question")
    RequestDocument question(@PathVariable long id, @RequestBody Said said) {
        return document(service.askBack(id, text(said.reason())));
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests/{id}/answer")
    RequestDocument answer(@PathVariable long id, @RequestBody Said said) {
        return document(service.answer(id, text(said.reason())));
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests/{id}/withdraw")
    RequestDocument withdraw(@PathVariable long id, @RequestBody Said said) {
        return document(service.withdraw(id, text(said.reason())));
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    @PostMapping("/requests/{id}/undo")
    RequestDocument undo(@PathVariable long id, @RequestBody Said said) {
        return document(service.undo(id, text(said.reason())));
    }

    private RequestDocument document(Request request) {
        return RequestDocument.of(
                service.find(request.id()),
                service.steps(request.id()),
                service.seesAsHelper(request),
                clock.instant(),
                service.answerWithin());
    }

    private static RequestsQuery query(String q, List<String> shown) {
        RequestsQuery.Parsed parsed = RequestsQuery.parse(Map.of("q", List.of(q), "shown", shown));
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        return parsed.query();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
