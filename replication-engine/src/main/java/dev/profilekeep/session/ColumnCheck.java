package dev.profilekeep.session;

import dev.profilekeep.text.Visible;
import java.util.Collection;
import java.util.stream.Collectors;

/** Whether the columns of an export tell of hosts or sessions at all. */
final class ColumnCheck {
    private static final int SHOWN = 30;

    private ColumnCheck() {}

    static void require(Collection<String> head) throws ImportRefusedException {
        if (head.stream().noneMatch(name -> {
            ExportColumn column = ExportColumn.named(name);
            return column != null && column != ExportColumn.STATE && column != ExportColumn.POOL;
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
}
