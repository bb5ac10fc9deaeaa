package dev.profilekeep.session;

import dev.profilekeep.text.Visible;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether the columns of an export tell of hosts or sessions at all, and say once who a person is. */
final class ColumnCheck {
    private static final int SHOWN = 30;

    private ColumnCheck() {}

    static void require(Collection<String> head) throws ImportRefusedException {
        if (head.stream().noneMatch(name -> {
            ExportColumn column = ExportColumn.named(name);
            return column != null
                    && column != ExportColumn.STATE
                    && column != ExportColumn.POOL
                    && column != ExportColumn.COUNT
                    && column != ExportColumn.USE
                    && column != ExportColumn.SESSION;
        })) {
            String seen = head.stream()
                    .limit(SHOWN)
                    .map(name -> "'" + Visible.oneLine(name) + "'")
                    .collect(Collectors.joining(", "));
            throw new ImportRefusedException(
                    "none of the columns " + seen + " tells of hosts or sessions. Needed are a host"
                            + " (Host, SessionHostName, MachineName, ComputerName, or AVD's Name) and, for sessions, a person (Sid, UserName,"
                            + " UserPrincipalName); useful are State, LogonTime, Pool, BootTime");
        }
    }

    /**
     * Whether every column of a table that means something has a name of its own, and one at most holds SIDs: of which of two a person is
     * nobody can tell, and the wrong one proves that somebody is not there.
     *
     * @throws ImportRefusedException naming both
     */
    static void requireApart(Collection<String> head) throws ImportRefusedException {
        Map<String, String> seen = new HashMap<>();
        for (String name : head) {
            String before = ExportColumn.named(name) == null ? null : seen.put(ExportColumn.key(name), name);
            if (before != null) {
                throw both(before, name, "have one name");
            }
        }
        List<String> sids = head.stream()
                .filter(name -> ExportColumn.named(name) == ExportColumn.SID)
                .toList();
        if (sids.size() > 1) {
            throw both(sids.get(0), sids.get(1), "hold SIDs");
        }
    }

    private static ImportRefusedException both(String one, String other, String what) {
        return new ImportRefusedException("the columns '" + Visible.oneLine(one) + "' and '" + Visible.oneLine(other)
                + "' both " + what + ": which of them counts cannot be told. Export the one that is meant");
    }
}
