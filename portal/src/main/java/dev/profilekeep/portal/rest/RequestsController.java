package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.requests.RequestsCsv;
import dev.profilekeep.portal.requests.RequestsQuery;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.NoteWords;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    private final RequestsService service;
    private final BackupsService backups;
    private final FilesService files;
    private final Clock clock;

    RequestsController(RequestsService service, BackupsService backups, FilesService files, Clock clock) {
        this.service = service;
        this.backups = backups;
        this.files = files;
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
            @RequestParam(defaultValue = "" + Pages.USUAL) int limit) {
        Pages.require(offset, limit);
        RequestsQuery query = query(q, shown);
        List<Request> page = service.list(query, offset, limit);
        Map<Long, RequestTimes> times = service.times(page);
        NoteWords notes = notes();
        return new Page(
                page.stream()
                        .map(one -> RequestDocument.of(one, List.of(), true, of(one, times), service.within(), notes))
                        .toList(),
                offset,
                limit,
                service.count(query));
    }

    /** The list as a table, for people, by number: words of {@code lang}, times in {@code zone}. */
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
        List<Request> page = service.listAfter(query, 0, Pages.LARGEST);
        Writer out = answer.open(response, "requests", LocalDate.now(clock.withZone(zone)));
        RequestsCsv csv = new RequestsCsv(
                out,
                answer.separator(),
                answer.texts(),
                zone,
                service.within(),
                service.words(answer.texts().locale(), zone));
        csv.begin();
        while (!page.isEmpty()) {
            Map<Long, RequestTimes> times = service.times(page);
            for (Request row : page) {
                csv.row(row, of(row, times));
            }
            page = service.listAfter(query, page.get(page.size() - 1).id(), Pages.LARGEST);
        }
        out.flush();
    }

    /**
     * @param kind WHOLE, FILES, RESET or REBUILD_OFFICE
     * @param repository with {@code snapshot} and {@code place}: as restore-points names a backup; for WHOLE and FILES
     * @param moment for WHOLE, in the place of a backup: as previous-versions names what the file server keeps
     * @param paths for FILES: names between "/", as the backup has them
     */
    record Wanted(
            @Nullable Long container,
            @Nullable String kind,
            @Nullable String repository,
            @Nullable String snapshot,
            @Nullable Integer place,
            @Nullable String moment,
            @Nullable List<@Nullable String> paths,
            @Nullable String reason) {
        boolean namesBackup() {
            return repository != null || snapshot != null || place != null;
        }
    }

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
        if (kind != RequestKind.FILES && wanted.paths() != null) {
            throw new BadInputException(kind + " is of the whole container: paths must not be given", null);
        }
        if (kind != RequestKind.WHOLE && wanted.moment() != null) {
            throw new BadInputException(
                    "moment is for WHOLE alone: what a file server keeps is asked for as a whole", null);
        }
        Requests.Asked asked =
                switch (kind) {
                    case WHOLE -> whole(container, wanted, language);
                    case FILES -> files(container, wanted, language);
                    case RESET, REBUILD_OFFICE -> firstAid(container, kind, wanted, language);
                };
        return new Asked(asked.joined(), document(asked.request()));
    }

    /** Refused before the file server is asked where nothing can be brought back from it, or not by that person. */
    private Requests.Asked whole(long container, Wanted wanted, Locale language) {
        String moment = wanted.moment();
        if (moment != null) {
            if (wanted.namesBackup()) {
                throw new BadInputException(
                        "either moment, or repository, snapshot and place must be given, not both", null);
            }
            Instant named = instant(moment);
            service.requirePrevious(container, text(wanted.reason()));
            requireKept(container, named);
            return service.askPrevious(container, named, text(wanted.reason()), language);
        }
        NamedBackup backup = NamedBackup.of(wanted.repository(), wanted.snapshot(), wanted.place());
        return service.ask(
                container, backup.repository(), backup.snapshot(), backup.place(), text(wanted.reason()), language);
    }

    /** Refused before a backup is opened where files are not asked for, or by that person. */
    private Requests.Asked files(long container, Wanted wanted, Locale language) {
        NamedBackup backup = NamedBackup.of(wanted.repository(), wanted.snapshot(), wanted.place());
        List<@Nullable String> given = wanted.paths();
        if (given == null || given.isEmpty() || given.stream().anyMatch(Objects::isNull)) {
            throw new BadInputException("paths must name files or folders of the backup, one at least", null);
        }
        List<String> paths = given.stream().map(RequestsController::text).toList();
        KnownPoint point = backups.moment(container, backup.repository(), backup.snapshot(), backup.place())
                .get(0);
        service.requireFiles(container, text(wanted.reason()));
        Wish wish = Awaited.of(files.wishing(container, point, paths)).wish();
        return service.askFiles(container, wish, text(wanted.reason()), language);
    }

    private Requests.Asked firstAid(long container, RequestKind kind, Wanted wanted, Locale language) {
        if (wanted.namesBackup()) {
            throw new BadInputException(
                    kind + " goes back to no backup: repository, snapshot and place must not be given", null);
        }
        return service.askFirstAid(container, kind, text(wanted.reason()), language);
    }

    private static RequestKind kind(@Nullable String kind) {
        for (RequestKind one : RequestKind.values()) {
            if (one.name().equals(kind)) {
                return one;
            }
        }
        throw new BadInputException("kind must be WHOLE, FILES, RESET or REBUILD_OFFICE", null);
    }

    /** Asks the file server whether it has the moment: one that is made up would wait for a yes in vain. */
    private void requireKept(long container, Instant named) {
        boolean kept = Awaited.of(backups.previousVersions(container)).stream()
                .anyMatch(one -> one.moment().equals(named));
        if (!kept) {
            throw new BadInputException(
                    "moment must be one that previous-versions names for container " + container
                            + ": the file server keeps nothing of " + named + "; read previous-versions again",
                    null);
        }
    }

    private static Instant instant(String moment) {
        try {
            return Instant.parse(moment.strip());
        } catch (DateTimeParseException e) {
            throw new BadInputException(
                    "moment must be a time as previous-versions says it, such as 2026-03-01T05:00:00Z", e);
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

    private RequestDocument document(Request taken) {
        Request request = service.find(taken.id());
        return RequestDocument.of(
                request,
                service.steps(request.id()),
                service.seesAsHelper(request),
                of(request, service.times(List.of(request))),
                service.within(),
                notes());
    }

    private static RequestTimes of(Request request, Map<Long, RequestTimes> times) {
        return Objects.requireNonNull(times.get(request.id()), "times of a request");
    }

    private NoteWords notes() {
        return service.words(AskedLanguage.current(), ZoneOffset.UTC);
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
