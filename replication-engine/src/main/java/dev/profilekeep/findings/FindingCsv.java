package dev.profilekeep.findings;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Findings as rows of a table for other programs: names of columns and plain values, neither quoted nor translated. */
public final class FindingCsv {
    /** In the order of {@link #cells}. */
    public static final List<String> COLUMNS = List.of(
            "Severity",
            "Code",
            "Site",
            "Location",
            "Account",
            "SID",
            "Kind",
            "Set",
            "Disk",
            "FirstSeen",
            "LastSeen",
            "ResolvedAt",
            "AcceptedUntil",
            "AcceptedBy",
            "AcceptedReason",
            "Facts",
            "Repository");

    private FindingCsv() {}

    /** Times are ISO 8601 in UTC, facts {@code name=value} by name; empty where there is none. */
    public static List<String> cells(FindingRow row) {
        FindingRow.About about = row.container();
        Acceptance accepted = row.acceptance();
        return List.of(
                row.severity().name(),
                row.code().name(),
                row.siteId(),
                row.locationId() == null ? "" : row.locationId(),
                about == null ? "" : about.account(),
                about == null ? "" : about.sid(),
                about == null ? "" : about.kind().name(),
                about == null ? "" : about.setId(),
                about == null ? "" : about.baseName(),
                time(row.firstSeen()),
                time(row.lastSeen()),
                time(row.resolvedAt()),
                accepted == null ? "" : time(accepted.until()),
                accepted == null ? "" : accepted.byName(),
                accepted == null ? "" : accepted.reason(),
                new TreeMap<>(row.facts())
                        .entrySet().stream()
                                .map(fact -> fact.getKey() + "=" + fact.getValue())
                                .collect(Collectors.joining("; ")),
                row.repositoryId() == null ? "" : row.repositoryId());
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
