package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Holds;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.Unreached;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.backups.BackupsCsv;
import dev.profilekeep.portal.backups.BackupsQuery;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.NightsCsv;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who can be brought back and to when, where backups lie, and what one container can go back to. What is in a backup is not told. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class BackupsController {
    private final BackupsService service;
    private final Clock clock;

    BackupsController(BackupsService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    /**
     * @param standing NONE, OLD or FRESH
     * @param inUseSince in use at every try since; null if it was not at the last
     */
    record BackupJson(
            long container,
            String set,
            String kind,
            String sid,
            String account,
            List<String> sites,
            String standing,
            @Nullable Instant newest,
            @Nullable Instant oldest,
            long points,
            @Nullable Instant inUseSince,
            @Nullable Instant lastWritten) {}

    record Totals(long all, long fresh, long old, long none) {
        static Totals of(BackupList.Totals totals) {
            return new Totals(totals.all(), totals.fresh(), totals.old(), totals.none());
        }
    }

    record Page(List<BackupJson> containers, long offset, int limit, long total, Totals totals) {}

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/backups")
    Page backups(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> standing,
            @RequestParam(defaultValue = "OLDEST_FIRST") String sort,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(defaultValue = "" + Pages.USUAL) int limit) {
        Pages.require(offset, limit);
        BackupsQuery query = query(q, standing, sort);
        return new Page(
                service.list(query, offset, limit).stream().map(this::json).toList(),
                offset,
                limit,
                service.count(query),
                Totals.of(service.totals()));
    }

    private BackupJson json(ContainerBackup one) {
        return new BackupJson(
                one.containerId(),
                one.setId(),
                one.kind().name(),
                one.sid(),
                one.account(),
                one.sites(),
                service.standing(one).name(),
                one.newest(),
                one.oldest(),
                one.points(),
                one.inUseSince(),
                one.lastWritten());
    }

    /** The list as a table, for people: words of {@code lang}, times in {@code zone}. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/backups.csv")
    void table(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> standing,
            @RequestParam(defaultValue = "OLDEST_FIRST") String sort,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        BackupsQuery query = query(q, standing, sort);
        CsvAnswer answer = CsvAnswer.of(separator, lang);
        List<ContainerBackup> page = service.list(query, 0, Pages.LARGEST);
        Map<String, String> siteNames = service.siteNames();
        Writer out = answer.open(response, "backups", LocalDate.now(clock.withZone(zone)));
        BackupsCsv csv = new BackupsCsv(out, answer.separator(), answer.texts(), zone, siteNames);
        csv.begin();
        Pages.write(
                page, offset -> service.list(query, offset, Pages.LARGEST), row -> csv.row(row, service.standing(row)));
        out.flush();
    }

    /** @param problem why it could not be read, as a sentence; empty if it could */
    record RepositoryJson(
            String id,
            String name,
            String site,
            boolean main,
            boolean copy,
            long containers,
            long points,
            @Nullable Instant newest,
            @Nullable Instant oldest,
            @Nullable Instant readAt,
            String problem,
            @Nullable Instant problemSince) {}

    @GetMapping("/backups/repositories")
    List<RepositoryJson> repositories() {
        return service.repositories().stream()
                .map(one -> new RepositoryJson(
                        one.id(),
                        one.name(),
                        one.siteId(),
                        one.main(),
                        one.copy(),
                        one.known().containers(),
                        one.known().points(),
                        one.known().newest(),
                        one.known().oldest(),
                        one.known().readAt(),
                        one.known().problem(),
                        one.known().problemSince()))
                .toList();
    }

    @GetMapping("/backups/repositories/{id}")
    RepositoryDocument repository(@PathVariable String id) {
        return RepositoryDocument.of(service.repository(id));
    }

    /** How large it was, night by night, as a table for people. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping("/backups/repositories/{id}/nights.csv")
    void nights(
            @PathVariable String id,
            @RequestParam(defaultValue = "comma") String separator,
            @RequestParam(defaultValue = "en") String lang,
            @RequestParam(defaultValue = "UTC") ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        CsvAnswer answer = CsvAnswer.of(separator, lang);
        List<RepositoryMeasure> nights = service.nights(id);
        Writer out = answer.open(
                response, "repository-" + service.repository(id).seen().id(), LocalDate.now(clock.withZone(zone)));
        NightsCsv csv = new NightsCsv(out, answer.separator(), answer.texts(), zone);
        csv.begin();
        for (RepositoryMeasure night : nights) {
            csv.row(night);
        }
        out.flush();
    }

    /**
     * @param moment of what it shows
     * @param made when the snapshot was made
     * @param ofStorage read from a previous version of the file server rather than from the container itself
     * @param goesAt when it is forgotten, if that is decided
     */
    record PointJson(
            String repository,
            String snapshot,
            int place,
            Instant moment,
            Instant made,
            boolean ofStorage,
            Instant written,
            long fileBytes,
            boolean pinned,
            @Nullable Instant goesAt) {
        static PointJson of(KnownPoint point) {
            return new PointJson(
                    point.repositoryId(),
                    point.snapshot().toString(),
                    point.place(),
                    point.moment(),
                    point.made(),
                    point.ofStorage(),
                    point.written(),
                    point.fileBytes(),
                    point.pinned(),
                    point.goesAt().orElse(null));
        }
    }

    /** The newest moment first; of each repository that has it. */
    @GetMapping("/containers/{id}/restore-points")
    List<PointJson> points(@PathVariable long id) {
        return service.points(id).stream().map(PointJson::of).toList();
    }

    record PreviousJson(Instant moment, Instant written, long fileBytes) {}

    /** What the file server keeps by itself, the latest first; it is asked now. */
    @GetMapping("/containers/{id}/previous-versions")
    List<PreviousJson> previous(@PathVariable long id) {
        return Awaited.of(service.previousVersions(id)).stream()
                .map(one -> new PreviousJson(one.moment(), one.written(), one.fileBytes()))
                .toList();
    }

    /** @param since when the person signed in there; null if nobody told */
    record SessionJson(String host, @Nullable Instant since) {}

    /**
     * @param state UNDER_WAY, STORED, SAME, IN_USE or FAILED
     * @param ended null while it is under way
     * @param reason why it is in no snapshot; empty if it is, or may still be
     * @param inUseSince in use at every try since; null if it was not at this one
     */
    record AskedBackupJson(
            long container,
            String state,
            String by,
            Instant asked,
            @Nullable Instant ended,
            long bytesDone,
            long bytesTotal,
            String reason,
            @Nullable String snapshot,
            @Nullable Instant inUseSince,
            List<SessionJson> sessions) {
        static AskedBackupJson of(AskedBackup one) {
            return new AskedBackupJson(
                    one.containerId(),
                    one.state().name(),
                    one.by(),
                    one.asked(),
                    one.ended(),
                    one.done(),
                    one.total(),
                    one.reason(),
                    one.snapshot().map(UUID::toString).orElse(null),
                    one.inUseSince(),
                    one.sessions().stream()
                            .map(at -> new SessionJson(at.host(), at.since()))
                            .toList());
        }
    }

    /** It is begun; how it ends is told by {@link #asked}. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/containers/{id}/backups")
    AskedBackupJson backUp(@PathVariable long id) {
        return AskedBackupJson.of(service.backUpNow(id));
    }

    /** The one that was asked for last. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @GetMapping("/containers/{id}/backups/asked")
    AskedBackupJson asked(@PathVariable long id) {
        return service.lastAsked(id)
                .map(AskedBackupJson::of)
                .orElseThrow(() -> new NotFoundException("a backup of container " + id + " that somebody asked for"));
    }

    /**
     * @param repository with {@code snapshot} and {@code place}: as restore-points names a backup; for one moment alone
     * @param reason for whoever looks at it in a year
     */
    record Keeping(
            @Nullable String repository, @Nullable String snapshot, @Nullable Integer place, @Nullable String reason) {}

    record HoldJson(String repository, Instant made, String by, String reason) {}

    record UnreachedJson(String repository, String why) {
        static UnreachedJson of(Unreached one) {
            return new UnreachedJson(one.repositoryId(), one.why());
        }
    }

    /**
     * @param holds one for each repository in which no backup of it goes
     * @param without repositories in which they go by the rules
     * @param unknown repositories that do not answer
     */
    record HoldsJson(List<HoldJson> holds, List<String> without, List<UnreachedJson> unknown) {
        static HoldsJson of(Holds all) {
            List<HoldJson> made = new ArrayList<>();
            for (int i = 0; i < all.made().size(); i++) {
                Decision one = all.made().get(i);
                made.add(new HoldJson(all.in().get(i), one.made(), one.who(), one.reason()));
            }
            return new HoldsJson(
                    made,
                    all.without(),
                    all.unread().stream().map(UnreachedJson::of).toList());
        }
    }

    /** As far as its repositories answer. */
    @RolesAllowed(ADMINISTRATOR)
    @GetMapping("/containers/{id}/holds")
    HoldsJson holds(@PathVariable long id) {
        return HoldsJson.of(Awaited.of(service.holds(id)));
    }

    @RolesAllowed(ADMINISTRATOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/containers/{id}/hold")
    void hold(@PathVariable long id, @RequestBody Keeping keeping) {
        all(id, keeping, new KeptBackups.Act.Hold());
    }

    @RolesAllowed(ADMINISTRATOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/containers/{id}/release")
    void release(@PathVariable long id, @RequestBody Keeping keeping) {
        all(id, keeping, new KeptBackups.Act.Release());
    }

    @RolesAllowed(ADMINISTRATOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/containers/{id}/pin")
    void pin(@PathVariable long id, @RequestBody Keeping keeping) {
        keep(id, new KeptBackups.Act.Pin(moment(id, keeping)), keeping);
    }

    @RolesAllowed(ADMINISTRATOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/containers/{id}/unpin")
    void unpin(@PathVariable long id, @RequestBody Keeping keeping) {
        keep(id, new KeptBackups.Act.Unpin(moment(id, keeping)), keeping);
    }

    /** In all repositories that have it, as the page of the container does. */
    private List<KnownPoint> moment(long id, Keeping keeping) {
        NamedBackup backup = NamedBackup.of(keeping.repository(), keeping.snapshot(), keeping.place());
        return service.moment(id, backup.repository(), backup.snapshot(), backup.place());
    }

    private void all(long id, Keeping keeping, KeptBackups.Act act) {
        if (keeping.repository() != null || keeping.snapshot() != null || keeping.place() != null) {
            throw new BadInputException(
                    "a hold is of all backups of the container: repository, snapshot and place must not be given; pin"
                            + " keeps one",
                    null);
        }
        keep(id, act, keeping);
    }

    private void keep(long id, KeptBackups.Act act, Keeping keeping) {
        String reason = keeping.reason();
        Decided decided = Awaited.of(service.keep(id, act, reason == null ? "" : reason));
        if (!decided.isEverywhere()) {
            throw new NotEverywhereException(decided);
        }
    }

    private static BackupsQuery query(String q, List<String> standing, String sort) {
        BackupsQuery.Parsed parsed =
                BackupsQuery.parse(Map.of("q", List.of(q), "standing", standing, "sort", List.of(sort)));
        if (!parsed.problems().isEmpty()) {
            throw new BadInputException(String.join("; ", parsed.problems()), null);
        }
        return parsed.query();
    }
}
