package dev.profilekeep.users;

import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Understands an exported list: columns of Get-ADUser, Get-MgUser and our own, compared by their letters and digits alone. All
 * rows or none: a row that is not understood may be anybody.
 */
final class UserListReader {
    private static final Pattern SID = Pattern.compile("S-1-\\d{1,14}(-\\d{1,10}){1,15}");
    /** Of which two cannot contradict each other. Entra ID's own stands beside the domain's for who is in both. */
    private static final List<String> SIDS = List.of("sid", "objectsid", "usersid", "onpremisessecurityidentifier");

    private static final List<String> SIDS_OF_ENTRA = List.of("securityidentifier");
    private static final List<String> ACCOUNTS =
            List.of("samaccountname", "account", "username", "userprincipalname", "upn", "name", "displayname");
    private static final List<String> ENABLED = List.of("enabled", "accountenabled", "active");
    private static final List<String> DISABLED = List.of("disabled");
    private static final List<String> LOGONS =
            List.of("lastlogon", "lastlogondate", "lastlogontimestamp", "lastsignin", "lastsignindatetime");
    private static final List<String> DELETIONS =
            List.of("deletedat", "deleted", "whendeleted", "deleteddatetime", "deletedon");
    private static final Set<String> YES = Set.of("true", "yes", "1", "wahr", "ja");
    private static final Set<String> NO = Set.of("false", "no", "0", "falsch", "nein");
    private static final Set<String> NOTHING = Set.of("", "null", "-", "never", "nie");
    private static final long UNTIL_1970 = 11_644_473_600L;
    private static final int TOLD = 5;
    private static final int SHOWN = 100;

    private UserListReader() {}

    /** Whether a column, by {@link UserRows#key}, means something here. */
    static boolean means(String key) {
        return isSid(key)
                || Stream.of(ACCOUNTS, ENABLED, DISABLED, LOGONS, DELETIONS).anyMatch(names -> names.contains(key));
    }

    /** Whether a column, by {@link UserRows#key}, holds SIDs. */
    static boolean isSid(String key) {
        return SIDS.contains(key) || SIDS_OF_ENTRA.contains(key);
    }

    /** A value and where it stands; both are empty where there is none. */
    private record Cell(String column, String text) {
        static final Cell NONE = new Cell("", "");

        boolean isEmpty() {
            return text.isEmpty();
        }

        /** {@code reason} is said of what it holds, as it was written. */
        IllegalArgumentException refused(String reason) {
            return new IllegalArgumentException("column '" + column + "': '"
                    + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "' " + reason);
        }
    }

    /** A user of the list. */
    record User(
            String sid,
            String account,
            @Nullable Boolean enabled,
            @Nullable Instant lastLogon,
            @Nullable Instant deletedAt) {
        /** Who issued the SID: a domain, or Entra ID. */
        String issuer() {
            return UserListReader.issuer(sid);
        }
    }

    /** A SID without its last part; one of Entra ID, whose parts are all the user's own, without them. */
    static String issuer(String sid) {
        return sid.startsWith("S-1-12-1-") ? "S-1-12-1" : sid.substring(0, Math.max(0, sid.lastIndexOf('-')));
    }

    /** By SID, in the order of the list. */
    static Map<String, User> read(Reader text) throws IOException, UserListRefusedException {
        List<UserRows.Row> rows = UserRows.read(text);
        if (rows.isEmpty()) {
            throw new UserListRefusedException("the list names nobody");
        }
        if (rows.stream().noneMatch(row -> row.values().keySet().stream().anyMatch(UserListReader::isSid))) {
            throw new UserListRefusedException(
                    "none of the columns holds SIDs; export one as SID (Get-ADUser gives SID, Get-MgUser OnPremisesSecurityIdentifier)");
        }
        Map<String, User> users = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int bad = 0;
        for (UserRows.Row row : rows) {
            try {
                User user = user(row);
                users.merge(user.sid(), user, (one, other) -> other.deletedAt() == null ? other : one);
            } catch (IllegalArgumentException e) {
                if (bad++ < TOLD) {
                    problems.add("line " + row.line() + ", " + Visible.oneLine(String.valueOf(e.getMessage())));
                }
            }
        }
        if (bad > 0) {
            throw new UserListRefusedException((bad == 1 ? "1 row is" : bad + " rows are")
                    + " not understood, so nothing was taken: " + String.join("; ", problems)
                    + (bad > TOLD ? "; and " + (bad - TOLD) + " more" : ""));
        }
        return users;
    }

    private static User user(UserRows.Row row) {
        Cell sid = one(row, SIDS);
        if (sid.isEmpty()) {
            sid = one(row, SIDS_OF_ENTRA);
        }
        if (sid.isEmpty()) {
            throw new IllegalArgumentException("column '" + columnOfSids(row) + "': it has no SID");
        }
        if (!SID.matcher(sid.text().toUpperCase(Locale.ROOT)).matches()) {
            throw sid.refused("is no SID (S-1-5-21-…)");
        }
        String account = first(row, ACCOUNTS).text();
        Cell told = one(row, ENABLED);
        Boolean enabled = truth(told);
        Cell against = one(row, DISABLED);
        Boolean disabled = truth(against);
        if (enabled != null && enabled.equals(disabled)) {
            throw against.refused("contradicts '" + told.text() + "' in column '" + told.column() + "'");
        }
        return new User(
                sid.text().toUpperCase(Locale.ROOT),
                account.length() > 500 ? account.substring(0, 500) : account,
                enabled == null && disabled != null ? Boolean.valueOf(!disabled) : enabled,
                time(first(row, LOGONS)),
                deleted(first(row, DELETIONS)));
    }

    private static String columnOfSids(UserRows.Row row) {
        return Stream.concat(SIDS.stream(), SIDS_OF_ENTRA.stream())
                .map(row.names()::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("SID");
    }

    /** The value of columns of one meaning, which must not contradict each other. */
    private static Cell one(UserRows.Row row, List<String> columns) {
        Cell found = first(row, columns);
        for (String column : columns) {
            Cell other = first(row, List.of(column));
            if (!other.isEmpty() && !other.text().equalsIgnoreCase(found.text())) {
                throw other.refused("is not what column '" + found.column() + "' says ('" + found.text()
                        + "'): export one of the two");
            }
        }
        return found;
    }

    private static Cell first(UserRows.Row row, List<String> columns) {
        for (String column : columns) {
            String value = row.values().getOrDefault(column, "").strip();
            if (!NOTHING.contains(value.toLowerCase(Locale.ROOT))) {
                return new Cell(row.names().getOrDefault(column, column), value);
            }
        }
        return Cell.NONE;
    }

    private static @Nullable Boolean truth(Cell told) {
        String word = told.text().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            return null;
        }
        if (!YES.contains(word) && !NO.contains(word)) {
            throw told.refused("is neither true nor false");
        }
        return YES.contains(word);
    }

    /** A time, or just that it is so, which counts as since ever. */
    private static @Nullable Instant deleted(Cell told) {
        String word = told.text().toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return Instant.EPOCH;
        }
        return NO.contains(word) ? null : time(told);
    }

    private static @Nullable Instant time(Cell told) {
        try {
            return time(told.text());
        } catch (DateTimeException | NumberFormatException e) {
            throw told.refused("is no time that is understood: export it as 2026-05-31T08:00:00Z (Get-Date -Format o)");
        }
    }

    /**
     * ISO 8601 (a day alone is its beginning in UTC; without a zone: UTC) or a FILETIME as Active Directory keeps it.
     *
     * @throws DateTimeException if it is none, or
     * @throws NumberFormatException if it is one that no clock shows
     */
    static @Nullable Instant time(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return null;
        }
        if (text.matches("\\d{17,19}")) {
            return Instant.ofEpochSecond(Long.parseLong(text) / 10_000_000 - UNTIL_1970);
        }
        if (text.matches("/Date\\(-?\\d{1,15}\\)/")) {
            return Instant.ofEpochMilli(Long.parseLong(text.replaceAll("[^-\\d]", "")));
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String iso = text.replaceFirst(" (?=\\d\\d:)", "T");
        return OffsetDateTime.parse(iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? iso : iso + "Z")
                .toInstant();
    }
}
