package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CatalogJson;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.findings.FindingBook;
import dev.profilekeep.findings.FindingSource;
import dev.profilekeep.health.Behind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.CopyOfSet;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.GrowthForecast;
import dev.profilekeep.health.HealthRules;
import dev.profilekeep.health.SetRules;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.NameEncoding;
import dev.profilekeep.storage.StoredFile;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Works out a container's row from its copies: findings, state, sizes, sites. While an inventory runs, only what copies show
 * by themselves is brought up to date; what needs all copies (missing, several, gone) is judged when it ends.
 */
final class Summaries {
    /** Judged over all copies, at the end of an inventory. */
    private static final Set<FindingCode> WIDE = EnumSet.of(
            FindingCode.COPY_MISSING,
            FindingCode.ONLY_AT_SECONDARY,
            FindingCode.COPY_BEHIND,
            FindingCode.COPIES_DIFFER,
            FindingCode.SEVERAL_DISKS,
            FindingCode.DUPLICATE_FOLDERS,
            FindingCode.FULL_SOON,
            FindingCode.GONE);

    /** What says that a disk is not where it should be. */
    private static final Set<FindingCode> OF_PRESENCE =
            EnumSet.of(FindingCode.GONE, FindingCode.ONLY_AT_SECONDARY, FindingCode.COPY_MISSING);

    private static final String UPDATE = "UPDATE container SET gone_since = ?, state = ?, state_rank = ?,"
            + " finding_codes = ?, findings = ?, sites = ?, copies = ?, unread_copies = ?, locked = ?, virtual_size = ?,"
            + " file_size = ?, used = ?, free = ?, reclaimable = ?, sum_file_size = ?, sum_used = ?, sum_reclaimable = ?,"
            + " last_written = ?, last_seen = ? WHERE id = ?";

    private final ProfileKeepConfig config;
    private final HealthRules rules;
    private final SetRules setRules;
    private final List<FindingSource> sources;
    private final Set<FindingCode> wideCodes = EnumSet.copyOf(WIDE);
    private final Clock clock;
    private final Map<String, Boolean> lockCounts = new HashMap<>();
    private volatile ActiveNow active = ActiveNow.configured();

    Summaries(ProfileKeepConfig config, List<FindingSource> sources, Clock clock) {
        this.config = config;
        this.rules = new HealthRules(config.inventory());
        this.setRules = new SetRules(config.inventory().health());
        this.sources = List.copyOf(sources);
        sources.forEach(source -> wideCodes.addAll(source.codes()));
        this.clock = clock;
        for (SetConfig set : config.sets()) {
            set.locationIds().forEach(id -> lockCounts.put(id, set.replication() == Replication.CLOUD_CACHE));
        }
    }

    /**
     * What is known beyond the copies.
     *
     * @param listed when each location was listed last
     * @param illegible locations where some names could not be read, so that nobody knows whether a name beyond ASCII is there
     * @param several containers that share a folder or a person with others of their kind, each by location
     * @param folders findings about persons with more than one folder, by container
     * @param inventory it is the end of an inventory, when nobody else writes to copies
     */
    record Wide(
            Map<String, Instant> listed,
            Set<String> illegible,
            Map<Long, Map<String, Several>> several,
            Map<Long, List<Finding>> folders,
            boolean inventory,
            Instant now) {}

    /** What is known beyond the copies of some containers. */
    private record Beyond(
            Wide wide, Map<Long, List<GrowthForecast.Point>> growth, Map<Long, List<Finding>> fromSources) {}

    /** What the sources of some codes say now. */
    private record Anew(Set<FindingCode> codes, Map<Long, List<Finding>> told) {}

    /** Disks of which nobody can tell which is right: their places at one location. */
    record Several(List<String> paths) {
        private static final int TOLD = 5;

        /** The first few, for people. */
        String names() {
            String told = paths.stream().limit(TOLD).collect(Collectors.joining(", "));
            return paths.size() > TOLD ? told + ", …" : told;
        }
    }

    private record Kept(
            long id,
            String setId,
            ContainerKind kind,
            String sid,
            boolean ascii,
            Instant firstSeen,
            @Nullable Instant goneSince,
            String sites,
            String codes,
            List<Finding> findings,
            @Nullable Instant asideAt,
            String asideBy) {}

    /** Brings some containers up to date in what their copies show by themselves. */
    void refresh(Session session, Collection<Long> containers) throws SQLException {
        List<Long> ids = List.copyOf(containers);
        for (int from = 0; from < ids.size(); from += 200) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + 200));
            String marks = some.stream().map(id -> "?").collect(Collectors.joining(", "));
            write(session, "IN (" + marks + ")", some.toArray(), null, null, null);
        }
    }

    /** As {@link #refresh}, of one, and the book with it. */
    void lookedAt(Session session, long container, FindingBook book, Instant now) throws SQLException {
        List<FindingBook.Found> found = new ArrayList<>();
        write(session, "IN (?)", new Object[] {container}, null, null, found);
        Set<FindingCode> codes = EnumSet.allOf(FindingCode.class);
        codes.removeAll(wideCodes);
        codes.addAll(OF_PRESENCE);
        book.some(session, codes, found, now);
    }

    /** Brings some containers up to date in what the sources of one code know of them, and the book with them. */
    void follow(Session session, FindingCode code, Collection<Long> containers, FindingBook book, Instant now)
            throws SQLException {
        List<FindingSource> asked = new ArrayList<>();
        Set<FindingCode> codes = EnumSet.noneOf(FindingCode.class);
        for (FindingSource source : sources) {
            if (source.codes().contains(code)) {
                asked.add(source.prepared(session));
                codes.addAll(source.codes());
            }
        }
        List<Long> ids = containers.stream().sorted().distinct().toList();
        for (int from = 0; from < ids.size(); from += 200) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + 200));
            Map<Long, List<Finding>> told = new HashMap<>();
            some.forEach(id -> told.put(id, new ArrayList<>()));
            for (FindingSource source : asked) {
                source.find(session, some.get(0), some.get(some.size() - 1), now, (id, finding) -> {
                    List<Finding> its = told.get(id);
                    if (its != null) {
                        its.add(finding);
                    }
                });
            }
            String marks = some.stream().map(id -> "?").collect(Collectors.joining(", "));
            List<FindingBook.Found> found = new ArrayList<>();
            write(session, "IN (" + marks + ")", some.toArray(), null, new Anew(codes, told), found);
            book.some(session, codes, found, now);
        }
    }

    /** Brings all containers up to date, in pieces. */
    void conclude(Session session, Wide wide, FindingBook book) throws SQLException {
        List<FindingSource> prepared = new ArrayList<>();
        for (FindingSource source : sources) {
            prepared.add(source.prepared(session));
        }
        long after = 0;
        while (true) {
            List<Long> ids = session.list(
                    "SELECT id FROM container WHERE id > ? ORDER BY id LIMIT 500", row -> row.number("id"), after);
            if (ids.isEmpty()) {
                return;
            }
            long last = ids.get(ids.size() - 1);
            Object[] range = {ids.get(0), last};
            Map<Long, List<Finding>> fromSources = new HashMap<>();
            for (FindingSource source : prepared) {
                source.find(session, ids.get(0), last, wide.now(), (id, finding) -> fromSources
                        .computeIfAbsent(id, key -> new ArrayList<>())
                        .add(finding));
            }
            Beyond beyond = new Beyond(wide, growth(session, range, wide.now()), fromSources);
            List<FindingBook.Found> found = new ArrayList<>();
            write(session, "BETWEEN ? AND ?", range, beyond, null, found);
            book.containers(session, ids.get(0), last, found, wide.now());
            after = last;
        }
    }

    /** What the file systems inside used, by copy. */
    private Map<Long, List<GrowthForecast.Point>> growth(Session session, Object[] range, Instant now)
            throws SQLException {
        Map<Long, List<GrowthForecast.Point>> growth = new HashMap<>();
        session.each(
                "SELECT g.copy_id, g.at, g.used FROM container_copy p JOIN growth g ON g.copy_id = p.id"
                        + " WHERE p.container_id BETWEEN ? AND ? AND g.at >= ? AND g.used >= 0",
                row -> growth.computeIfAbsent(row.number("copy_id"), id -> new ArrayList<>())
                        .add(new GrowthForecast.Point(row.when("at"), row.number("used"))),
                range[0],
                range[1],
                now.minus(Duration.ofDays(config.inventory().health().growthDays())));
        return growth;
    }

    private void write(
            Session session,
            String which,
            Object[] arguments,
            @Nullable Beyond beyond,
            @Nullable Anew anew,
            @Nullable List<FindingBook.Found> found)
            throws SQLException {
        active = ActiveNow.of(session, config);
        Map<Long, Instant> released = new HashMap<>();
        session.each(
                "SELECT container_id, judged_at FROM container_lock WHERE (verdict = 'NONE' OR rule = 'FREE_EVERYWHERE')"
                        + " AND container_id " + which,
                row -> released.put(row.number("container_id"), row.when("judged_at")),
                arguments);
        Map<Long, List<CopyRow>> copies = new HashMap<>();
        session.each(
                "SELECT " + CopyRow.COLUMNS + " FROM container_copy p JOIN location l ON l.id = p.location_id"
                        + " WHERE l.configured = TRUE AND p.container_id " + which,
                row -> {
                    CopyRow copy = CopyRow.read(row, lockCounts);
                    copies.computeIfAbsent(copy.containerId(), id -> new ArrayList<>())
                            .add(copy.releasedAt(released.get(copy.containerId())));
                },
                arguments);
        List<Kept> containers = session.list(
                "SELECT id, set_id, kind, sid, account, base_name, first_seen, gone_since, sites, finding_codes, findings, put_aside_at,"
                        + " put_aside_by FROM container"
                        + " WHERE id " + which,
                row -> new Kept(
                        row.number("id"),
                        row.text("set_id"),
                        row.choice("kind", ContainerKind.class),
                        row.text("sid"),
                        NameEncoding.ascii(row.text("account")) && NameEncoding.ascii(row.text("base_name")),
                        row.when("first_seen"),
                        row.time("gone_since"),
                        row.text("sites"),
                        row.text("finding_codes"),
                        CatalogJson.findings(row.text("findings")),
                        row.time("put_aside_at"),
                        row.textOrNull("put_aside_by") == null ? "" : row.text("put_aside_by")),
                arguments);
        Rows rows = new Rows();
        for (Kept container : containers) {
            List<CopyRow> its = copies.getOrDefault(container.id(), List.of());
            List<Finding> findings = summarise(container, its, beyond, anew, rows);
            if (found != null) {
                found.add(new FindingBook.Found(container.id(), container.setId(), findings));
            }
        }
        rows.write(session);
    }

    private List<Finding> summarise(
            Kept container, List<CopyRow> all, @Nullable Beyond beyond, @Nullable Anew anew, Rows rows) {
        SetConfig set = config.set(container.setId()).orElse(null);
        List<CopyRow> present = all.stream().filter(copy -> !copy.gone()).toList();
        Instant now = clock.instant();
        List<Finding> findings = new ArrayList<>();
        present.forEach(copy -> findings.addAll(rules.ofCopy(copy.facts())));
        List<CopyRow> basis = present.isEmpty() ? all : present;
        CopyRow main = main(set, basis);
        if (beyond != null) {
            findings.addAll(wide(container, set, present, beyond.wide()));
            findings.addAll(besideEachOther(present, beyond.wide(), rows));
            findings.addAll(beyond.fromSources().getOrDefault(container.id(), List.of()));
            boolean full = findings.stream().anyMatch(finding -> finding.code() == FindingCode.FULL);
            if (main != null && !full && !present.isEmpty()) {
                growing(main, beyond).ifPresent(findings::add);
            }
        } else {
            container.findings().stream()
                    .filter(finding -> wideCodes.contains(finding.code()))
                    .filter(finding -> anew == null || !anew.codes().contains(finding.code()))
                    .filter(finding -> stillSo(finding, present))
                    .forEach(findings::add);
            if (anew != null) {
                findings.addAll(anew.told().getOrDefault(container.id(), List.of()));
            }
        }
        Instant aside = container.asideAt();
        if (aside != null && present.isEmpty()) {
            findings.add(new Finding(
                    FindingCode.PUT_ASIDE, null, Map.of("by", container.asideBy(), "at", aside.toString())));
        } else if (aside != null) {
            rows.thereAgain(container.id());
        }
        long written = basis.stream().mapToLong(CopyRow::written).max().orElse(-1);
        if (!present.isEmpty()) {
            findings.addAll(rules.ofContainer(container.sid(), StoredFile.toInstant(written), now));
        }
        findings.sort(Comparator.comparing((Finding finding) -> finding.code().severity())
                .reversed()
                .thenComparing(Finding::code));
        boolean everRead = all.stream().anyMatch(copy -> copy.facts().everRead());
        ContainerState state = HealthRules.state(findings, everRead);
        Instant goneSince = !present.isEmpty() ? null : container.goneSince() == null ? now : container.goneSince();
        Instant seen = all.stream()
                .map(CopyRow::seenAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        rows.add(container, findings, state, goneSince, sites(set, present), present, main, written, seen);
        return findings;
    }

    /** What the last inventory missed may be there by now. */
    private static boolean stillSo(Finding finding, List<CopyRow> present) {
        return !OF_PRESENCE.contains(finding.code())
                || (finding.location() == null
                        ? present.isEmpty()
                        : present.stream().noneMatch(copy -> copy.locationId().equals(finding.location())));
    }

    private Optional<Finding> growing(CopyRow main, Beyond beyond) {
        if (main.used() < 0 || main.free() < 0) {
            return Optional.empty();
        }
        List<GrowthForecast.Point> points = beyond.growth().getOrDefault(main.id(), List.of());
        return setRules.ofGrowth(
                main.locationId(),
                points,
                main.used() + main.free(),
                beyond.wide().now());
    }

    private List<Finding> besideEachOther(List<CopyRow> present, Wide wide, Rows rows) {
        long newest = present.stream().mapToLong(CopyRow::written).max().orElse(0);
        List<CopyOfSet> copies = new ArrayList<>();
        for (CopyRow copy : present) {
            Behind before = copy.behind();
            Behind now = copy.unread() ? before : Behind.next(before, newest, copy.written(), wide.now());
            if (wide.inventory() && !Objects.equals(before, now)) {
                rows.behind(copy.id(), now);
            }
            copies.add(copy.beside(site(copy), wide.inventory() ? now : before));
        }
        return setRules.ofCopies(copies, wide.now());
    }

    private List<Finding> wide(Kept container, @Nullable SetConfig set, List<CopyRow> present, Wide wide) {
        if (present.isEmpty()) {
            return container.asideAt() == null
                    ? List.of(new Finding(FindingCode.GONE, null, Map.of()))
                    : List.of(); // on purpose
        }
        List<Finding> findings = new ArrayList<>();
        wide.several()
                .getOrDefault(container.id(), Map.of())
                .forEach((location, several) -> findings.add(
                        new Finding(FindingCode.SEVERAL_DISKS, location, Map.of("names", several.names()))));
        findings.addAll(wide.folders().getOrDefault(container.id(), List.of()));
        if (set == null) {
            return findings;
        }
        for (String id : set.locationIds()) {
            LocationConfig location = config.location(id).orElseThrow();
            Instant listed = wide.listed().get(id);
            boolean looked = listed != null
                    && !listed.isBefore(container.firstSeen())
                    && (container.ascii() || !wide.illegible().contains(id));
            if (looked
                    && location.kinds().contains(container.kind())
                    && present.stream().noneMatch(copy -> copy.locationId().equals(id))) {
                boolean worked = active.isAt(set, location);
                findings.add(new Finding(
                        worked ? FindingCode.ONLY_AT_SECONDARY : FindingCode.COPY_MISSING,
                        id,
                        Map.of("site", location.siteId())));
            }
        }
        return findings;
    }

    /** The copy that a list shows: one whose inside is known; of those the active site's, or else the newest. */
    private @Nullable CopyRow main(@Nullable SetConfig set, List<CopyRow> copies) {
        return copies.stream()
                .max(Comparator.<CopyRow, Boolean>comparing(copy -> copy.facts().everRead())
                        .thenComparing(copy -> set != null && site(copy).equals(active.siteOf(set)))
                        .thenComparing(CopyRow::written))
                .orElse(null);
    }

    private Set<String> sites(@Nullable SetConfig set, List<CopyRow> present) {
        Set<String> here = present.stream().map(this::site).collect(Collectors.toSet());
        Set<String> sites = new LinkedHashSet<>();
        if (set != null && here.contains(active.siteOf(set))) {
            sites.add(active.siteOf(set));
        }
        config.sites().stream().map(site -> site.id()).filter(here::contains).forEach(sites::add);
        return sites;
    }

    /** The site of a finding: of its location, or of the set of a container as a whole the active one; may be empty. */
    String siteOf(String locationId, String setId) {
        return locationId.isEmpty()
                ? config.set(setId).map(active::siteOf).orElse("")
                : config.location(locationId).map(LocationConfig::siteId).orElse("");
    }

    private String site(CopyRow copy) {
        return config.location(copy.locationId()).map(LocationConfig::siteId).orElse("");
    }

    /** Changes to be written together. */
    private static final class Rows {
        private final List<@Nullable Object[]> containers = new ArrayList<>();
        private final List<@Nullable Object[]> oldSites = new ArrayList<>();
        private final List<@Nullable Object[]> sites = new ArrayList<>();
        private final List<@Nullable Object[]> oldFindings = new ArrayList<>();
        private final List<@Nullable Object[]> findings = new ArrayList<>();
        private final List<@Nullable Object[]> behind = new ArrayList<>();
        private final List<@Nullable Object[]> thereAgain = new ArrayList<>();

        void thereAgain(long container) {
            thereAgain.add(new @Nullable Object[] {container});
        }

        void behind(long copyId, @Nullable Behind now) {
            behind.add(
                    new @Nullable Object[] {now == null ? null : now.since(), now == null ? 0L : now.written(), copyId
                    });
        }

        void add(
                Kept container,
                List<Finding> found,
                ContainerState state,
                @Nullable Instant goneSince,
                Set<String> at,
                List<CopyRow> present,
                @Nullable CopyRow main,
                long written,
                @Nullable Instant seen) {
            Set<FindingCode> codes = new LinkedHashSet<>();
            found.forEach(finding -> codes.add(finding.code()));
            String codeText = codes.stream().map(Enum::name).collect(Collectors.joining(","));
            String siteText = String.join(",", at);
            String json = CatalogJson.write(found.size() > 40 ? found.subList(0, 40) : found);
            containers.add(new @Nullable Object[] {
                goneSince,
                state,
                state.rank(),
                codeText,
                json.length() <= 20_000 ? json : "[]",
                siteText,
                present.size(),
                present.stream().filter(CopyRow::unread).count(),
                codes.contains(FindingCode.IN_USE),
                main == null ? -1 : main.virtualSize(),
                main == null ? -1 : main.size(),
                main == null ? -1 : main.used(),
                main == null ? -1 : main.free(),
                main == null ? -1 : main.reclaimable(),
                present.stream().mapToLong(CopyRow::size).sum(),
                present.stream().mapToLong(copy -> Math.max(0, copy.used())).sum(),
                present.stream()
                        .mapToLong(copy -> Math.max(0, copy.reclaimable()))
                        .sum(),
                written,
                seen == null ? -1 : StoredFile.fromInstant(seen),
                container.id()
            });
            if (!siteText.equals(container.sites())) {
                oldSites.add(new @Nullable Object[] {container.id()});
                at.forEach(site -> sites.add(new @Nullable Object[] {site, container.id()}));
            }
            if (!codeText.equals(container.codes())) {
                oldFindings.add(new @Nullable Object[] {container.id()});
                codes.forEach(code -> findings.add(new @Nullable Object[] {code, container.id()}));
            }
        }

        void write(Session session) throws SQLException {
            session.batch("UPDATE container_copy SET behind_since = ?, behind_written = ? WHERE id = ?", behind);
            session.batch(UPDATE, containers);
            session.batch("UPDATE container SET put_aside_at = NULL, put_aside_by = NULL WHERE id = ?", thereAgain);
            session.batch("DELETE FROM container_site WHERE container_id = ?", oldSites);
            session.batch("INSERT INTO container_site (site_id, container_id) VALUES (?, ?)", sites);
            session.batch("DELETE FROM container_finding WHERE container_id = ?", oldFindings);
            session.batch("INSERT INTO container_finding (code, container_id) VALUES (?, ?)", findings);
        }
    }
}
