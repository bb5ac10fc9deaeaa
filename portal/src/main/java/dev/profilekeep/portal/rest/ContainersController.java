package dev.profilekeep.portal.rest;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.profiles.CsvCells;
import dev.profilekeep.portal.profiles.CsvExport;
import dev.profilekeep.portal.profiles.ProfilesColumn;
import dev.profilekeep.portal.profiles.ProfilesQuery;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.security.CurrentUser;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Containers: pages of them, one of them, all that a filter lets through as a table, and what could not be read. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class ContainersController {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final ProfilesService service;
    private final CurrentUser currentUser;
    private final Clock clock;

    ContainersController(ProfilesService service, CurrentUser currentUser, Clock clock) {
        this.service = service;
        this.currentUser = currentUser;
        this.clock = clock;
    }

    /** @param unread containers of which a copy could not be read */
    record Totals(long containers, long copies, long fileBytes, long usedBytes, long reclaimableBytes, long unread) {
        static Totals of(ContainerTotals totals) {
            return new Totals(
                    totals.containers(),
                    totals.copies(),
                    totals.fileBytes(),
                    totals.usedBytes(),
                    totals.reclaimableBytes(),
                    totals.unread());
        }
    }

    record Page(List<ContainerJson> containers, long offset, int limit, Totals totals) {}

    @GetMapping("/containers")
    Page containers(
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "" + USUAL_PAGE) int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST_PAGE, null);
        }
        ProfilesQuery query = query(parameters);
        return new Page(
                service.find(query, offset, limit).stream()
                        .map(ContainerJson::of)
                        .toList(),
                offset,
                limit,
                Totals.of(service.totals(query)));
    }

    @GetMapping("/containers/{id}")
    ContainerDetailJson container(@PathVariable long id) {
        ContainerDetail detail = service.detail(id);
        return ContainerDetailJson.of(detail, Allowed.sees(currentUser.require(), detail.row()));
    }

    /** @param kind a word to group by */
    record UnreadJson(String location, String path, String kind, String reason, java.time.Instant at) {
        static UnreadJson of(Unread unread) {
            return new UnreadJson(unread.locationId(), unread.path(), unread.kind(), unread.reason(), unread.at());
        }
    }

    @GetMapping("/unread")
    List<UnreadJson> unread() {
        return service.unread().stream().map(UnreadJson::of).toList();
    }

    /**
     * The table, written while it is read. {@code columns} chooses and keeps the order of the list; with {@code lang} it
     * is in words, its times in {@code zone}; {@code separator=semicolon} is for spreadsheet programs that part decimals with a comma.
     */
    @GetMapping("/containers.csv")
    void table(
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestParam(defaultValue = "") String columns,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(required = false) @Nullable String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        ProfilesQuery query = query(parameters);
        Set<ProfilesColumn> chosen = columns.isBlank() ? EnumSet.allOf(ProfilesColumn.class) : chosen(columns);
        if (!Set.of("comma", "semicolon").contains(separator)) {
            throw new BadInputException("separator must be comma or semicolon", null);
        }
        // Asked before the first byte, so that a refusal is still an answer of its own.
        service.count(query);
        CsvCells cells = cells(lang, zone);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"profiles-" + LocalDate.now(clock.withZone(zone)) + ".csv\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Writer out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15);
        CsvExport export = new CsvExport(out, separator.equals("semicolon") ? ';' : ',', chosen, cells);
        export.begin();
        service.forEach(query, (ContainerRow row) -> export.row(row));
        out.flush();
    }

    /** One word that is no column refuses the call: a table that lacks what was asked for looks complete. */
    private static Set<ProfilesColumn> chosen(String columns) {
        List<String> keys =
                Arrays.stream(columns.split(",", -1)).map(String::strip).toList();
        List<String> known =
                Arrays.stream(ProfilesColumn.values()).map(ProfilesColumn::key).toList();
        keys.stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw new BadInputException(
                    "columns cannot have \"" + shortened(key) + "\"; it can have " + String.join(",", known), null);
        });
        return ProfilesColumn.named(keys);
    }

    private static String shortened(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "…";
    }

    private CsvCells cells(@Nullable String lang, ZoneId zone) {
        if (lang == null) {
            return CsvCells.plain();
        }
        List<String> languages =
                Texts.LANGUAGES.stream().map(Locale::toLanguageTag).toList();
        Locale locale = Locale.forLanguageTag(lang);
        if (!languages.contains(locale.getLanguage())) {
            throw new BadInputException("lang must be " + String.join(" or ", languages), null);
        }
        Map<String, String> siteNames = service.siteNames();
        return CsvCells.inWords(Texts.in(locale), siteNames, zone);
    }

    private ProfilesQuery query(Map<String, List<String>> parameters) {
        ProfilesQuery.Parsed parsed = ProfilesQuery.parse(parameters);
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        List<String> sites = service.sites().stream().map(Estate.Site::id).toList();
        parsed.query().filter().sites().stream()
                .filter(site -> !sites.contains(site))
                .findFirst()
                .ifPresent(site -> {
                    throw new BadInputException(
                            "site cannot be \"" + shortened(site) + "\"; it can be " + String.join(", ", sites), null);
                });
        return parsed.query();
    }
}
