package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.LockDocument;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locks.LocksCsv;
import dev.profilekeep.portal.locks.LocksQuery;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.text.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Locks as {@code docs/locks.md} describes them. Sentences are in the language that the caller accepts, times in {@code zone}. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class LocksController {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final LocksService service;
    private final ProfilesService profiles;
    private final Clock clock;

    LocksController(LocksService service, ProfilesService profiles, Clock clock) {
        this.service = service;
        this.profiles = profiles;
        this.clock = clock;
    }

    record Page(List<LockDocument> locks, long offset, int limit, long total) {}

    @GetMapping("/locks")
    Page locks(
            @RequestParam(defaultValue = "") List<String> verdict,
            @RequestParam(defaultValue = "") String host,
            @RequestParam(defaultValue = "") List<String> site,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "" + USUAL_PAGE) int limit,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            ServletWebRequest request) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST_PAGE, null);
        }
        LocksQuery query = query(verdict, host, site, text, sort);
        LockWords words = service.words(AskedLanguage.of(request), zone);
        return new Page(
                service.list(query, offset, limit).stream()
                        .map(row -> LockDocument.brief(row, words))
                        .toList(),
                offset,
                limit,
                service.count(query.filter()));
    }

    /** @param host null for those whose holder is not known */
    record GroupJson(
            @Nullable String host,
            @Nullable Instant lastBoot,
            @Nullable Instant first,
            boolean restarted,
            long locked,
            long live,
            long stale,
            long unproved) {
        static GroupJson of(LockGroup group) {
            return new GroupJson(
                    group.host().isEmpty() ? null : group.host(),
                    group.lastBoot(),
                    group.first(),
                    group.restarted(),
                    group.locked(),
                    group.live(),
                    group.stale(),
                    group.unproved());
        }
    }

    /** By the machine that holds them, the most first. */
    @GetMapping("/locks/groups")
    List<GroupJson> groups() {
        return service.groups().stream().map(GroupJson::of).toList();
    }

    /** A look now, by those who may act on it; to others, as it was judged last. */
    @GetMapping("/locks/{id}")
    LockDocument lock(
            @PathVariable long id, @RequestParam(defaultValue = "UTC") ZoneId zone, ServletWebRequest request) {
        ContainerDetail detail = service.container(id);
        LockWords words = service.words(AskedLanguage.of(request), zone);
        if (service.mayAct(detail)) {
            return LockDocument.of(detail.row(), service.look(id), words);
        }
        LockRow row = service.find(id).orElseThrow(() -> new NotFoundException("a lock of container " + id));
        return LockDocument.full(row, words);
    }

    record Planned(@Nullable List<@Nullable Long> containers) {}

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    @PostMapping("/locks/plan")
    ClearDocument.Plan plan(
            @RequestBody Planned asked, @RequestParam(defaultValue = "UTC") ZoneId zone, ServletWebRequest request) {
        return ClearDocument.of(
                service.plan(given(asked.containers(), "containers")), service.words(AskedLanguage.of(request), zone));
    }

    /** @param basis as the plan said it */
    record Basis(@Nullable Long container, @Nullable String basis) {}

    record Cleared(@Nullable List<@Nullable Basis> containers, @Nullable String reason, @Nullable String ticket) {}

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    @PostMapping("/locks/clear")
    ClearDocument.Outcome clear(@RequestBody Cleared asked) {
        Map<Long, String> basis = new LinkedHashMap<>();
        for (Basis one : given(asked.containers(), "containers")) {
            Long container = one.container();
            String seen = one.basis();
            if (container == null || seen == null) {
                throw new BadInputException(
                        "each of containers must have container, its id, and basis, as the plan said it", null);
            }
            basis.put(container, seen);
        }
        return ClearDocument.of(service.clear(basis, text(asked.reason()), text(asked.ticket()), each -> {}));
    }

    /** The list as a table, for people: words of {@code lang}, times in {@code zone}. */
    @GetMapping("/locks.csv")
    void table(
            @RequestParam(defaultValue = "") List<String> verdict,
            @RequestParam(defaultValue = "") String host,
            @RequestParam(defaultValue = "") List<String> site,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        LocksQuery query = query(verdict, host, site, text, sort);
        Locale locale = Locale.forLanguageTag(lang);
        if (!Set.of("comma", "semicolon").contains(separator)
                || Texts.LANGUAGES.stream().noneMatch(each -> each.getLanguage().equals(locale.getLanguage()))) {
            throw new BadInputException("separator must be comma or semicolon; lang must be en or de", null);
        }
        // Asked before the first byte, so that a refusal is still an answer of its own.
        List<LockRow> page = service.list(query, 0, LARGEST_PAGE);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"locks-" + LocalDate.now(clock.withZone(zone)) + ".csv\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Writer out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15);
        LocksCsv csv = new LocksCsv(
                out,
                separator.equals("semicolon") ? ';' : ',',
                Texts.in(locale),
                service.words(locale, zone),
                zone,
                profiles.siteNames());
        csv.begin();
        for (long offset = 0; !page.isEmpty(); page = service.list(query, offset, LARGEST_PAGE)) {
            for (LockRow row : page) {
                csv.row(row);
            }
            offset += page.size();
        }
        out.flush();
    }

    private LocksQuery query(List<String> verdict, String host, List<String> site, String text, String sort) {
        LocksQuery.Parsed parsed = LocksQuery.parse(Map.of(
                "verdict", verdict, "host", List.of(host), "site", site, "text", List.of(text), "sort", List.of(sort)));
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        List<String> sites = profiles.sites().stream().map(Estate.Site::id).toList();
        if (!sites.containsAll(parsed.query().filter().sites())) {
            throw new BadInputException("site can be " + String.join(", ", sites), null);
        }
        return parsed.query();
    }

    private static <T> List<T> given(@Nullable List<@Nullable T> list, String name) {
        if (list == null || list.isEmpty() || list.contains(null)) {
            throw new BadInputException(name + " must say which containers: at least one", null);
        }
        return List.copyOf(list);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
