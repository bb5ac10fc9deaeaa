package dev.profilekeep.session;

import dev.profilekeep.session.Facts.HostFact;
import dev.profilekeep.session.Facts.SessionFact;
import dev.profilekeep.session.HostSession.State;
import dev.profilekeep.session.ImportOptions.BadRows;
import dev.profilekeep.session.ImportOptions.DateOrder;
import dev.profilekeep.session.ImportResult.RowProblem;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of an export as facts. */
final class ExportReader {
    private static final int LONGEST_ACCOUNT = 400;
    private static final int LONGEST_TEXT = 255;

    private static final Map<State, Set<String>> STATES = Map.of(
            State.ACTIVE, Set.of("active", "aktiv", "actif", "stateactive", "wtsactive", "nonbrokeredsession"),
            State.DISCONNECTED,
                    Set.of("disconnected", "disc", "getr", "getrennt", "deco", "deconnecte", "statedisconnected"),
            State.CONNECTING,
                    Set.of(
                            "pending",
                            "connected",
                            "conn",
                            "verb",
                            "connecting",
                            "preparingsession",
                            "reconnecting",
                            "userprofilediskmounted",
                            "stateconnected",
                            "init"),
            State.SIGNING_OFF, Set.of("logoff", "signingoff", "loggingoff"));

    private final ImportOptions options;
    private final ExportTimes times;
    private final Facts.Hosts hosts = new Facts.Hosts();
    private final List<SessionFact> sessions = new ArrayList<>();
    private final Set<Facts.Key> keys = new HashSet<>();
    /** Hosts with a session that names nobody, by key. */
    private final Set<String> unnamed = new HashSet<>();

    private final List<RowProblem> problems = new ArrayList<>();
    private int bad;
    private final ExportShape shape;
    /** How many sessions each host is said to have at least, by key. */
    private final Map<String, Integer> told = new HashMap<>();

    private ExportReader(ImportOptions options, List<ExportRow> rows) {
        this.options = options;
        this.shape = ExportShape.of(rows);
        DateOrder order = options.dates();
        if (order == null) {
            order = ExportTimes.orderOf(rows.stream()
                    .flatMap(row ->
                            List.of(ExportColumn.SINCE.in(row.values()), ExportColumn.BOOT.in(row.values())).stream())
                    .toList());
        }
        this.times = new ExportTimes(options.exportedAt(), options.zone(), order);
    }

    /**
     * An export that was understood.
     *
     * @param complete whether it may be taken as complete
     * @param unnamed hosts that have a session of which nobody says whose it is; by key
     */
    record Export(Facts facts, boolean complete, Set<String> unnamed, List<RowProblem> skipped, int skippedRows) {
        Export {
            unnamed = Set.copyOf(unnamed);
            skipped = List.copyOf(skipped);
        }
    }

    /** @throws ImportRefusedException if a row is not understood and none may be skipped */
    static Export read(ImportOptions options, List<ExportRow> rows) throws ImportRefusedException {
        ExportReader reader = new ExportReader(options, rows);
        for (ExportRow row : rows) {
            reader.row(row);
        }
        if (reader.bad > 0 && options.badRows() == BadRows.REFUSE_ALL) {
            throw new ImportRefusedException(reader.problems, reader.bad);
        }
        reader.countTold();
        // A row that was skipped may be anybody's session.
        boolean complete = options.complete() && reader.bad == 0 && reader.shape.isAboutPeople();
        Map<String, HostFact> hosts = reader.hosts.all();
        Facts facts = new Facts(
                Source.export(options.source()),
                options.exportedAt(),
                hosts,
                reader.sessions,
                complete ? Facts.listed(hosts.keySet(), reader.sessions, reader.unnamed) : Map.of());
        return new Export(facts, complete, reader.unnamed, reader.problems, reader.bad);
    }

    /** A host that is said to have more sessions than were named has some that name nobody. */
    private void countTold() {
        Map<String, Integer> named = new HashMap<>();
        sessions.forEach(session -> named.merge(HostName.key(session.host()), 1, Integer::sum));
        told.forEach((host, count) -> {
            if (count > named.getOrDefault(host, 0)) {
                unnamed.add(host);
            }
        });
    }

    private void row(ExportRow row) {
        try {
            if (!row.damage().isEmpty()) {
                throw new IllegalArgumentException(row.damage());
            }
            take(row.values());
        } catch (IllegalArgumentException e) {
            bad++;
            if (problems.size() < ImportRefusedException.MOST_LISTED) {
                String reason = e.getMessage() == null ? "it is not understood" : e.getMessage();
                problems.add(new RowProblem(row.line(), Visible.oneLine(reason)));
            }
        }
    }

    private void take(Map<String, String> row) {
        AvdPath path = AvdPath.of(ExportColumn.PATH.in(row));
        String machine = toldHost(row, path);
        String host = host(machine);
        String pool = text(ExportColumn.POOL.in(row), "pool");
        if (pool.isEmpty()) {
            pool = path.pool().isEmpty() ? options.pool() : path.pool();
        }
        pool = AvdPath.last(pool);
        Instant boot = times.read(ExportColumn.BOOT.in(row));
        String sid = ExportColumn.SID.in(row);
        if (!sid.isEmpty() && !SidText.isSid(sid)) {
            throw new IllegalArgumentException("'" + sid + "' is no SID (S-1-5-21-…)");
        }
        AccountName account = account(row);
        Instant since = times.read(ExportColumn.SINCE.in(row));
        hosts.add(new HostFact(
                host,
                Set.of(HostName.domain(machine)),
                pool,
                text(ExportColumn.AGENT.in(row), "agent version"),
                "",
                boot));
        told.merge(HostName.key(host), ExportColumn.sessionsTold(row), Math::max);
        if (account.isComputers()) {
            unnamed.add(HostName.key(host));
            return;
        }
        if (!sid.isEmpty() && !shape.isPersonsSid(row, account)) {
            sid = "";
            if (account.isEmpty()) {
                unnamed.add(HostName.key(host)); // the machine's own, or that of somebody there: nobody can tell
            }
        }
        if (sid.isEmpty() && account.isEmpty()) {
            if (ExportColumn.tellsOfSession(row)) {
                // It may be anybody's.
                unnamed.add(HostName.key(host));
            }
            return;
        }
        SessionFact session =
                new SessionFact(host, SidText.normal(sid), account, state(ExportColumn.STATE.in(row)), since, since);
        // The same session twice in one file says nothing new.
        if (keys.add(session.key())) {
            sessions.add(session);
        }
    }

    private String toldHost(Map<String, String> row, AvdPath path) {
        String told = AvdPath.last(ExportColumn.HOST.in(row));
        if (!told.isEmpty()) {
            return told;
        }
        return path.host().isEmpty() ? options.host() : path.host();
    }

    private static String host(String told) {
        if (told.isEmpty()) {
            throw new IllegalArgumentException("it names no host; if all rows are of one, give it (host: AVD-12)");
        }
        String name = HostName.shown(told);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("'" + told + "' is no computer's name");
        }
        return name;
    }

    private static AccountName account(Map<String, String> row) {
        String told = ExportColumn.ACCOUNT.in(row);
        String principal = ExportColumn.PRINCIPAL.in(row);
        String domain = ExportColumn.DOMAIN.in(row);
        if (told.isEmpty()) {
            told = principal;
        } else if (!domain.isEmpty() && told.indexOf('\\') < 0 && told.indexOf('@') < 0) {
            told = domain + '\\' + told;
        }
        if (told.length() > LONGEST_ACCOUNT) {
            throw new IllegalArgumentException("the account has more than " + LONGEST_ACCOUNT + " characters");
        }
        return AccountName.of(told);
    }

    private static String text(String value, String what) {
        if (value.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("the " + what + " has more than " + LONGEST_TEXT + " characters");
        }
        return value;
    }

    static State state(@Nullable String told) {
        String key = told == null ? "" : ExportColumn.key(told);
        return STATES.entrySet().stream()
                .filter(state -> state.getValue().contains(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(State.UNKNOWN);
    }

    /** AVD's names: {@code pool/host}, {@code pool/host/session}, and addresses of Azure's resources that end in them. */
    private record AvdPath(String pool, String host) {
        private static final AvdPath NONE = new AvdPath("", "");

        static AvdPath of(String text) {
            String[] parts = text.split("/", -1);
            for (int i = 0; i + 1 < parts.length; i++) {
                if (parts[i].equalsIgnoreCase("sessionhosts")) {
                    return new AvdPath(i > 0 ? parts[i - 1] : "", parts[i + 1]);
                }
            }
            return parts.length == 2 || parts.length == 3 ? new AvdPath(parts[0], parts[1]) : NONE;
        }

        static String last(String text) {
            return text.substring(text.lastIndexOf('/') + 1);
        }
    }
}
