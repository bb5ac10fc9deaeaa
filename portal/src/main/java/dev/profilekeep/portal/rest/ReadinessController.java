package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.portal.readiness.ReadyCsv;
import dev.profilekeep.portal.readiness.ReadyQuery;
import dev.profilekeep.portal.readiness.ReadyService;
import dev.profilekeep.readiness.ReadyPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who could work at another site if theirs is lost now. */
@RestController
@RequestMapping("/api/v1/readiness")
class ReadinessController {
    private static final String JOB = "readiness";

    private final ReadyService service;
    private final JobsService jobs;
    private final Clock clock;

    ReadinessController(ReadyService service, JobsService jobs, Clock clock) {
        this.service = service;
        this.jobs = jobs;
        this.clock = clock;
    }

    record Page(List<ReadinessDocument.PersonAt> people, long offset, int limit, long total) {}

    record Begun(long id) {}

    /** The numbers, one pair of sites after the other, and those of a month. */
    @KeepsToScope
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping
    ReadinessDocument summary() {
        return ReadinessDocument.of(
                service.latest().orElse(null), service.targetLoss(), service.ifLost(), service.days());
    }

    /** A page of people with their verdicts, the worst first if nothing else is said. */
    @KeepsToScope
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping("/people")
    Page people(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String lost,
            @RequestParam(defaultValue = "") String site,
            @RequestParam(defaultValue = "") List<String> verdict,
            @RequestParam(defaultValue = "") String oneCopy,
            @RequestParam(defaultValue = "") String diverged,
            @RequestParam(defaultValue = "word") String sort,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "" + Pages.USUAL) int limit) {
        Pages.require(offset, limit);
        ReadyQuery query = query(q, lost, site, verdict, oneCopy, diverged, sort);
        return new Page(
                service.people(query, offset, limit).stream()
                        .map(ReadinessDocument.PersonAt::of)
                        .toList(),
                offset,
                limit,
                service.count(query));
    }

    /** The same as a table: times in {@code zone}, words of {@code lang} in the last column alone. */
    @KeepsToScope
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping("/people.csv")
    void table(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String lost,
            @RequestParam(defaultValue = "") String site,
            @RequestParam(defaultValue = "") List<String> verdict,
            @RequestParam(defaultValue = "") String oneCopy,
            @RequestParam(defaultValue = "") String diverged,
            @RequestParam(defaultValue = "word") String sort,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        ReadyQuery query = query(q, lost, site, verdict, oneCopy, diverged, sort);
        CsvAnswer answer = CsvAnswer.of(separator, lang);
        List<ReadyPerson> page = service.people(query, 0, Pages.LARGEST);
        Writer out = answer.open(response, JOB, LocalDate.now(clock.withZone(zone)));
        ReadyCsv csv = new ReadyCsv(out, answer.separator(), answer.texts(), zone);
        csv.begin();
        Pages.write(page, offset -> service.people(query, offset, Pages.LARGEST), csv::row);
        out.flush();
    }

    /** Begins to look at everybody. */
    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/look")
    ResponseEntity<Begun> look(HttpServletRequest request) throws AlreadyRunningException {
        long id = jobs.start(JOB);
        return ResponseEntity.accepted()
                .location(URI.create(request.getContextPath() + "/api/v1/jobs/runs/" + id))
                .body(new Begun(id));
    }

    private static ReadyQuery query(
            String q, String lost, String site, List<String> verdict, String oneCopy, String diverged, String sort) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        asked.put("q", List.of(q));
        asked.put("lost", List.of(lost));
        asked.put("site", List.of(site));
        asked.put("verdict", verdict);
        asked.put("oneCopy", List.of(oneCopy));
        asked.put("diverged", List.of(diverged));
        asked.put("sort", List.of(sort));
        ReadyQuery.Parsed parsed = ReadyQuery.parse(asked);
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        return parsed.query();
    }
}
