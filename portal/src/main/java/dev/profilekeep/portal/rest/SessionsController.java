package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HOST_REPORT;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.sessions.SessionsService;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.session.HostReportJson;
import dev.profilekeep.session.HostReportRefusedException;
import dev.profilekeep.session.HostReports;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.ImportOptions.BadRows;
import dev.profilekeep.session.ImportOptions.DateOrder;
import dev.profilekeep.session.ImportRefusedException;
import dev.profilekeep.session.ImportResult;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.session.SessionImports.Format;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What session hosts and brokers tell about who works where. */
@RestController
@RequestMapping("/api/v1")
class SessionsController {
    private static final String CSV = "text/csv";

    private final SessionsService service;

    SessionsController(SessionsService service) {
        this.service = service;
    }

    /**
     * What was taken of a report.
     *
     * @param clockSkew how far the host's clock seems to be ahead of ours; negative if behind
     * @param problems what the host could not gather
     */
    record Taken(
            String host,
            int sessions,
            boolean sessionsComplete,
            int mounts,
            int events,
            Duration clockSkew,
            List<String> problems) {}

    record ImportJson(
            String outcome,
            int hosts,
            int sessions,
            int ended,
            boolean complete,
            int skippedRows,
            List<RowJson> skipped) {
        static ImportJson of(ImportResult result) {
            return new ImportJson(
                    result.outcome().name(),
                    result.hosts(),
                    result.sessions(),
                    result.ended(),
                    result.complete(),
                    result.skippedRows(),
                    result.skipped().stream()
                            .map(row -> new RowJson(row.line(), row.reason()))
                            .toList());
        }
    }

    record RowJson(int line, String reason) {}

    /** @param now by our clock */
    record Time(Instant now) {}

    /** For a host that is about to gather its report; nothing between us may keep it. */
    @RolesAllowed({HOST_REPORT, ADMINISTRATOR})
    @GetMapping("/hosts/time")
    ResponseEntity<Time> time() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Time(service.now()));
    }

    /** 202 with what was taken; 204 if the host had sent this report or a newer one already: nothing changed. */
    @RolesAllowed({HOST_REPORT, ADMINISTRATOR})
    @PostMapping(path = "/host-reports", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Taken> hostReport(HttpServletRequest request) throws IOException, HostReportRefusedException {
        HostReport report = HostReportJson.read(
                BoundedBody.of(request, HostReportJson.LARGEST, "have the script send fewer events (-MaxEvents)"));
        HostReports.Answer answer = service.accept(report);
        List<HostReport.Mount> mounts = report.mounts();
        return answer.outcome() == HostReports.Outcome.NOT_NEWER
                ? ResponseEntity.noContent().build()
                : ResponseEntity.accepted()
                        .body(new Taken(
                                report.host(),
                                report.sessions().size(),
                                report.sessionsComplete(),
                                mounts == null ? 0 : mounts.size(),
                                report.events().size(),
                                answer.skew(),
                                answer.problems()));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping(
            path = "/sessions/import",
            consumes = {CSV, MediaType.APPLICATION_JSON_VALUE})
    ImportJson sessions(
            @RequestParam String source,
            @RequestParam String at,
            @RequestParam(required = false) @Nullable String zone,
            @RequestParam(required = false) @Nullable String dates,
            @RequestParam(defaultValue = "true") String complete,
            @RequestParam(defaultValue = "REFUSE_ALL") String badRows,
            @RequestParam(defaultValue = "") String host,
            @RequestParam(defaultValue = "") String pool,
            HttpServletRequest request)
            throws IOException, ImportRefusedException {
        ImportOptions options = new ImportOptions(
                source,
                time(at),
                zone == null ? null : zone(zone),
                dates == null ? null : choice("dates", dates, DateOrder.class),
                flag("complete", complete),
                choice("badRows", badRows, BadRows.class),
                host,
                pool);
        Format format = MediaType.parseMediaType(request.getContentType()).isCompatibleWith(MediaType.APPLICATION_JSON)
                ? Format.JSON
                : Format.CSV;
        return ImportJson.of(
                service.take(BoundedBody.of(request, SessionImports.LARGEST, "export pool by pool"), format, options));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadInputException("at must be a time with its offset, such as 2026-03-01T22:00:00Z", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new BadInputException("zone must be a time zone such as Europe/Berlin", e);
        }
    }

    private static boolean flag(String name, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadInputException(name + " must be true or false", null);
        }
        return text.equals("true");
    }

    private static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        name + " must be "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(" or ")),
                        null));
    }
}
