package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.HealthDay;
import dev.profilekeep.findings.HealthReport;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.health.FindingText;
import dev.profilekeep.portal.health.FindingsService;
import dev.profilekeep.portal.health.HealthCsv;
import dev.profilekeep.portal.health.HealthQuery;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong: the numbers, the list, its history, and what somebody lives with. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class HealthController {
    private static final int LARGEST_PAGE = 1_000;

    private final FindingsService service;
    private final LocationsService locations;
    private final Clock clock;

    HealthController(FindingsService service, LocationsService locations, Clock clock) {
        this.service = service;
        this.locations = locations;
        this.clock = clock;
    }

    /** @param until a time with its offset */
    record Acceptances(@Nullable List<Long> ids, @Nullable String until, @Nullable String reason) {}

    record Withdrawals(@Nullable List<Long> ids, @Nullable String reason) {}

    @GetMapping("/health")
    HealthReport health(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") List<String> site,
            @RequestParam(defaultValue = "") List<String> severity,
            @RequestParam(defaultValue = "") List<String> code,
            @RequestParam(defaultValue = "") List<String> kind,
            @RequestParam(defaultValue = "ANYTHING") String about,
            @RequestParam(defaultValue = "OPEN") String status,
            @RequestParam(defaultValue = "HIDDEN") String accepted,
            @RequestParam(defaultValue = "ANY") String age,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "-severity") String sort,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "100") int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST_PAGE, null);
        }
        HealthQuery query = query(text, site, severity, code, kind, about, status, accepted, age, since, sort);
        return service.report(service.meant(query), query.sort(), offset, limit);
    }

    /** The same as a table, written while it is read; with {@code lang} in words, its times in {@code zone}. */
    @GetMapping("/health.csv")
    void table(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") List<String> site,
            @RequestParam(defaultValue = "") List<String> severity,
            @RequestParam(defaultValue = "") List<String> code,
            @RequestParam(defaultValue = "") List<String> kind,
            @RequestParam(defaultValue = "ANYTHING") String about,
            @RequestParam(defaultValue = "OPEN") String status,
            @RequestParam(defaultValue = "HIDDEN") String accepted,
            @RequestParam(defaultValue = "ANY") String age,
            @RequestParam(defaultValue = "") String since,
            @RequestParam(defaultValue = "-severity") String sort,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(required = false) @Nullable String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        HealthQuery query = query(text, site, severity, code, kind, about, status, accepted, age, since, sort);
        if (!Set.of("comma", "semicolon").contains(separator)) {
            throw new BadInputException("separator must be comma or semicolon", null);
        }
        FindingText words = lang == null ? null : words(lang, zone);
        FindingFilter filter = service.meant(query);
        // Asked before the first byte, so that a refusal is still an answer of its own.
        service.count(filter);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"health-" + LocalDate.now(clock.withZone(zone)) + ".csv\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Writer out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15);
        HealthCsv export = new HealthCsv(out, separator.equals("semicolon") ? ';' : ',', words);
        export.begin();
        service.forEach(filter, query.sort(), export::row);
        out.flush();
    }

    /** To who is held to a part of the estate, of the sites that are wholly theirs. */
    @GetMapping("/health/history")
    List<HealthDay> history(@RequestParam(defaultValue = "90") int days) {
        return service.history(days);
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/health/accept")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void accept(@RequestBody Acceptances accepted) {
        service.accept(ids(accepted.ids()), time(accepted.until()), text(accepted.reason()));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/health/withdraw")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@RequestBody Withdrawals withdrawn) {
        service.withdraw(ids(withdrawn.ids()), text(withdrawn.reason()));
    }

    private static List<Long> ids(@Nullable List<Long> ids) {
        if (ids == null || ids.isEmpty() || ids.stream().anyMatch(id -> id == null)) {
            throw new BadInputException("ids must name findings by their numbers", null);
        }
        return ids;
    }

    private static Instant time(@Nullable String until) {
        try {
            return OffsetDateTime.parse(text(until)).toInstant();
        } catch (DateTimeException e) {
            throw new BadInputException("until must be a time with its offset, such as 2026-03-01T22:00:00Z", e);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private FindingText words(String lang, ZoneId zone) {
        List<String> languages =
                Texts.LANGUAGES.stream().map(Locale::toLanguageTag).toList();
        Locale locale = Locale.forLanguageTag(lang);
        if (!languages.contains(locale.getLanguage())) {
            throw new BadInputException("lang must be " + String.join(" or ", languages), null);
        }
        Map<String, String> sites = service.siteNames();
        return new FindingText(Texts.in(locale), new Formats(locale, zone), sites, locations.names());
    }

    private HealthQuery query(
            String text,
            List<String> site,
            List<String> severity,
            List<String> code,
            List<String> kind,
            String about,
            String status,
            String accepted,
            String age,
            String since,
            String sort) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("text", List.of(text));
        parameters.put("site", site);
        parameters.put("severity", severity);
        parameters.put("code", code);
        parameters.put("kind", kind);
        parameters.put("about", List.of(about));
        parameters.put("status", List.of(status));
        parameters.put("accepted", List.of(accepted));
        parameters.put("age", List.of(age));
        parameters.put("since", List.of(since));
        parameters.put("sort", List.of(sort));
        HealthQuery.Parsed parsed = HealthQuery.parse(parameters);
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        List<String> sites = service.sites().stream().map(Estate.Site::id).toList();
        parsed.query().filter().sites().stream()
                .filter(each -> !sites.contains(each))
                .findFirst()
                .ifPresent(each -> {
                    throw new BadInputException(
                            "site cannot be \"" + (each.length() <= 40 ? each : each.substring(0, 40) + "…")
                                    + "\"; it can be " + String.join(", ", sites),
                            null);
                });
        return parsed.query();
    }
}
