package dev.profilekeep.session;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.session.ImportResult.Outcome;
import dev.profilekeep.text.TextReaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directory as the catalog keeps it, and the door for exports of brokers. What was last told 30 days ago is forgotten with the
 * next import or report. Safe for several threads and processes: writers come one after the other.
 */
public final class CatalogSessions implements SessionDirectory {
    /** So long are facts kept after they were last told. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final String HOSTS =
            "SELECT h.name, h.pool, h.agent_version, h.fslogix_version, h.seen_at, h.source, h.clock_skew,"
                    + " (SELECT MAX(b.boot_at) FROM host_boot b WHERE b.host_key = h.host_key AND b.seen_at ="
                    + " (SELECT MAX(c.seen_at) FROM host_boot c WHERE c.host_key = h.host_key)) AS last_boot"
                    + " FROM session_host h";
    private static final String SESSIONS =
            "SELECT id, host_name, sid, account, state, since, seen_at, gone_at, source FROM host_session";
    private static final Comparator<Map.Entry<Long, HostSession>> NEWEST_FIRST = Comparator.comparing(
                    (Map.Entry<Long, HostSession> each) -> each.getValue().seenAt())
            .thenComparing(Map.Entry::getKey)
            .reversed();
    private static final String OBSERVATIONS =
            "SELECT host_name, kind, sid, path, code, detail, happened_at, seen_at, gone_at, source FROM host_observation";

    private final Database database;
    private final Clock clock;
    private final Forgetting forgetting;

    public CatalogSessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.forgetting = new Forgetting(clock);
    }

    /**
     * Takes a table of sessions, hosts or both; see {@code docs/host-report.md} for its columns. Line 1 names the columns.
     *
     * @throws ImportRefusedException if it is not understood; nothing of it is kept then
     * @throws IOException if it cannot be read
     */
    public ImportResult importCsv(Reader table, ImportOptions options) throws IOException, ImportRefusedException {
        requireSensible(options);
        return take(ExportReader.read(options, CsvRows.read(table)));
    }

    /** As {@link #importCsv(Reader, ImportOptions)}; UTF-8 or UTF-16, told by its first bytes. */
    public ImportResult importCsv(InputStream table, ImportOptions options) throws IOException, ImportRefusedException {
        try {
            return importCsv(TextReaders.strict(table), options);
        } catch (CharacterCodingException e) {
            throw notUtf(e);
        }
    }

    /**
     * Takes a list of objects with the same names as the columns of a table; UTF-8 or UTF-16. Of a complete export one page of several is
     * refused, where it says that it is one.
     *
     * @throws ImportRefusedException if it is not understood; nothing of it is kept then
     * @throws IOException if it cannot be read
     */
    public ImportResult importJson(InputStream json, ImportOptions options) throws IOException, ImportRefusedException {
        requireSensible(options);
        try {
            return take(ExportReader.read(options, JsonRows.read(TextReaders.strict(json), options.complete())));
        } catch (CharacterCodingException e) {
            throw notUtf(e);
        }
    }

    private static ImportRefusedException notUtf(IOException e) {
        ImportRefusedException refused = new ImportRefusedException(
                "the file is neither UTF-8 nor UTF-16, so names in it could be read wrongly; export it with -Encoding UTF8");
        refused.initCause(e);
        return refused;
    }

    private void requireSensible(ImportOptions options) throws ImportRefusedException {
        if (options.source().isBlank() || options.source().strip().length() > Source.LONGEST) {
            throw new ImportRefusedException(
                    "the export needs a source name of 1 to " + Source.LONGEST + " characters");
        }
        Instant now = clock.instant();
        if (options.exportedAt().isAfter(now.plus(AHEAD))) {
            throw new ImportRefusedException("the export is said to be of " + options.exportedAt()
                    + ", which is yet to come (it is " + now + "): give the time at which it was made");
        }
        if (options.exportedAt().isBefore(now.minus(KEPT))) {
            throw new ImportRefusedException("the export is of " + options.exportedAt() + ", older than the "
                    + KEPT.toDays() + " days for which sessions are kept");
        }
    }

    private ImportResult take(ExportReader.Export export) {
        Facts facts = export.facts();
        return database.<ImportResult, RuntimeException>call(session -> {
            FactWriter writer = new FactWriter(session);
            if (!isNewer(session, facts, export.complete())) {
                return result(Outcome.NOT_NEWER, export, 0);
            }
            writer.hosts(facts);
            int ended = writer.sessions(facts, export.complete() ? null : List.of(), export.unnamed());
            writer.listings(facts);
            if (forgetting.isDue()) {
                writer.forget(forgetting.limit());
            }
            return result(Outcome.TAKEN, export, ended);
        });
    }

    private static ImportResult result(Outcome outcome, ExportReader.Export export, int ended) {
        return new ImportResult(
                outcome,
                export.facts().hosts().size(),
                export.facts().sessions().size(),
                ended,
                export.complete(),
                export.skipped(),
                export.skippedRows());
    }

    /** Whether it is newer than the last complete one of its source; if so, that is recorded. */
    private boolean isNewer(Session session, Facts facts, boolean complete) throws SQLException {
        String source = facts.source().id();
        Instant at = FactWriter.kept(facts.at());
        Optional<Instant> last = session.first(
                "SELECT exported_at FROM session_export WHERE source = ?", row -> row.when("exported_at"), source);
        if (last.isPresent() && !at.isAfter(last.get())) {
            return false;
        }
        if (complete) {
            session.update("DELETE FROM session_export WHERE source = ?", source);
            session.update(
                    "INSERT INTO session_export (source, exported_at, received_at, complete) VALUES (?, ?, ?, ?)",
                    source,
                    at,
                    clock.instant(),
                    true);
        }
        return true;
    }

    @Override
    public List<Host> hosts() {
        return read(session -> session.list(HOSTS + " ORDER BY h.host_key", CatalogSessions::host));
    }

    @Override
    public Optional<Host> host(String name) {
        return read(
                session -> session.first(HOSTS + " WHERE h.host_key = ?", CatalogSessions::host, HostName.key(name)));
    }

    @Override
    public List<HostSession> sessionsOf(String sid, String account) {
        return historyOf(sid, account).stream()
                .filter(each -> each.goneAt() == null)
                .toList();
    }

    @Override
    public List<HostSession> historyOf(String sid, String account) {
        String wantedSid = SidText.normal(sid);
        AccountName wanted = AccountName.of(account);
        if (wantedSid.isEmpty() && wanted.isEmpty()) {
            return List.of();
        }
        // Two questions, as H2 answers one with OR by reading every row.
        return read(session -> {
            Map<Long, HostSession> found = new HashMap<>();
            if (!wantedSid.isEmpty()) {
                session.each(SESSIONS + " WHERE sid = ?", row -> found.put(row.number("id"), session(row)), wantedSid);
            }
            if (!wanted.isEmpty()) {
                session.each(
                        SESSIONS + " WHERE account_key = ?",
                        row -> found.put(row.number("id"), session(row)),
                        wanted.name());
            }
            return found.entrySet().stream()
                    .filter(each -> isOf(each.getValue(), wantedSid, wanted))
                    .sorted(NEWEST_FIRST)
                    .map(Map.Entry::getValue)
                    .toList();
        });
    }

    private static boolean isOf(HostSession session, String sid, AccountName account) {
        if (!sid.isEmpty() && !session.sid().isEmpty()) {
            return session.sid().equals(sid);
        }
        return AccountName.of(session.account()).mayBe(account);
    }

    @Override
    public List<HostSession> sessionsAt(String host) {
        return read(session -> session.list(
                SESSIONS + " WHERE host_key = ? AND gone_at IS NULL ORDER BY account_key, id",
                CatalogSessions::session,
                HostName.key(host)));
    }

    @Override
    public List<Boot> bootsOf(String host) {
        String name = HostName.shown(host);
        return read(session -> session.list(
                "SELECT boot_at, source, seen_at FROM host_boot WHERE host_key = ?"
                        + " ORDER BY seen_at DESC, boot_at DESC",
                row -> new Boot(name, row.when("boot_at"), Source.of(row.text("source")), row.when("seen_at")),
                HostName.key(host)));
    }

    @Override
    public List<Listing> listingsOf(String host) {
        String name = HostName.shown(host);
        return read(session -> session.list(
                "SELECT listed_at, with_sids, source FROM host_listing WHERE host_key = ? ORDER BY listed_at DESC, source",
                row -> new Listing(name, row.when("listed_at"), row.flag("with_sids"), Source.of(row.text("source"))),
                HostName.key(host)));
    }

    @Override
    public Set<String> domainsOf(String host) {
        return Set.copyOf(read(session -> session.list(
                "SELECT domain FROM host_domain WHERE host_key = ?", row -> row.text("domain"), HostName.key(host))));
    }

    @Override
    public List<HostObservation> observationsOf(String host) {
        return read(session -> session.list(
                OBSERVATIONS + " WHERE host_key = ? ORDER BY happened_at DESC, kind, fact_key",
                CatalogSessions::observation,
                HostName.key(host)));
    }

    @Override
    public List<HostObservation> observationsAbout(String sid) {
        if (!SidText.isSid(sid)) {
            return List.of();
        }
        return read(session -> session.list(
                OBSERVATIONS + " WHERE sid = ? ORDER BY happened_at DESC, kind, fact_key",
                CatalogSessions::observation,
                SidText.normal(sid)));
    }

    @Override
    public List<HostObservation> mountsWithoutSid() {
        // Host by host, as among all that has no SID events are the most by far.
        return read(session -> session
                .list(
                        "SELECT o.host_name, o.kind, o.sid, o.path, o.code, o.detail, o.happened_at, o.seen_at, o.gone_at,"
                                + " o.source FROM session_host h JOIN host_observation o ON o.host_key = h.host_key"
                                + " WHERE o.kind = ? AND o.gone_at IS NULL ORDER BY o.happened_at DESC, o.fact_key",
                        CatalogSessions::observation,
                        HostObservation.Kind.MOUNT)
                .stream()
                .filter(mount -> mount.sid().isEmpty())
                .toList());
    }

    @Override
    public boolean tellsOurTime(String host) {
        return read(session -> HostClock.read(session, HostName.key(host)))
                .map(HostClock::told)
                .orElse(false);
    }

    private <T> T read(Database.Work<T, RuntimeException> work) {
        return database.<T, RuntimeException>call(work);
    }

    private static Host host(Row row) throws SQLException {
        Long skew = row.numberOrNull("clock_skew");
        return new Host(
                row.text("name"),
                row.text("pool"),
                row.time("last_boot"),
                row.text("agent_version"),
                row.text("fslogix_version"),
                skew == null ? null : Duration.ofMillis(skew),
                row.when("seen_at"),
                Source.of(row.text("source")));
    }

    private static HostSession session(Row row) throws SQLException {
        return new HostSession(
                row.text("host_name"),
                row.text("sid"),
                row.text("account"),
                row.choice("state", HostSession.State.class),
                row.time("since"),
                row.when("seen_at"),
                row.time("gone_at"),
                Source.of(row.text("source")));
    }

    private static HostObservation observation(Row row) throws SQLException {
        return new HostObservation(
                row.text("host_name"),
                row.choice("kind", HostObservation.Kind.class),
                row.text("sid"),
                row.text("path"),
                row.text("code"),
                row.text("detail"),
                row.when("happened_at"),
                row.when("seen_at"),
                row.time("gone_at"),
                Source.of(row.text("source")));
    }
}
