package dev.profilekeep.session;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an export that mean something here, by the names that tools give them: Get-AzWvdUserSession and
 * Get-AzWvdSessionHost (AVD), Get-BrokerSession and Get-BrokerMachine (Citrix), Get-RDUserSession (RDS), quser in several
 * languages, and our own. Names are compared by their letters and digits alone. Where a file has several of one meaning, the one
 * named first here that is not empty counts; of SIDs there may be one column only ({@link ColumnCheck}).
 */
enum ExportColumn {
    /** AVD's {@code pool/host/session} or {@code pool/host}. */
    PATH("name", "id"),
    HOST(
            "host",
            "hostname",
            "sessionhost",
            "sessionhostname",
            "hostserver",
            "hostedmachinename",
            "dnsname",
            "machinename",
            "machine",
            "computername",
            "computer",
            "servername",
            "server",
            "rechnername",
            "rechner",
            "sitzungshost",
            "ordinateur"),
    POOL(
            "pool",
            "hostpool",
            "hostpoolname",
            "desktopgroupname",
            "desktopgroup",
            "deliverygroup",
            "collectionname",
            "collection",
            "bereitstellungsgruppe"),
    SID("sid", "usersid", "objectsid", "benutzersid"),
    ACCOUNT(
            "account",
            "accountname",
            "activedirectoryusername",
            "adusername",
            "username",
            "user",
            "samaccountname",
            "benutzername",
            "benutzer",
            "konto",
            "utilisateur"),
    DOMAIN("domain", "domainname", "userdomain"),
    PRINCIPAL("userprincipalname", "upn", "userupn"),
    STATE("state", "sessionstate", "status", "sitzungsstatus", "zustand", "etat"),
    SINCE(
            "since",
            "logontime",
            "createtime",
            "starttime",
            "sessionstarttime",
            "anmeldezeit",
            "anmeldung",
            "tempssession",
            "ouverturesession"),
    BOOT("boottime", "lastboot", "lastboottime", "lastbootuptime", "systemboottime", "systemstartzeit"),
    AGENT("agentversion"),
    /** How many sessions a machine has, whoever has them. */
    COUNT(
            "sessioncount",
            "sessionsestablished",
            "sessionspending",
            "sessions",
            "activesessions",
            "disconnectedsessions",
            "usersessions",
            "currentsessions",
            "numberofsessions"),
    /** Whether anybody is at a machine, in the words of Get-BrokerMachine. */
    USE("summarystate"),
    /** Says no more than that there is a session; see {@link #tellsOfSession}. */
    SESSION(
            "sessionid",
            "unifiedsessionid",
            "sessionuid",
            "sessionkey",
            "sessionname",
            "sessionusername",
            "session",
            "sitzungsid",
            "sitzungsname",
            "sitzung");

    private static final Pattern OF_SESSION =
            Pattern.compile("\\d+|[^/]+/[^/]+/[^/]+|.*/usersessions/.+", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Of {@link #SID}: nobody calls a machine's own so. */
    private static final Set<String> PERSONS_SID = Set.of("usersid", "benutzersid");

    /** Of {@link #USE}: nobody is there. */
    private static final Set<String> UNUSED = Set.of("available", "off", "unregistered");

    private static final Pattern NONE = Pattern.compile("0+");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private static final Map<String, ExportColumn> BY_NAME = new HashMap<>();

    static {
        for (ExportColumn column : values()) {
            for (String name : column.names) {
                BY_NAME.put(name, column);
            }
        }
    }

    private final List<String> names;

    ExportColumn(String... names) {
        this.names = List.of(names);
    }

    /** How names of columns are compared. */
    static String key(String header) {
        return Normalizer.normalize(header, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }

    static @Nullable ExportColumn named(String header) {
        return BY_NAME.get(key(header));
    }

    /** Whether a row tells of a session, whoever has it: by a state, a time of signing in, or the session's own id. */
    static boolean tellsOfSession(Map<String, String> row) {
        return !STATE.in(row).isEmpty()
                || !SINCE.in(row).isEmpty()
                || !SESSION.in(row).isEmpty()
                || PATH.names.stream().anyMatch(name -> OF_SESSION
                        .matcher(row.getOrDefault(name, "").strip())
                        .matches());
    }

    /** Whether a file with this row says of its SIDs that they are people's: a machine has one, too. */
    static boolean saysPersonsSid(Map<String, String> row) {
        return row.keySet().stream().anyMatch(PERSONS_SID::contains);
    }

    /** How many sessions a row says that its machine has at least. */
    static int sessionsTold(Map<String, String> row) {
        int most = 0;
        for (String name : COUNT.names) {
            String value = row.getOrDefault(name, "").strip();
            if (!ExportTimes.isNothing(value) && !NONE.matcher(value).matches()) {
                most = Math.max(most, NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 1);
            }
        }
        String use = key(USE.in(row));
        return use.isEmpty() || UNUSED.contains(use) ? most : Math.max(most, 1);
    }

    /** The value of this meaning in a row, stripped; empty if it has none. */
    String in(Map<String, String> row) {
        for (String name : names) {
            String value = row.get(name);
            if (value != null && !ExportTimes.isNothing(value)) {
                return value.strip();
            }
        }
        return "";
    }
}
