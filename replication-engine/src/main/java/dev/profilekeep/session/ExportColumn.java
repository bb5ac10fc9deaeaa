package dev.profilekeep.session;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an export that mean something here, by the names that tools give them: Get-AzWvdUserSession and
 * Get-AzWvdSessionHost (AVD), Get-BrokerSession and Get-BrokerMachine (Citrix), Get-RDUserSession (RDS), quser in several
 * languages, and our own. Names are compared by their letters and digits alone. Where a file has several of one meaning, the one
 * named first here that is not empty counts.
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
    AGENT("agentversion");

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
