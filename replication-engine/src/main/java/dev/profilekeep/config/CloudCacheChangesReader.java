package dev.profilekeep.config;

import dev.profilekeep.config.SetConfig.Replication;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads what is vouched for of a Cloud Cache set. Only all of it counts. */
final class CloudCacheChangesReader {
    static final String KEY = "cloudCacheChanges";
    private static final String CLEARED = "cacheClearedAtSignOff";
    private static final String TRIED_ON = "triedOn";
    /** Where the day begins first: nobody's today is later. */
    private static final ZoneOffset EARLIEST = ZoneOffset.ofHours(14);

    private CloudCacheChangesReader() {}

    static @Nullable CloudCacheChanges read(Section set, Replication replication) {
        Section section = set.section(KEY);
        boolean cleared = section.flag(CLEARED, false);
        String given = section.textOrNull(TRIED_ON);
        LocalDate tried = section.parsed(TRIED_ON, LocalDate.MAX, LocalDate::parse, "write the day like 2026-10-14");
        String by = section.absent() ? "" : section.text("triedBy");
        String note = section.text("note", "");
        section.close();
        if (section.absent()) {
            return null;
        }
        if (replication != Replication.CLOUD_CACHE) {
            set.problem(KEY, "is only for sets with replication CLOUD_CACHE, not " + replication, "remove it");
            return null;
        }
        if (!cleared) {
            section.problem(
                    CLEARED,
                    "must be true, or disks would be mixed with what a host kept",
                    "set ClearCacheOnLogoff to 1 on every host of the set, or remove " + KEY);
        }
        if (given == null) {
            section.problem(TRIED_ON, "is missing", "try it first, as docs/restore.md tells, then write the day");
        } else if (!tried.equals(LocalDate.MAX) && tried.isAfter(LocalDate.now(EARLIEST))) {
            section.problem(TRIED_ON, tried + " has not come yet", "write the day on which it was tried");
        }
        boolean whole = cleared && given != null && !tried.isAfter(LocalDate.now(EARLIEST)) && !by.isEmpty();
        return whole ? new CloudCacheChanges(tried, by, note) : null;
    }
}
