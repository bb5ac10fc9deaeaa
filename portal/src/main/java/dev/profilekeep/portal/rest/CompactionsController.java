package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.compaction.CompactionsCsv;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.compaction.FullNames;
import dev.profilekeep.portal.compaction.NeverCompactedCsv;
import dev.profilekeep.portal.compaction.SpaceQuery;
import dev.profilekeep.portal.compaction.SpaceSeen;
import dev.profilekeep.space.estate.NeverCompacted;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the last run of compactions brought, and what it left, and why. It is begun as any job. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class CompactionsController {
    private final CompactionsService service;
    private final Clock clock;

    CompactionsController(CompactionsService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    record Page(List<CompactionDocument.Copy> copies, long offset, int limit, long total) {}

    /** The copies that the last run looked at. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/compactions")
    Page copies(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> outcome,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "" + Pages.USUAL) int limit) {
        Pages.require(offset, limit);
        SpaceQuery query = query(q, outcome, why);
        long run = service.lastRun();
        return new Page(
                service.items(run, query, offset, limit).stream()
                        .map(CompactionDocument.Copy::of)
                        .toList(),
                offset,
                limit,
                service.count(run, query));
    }

    /** The same as a table, with the columns of the community's shrink script: times in {@code zone}, words of {@code lang} in the last column alone. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/compactions.csv")
    void table(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> outcome,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        SpaceQuery query = query(q, outcome, why);
        CsvAnswer answer = CsvAnswer.of(separator, lang);
        long run = service.lastRun();
        List<CompactionItem> page = service.items(run, query, 0, Pages.LARGEST);
        FullNames names = service.fullNames();
        Writer out = answer.open(response, "compactions", LocalDate.now(clock.withZone(zone)));
        CompactionsCsv csv = new CompactionsCsv(out, answer.separator(), answer.texts(), zone, names::of);
        csv.begin();
        Pages.write(page, offset -> service.items(run, query, offset, Pages.LARGEST), csv::row);
        out.flush();
    }

    /** What the last run brought, why disks were left as they are, and how that went for a month. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/compactions/summary")
    CompactionDocument summary() {
        SpaceSeen seen = service.latest().orElse(null);
        return CompactionDocument.of(
                seen,
                seen == null ? List.of() : service.skipped(seen.run().id()),
                service.ofAll().orElse(null));
    }

    /** A page of the containers that FSLogix itself never makes smaller, and how many these are by reason. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/compactions/never")
    NeverCompactedPage never(
            @RequestParam(defaultValue = "0") long offset, @RequestParam(defaultValue = "" + Pages.USUAL) int limit) {
        Pages.require(offset, limit);
        return NeverCompactedPage.of(
                service.neverCompacted(offset, limit), service.neverCompactedTotals(), offset, limit);
    }

    /** All of them as a table: times in {@code zone}, words of {@code lang} in the column why alone. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/compactions/never.csv")
    void neverTable(
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        CsvAnswer answer = CsvAnswer.of(separator, lang);
        List<NeverCompacted> page = service.neverCompacted(0, Pages.LARGEST);
        Writer out = answer.open(response, "never-compacted", LocalDate.now(clock.withZone(zone)));
        NeverCompactedCsv csv = new NeverCompactedCsv(out, answer.separator(), answer.texts(), zone);
        csv.begin();
        Pages.write(page, offset -> service.neverCompacted(offset, Pages.LARGEST), csv::row);
        out.flush();
    }

    private static SpaceQuery query(String q, List<String> outcome, String why) {
        SpaceQuery.Parsed parsed = SpaceQuery.parse(Map.of("q", List.of(q), "outcome", outcome, "why", List.of(why)));
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        return parsed.query();
    }
}
