package dev.profilekeep.session;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How an export is to be understood.
 *
 * @param source what this export is called; the next of the same name takes its place
 * @param exportedAt when it was made: as of when its facts hold
 * @param zone for times that name none; null refuses such times
 * @param dates for dates like 03/04/2026; null refuses those that could be either, unless another date of the file decides
 * @param complete whether it names every session of every host in it: what its source said before and does not say now is then
 *     over. Otherwise it only adds
 * @param badRows what a row that cannot be understood means
 * @param host the host of rows that name none, as in the output of one host's {@code quser}; empty if rows must name theirs
 * @param pool of hosts for which no row names one; may be empty
 */
public record ImportOptions(
        String source,
        Instant exportedAt,
        @Nullable ZoneId zone,
        @Nullable DateOrder dates,
        boolean complete,
        BadRows badRows,
        String host,
        String pool) {

    /** What stands first in a date with slashes. */
    public enum DateOrder {
        DAY_FIRST,
        MONTH_FIRST
    }

    /** What a row that cannot be understood means. */
    public enum BadRows {
        /** Nothing of the export is taken. */
        REFUSE_ALL,
        /** The others are taken, and the export then counts as one that only adds. */
        SKIP
    }

    /** A complete export, of which every row must be understood and every time must name its zone. */
    public static ImportOptions of(String source, Instant exportedAt) {
        return new ImportOptions(source, exportedAt, null, null, true, BadRows.REFUSE_ALL, "", "");
    }

    public ImportOptions zone(ZoneId given) {
        return new ImportOptions(source, exportedAt, given, dates, complete, badRows, host, pool);
    }

    public ImportOptions dates(DateOrder given) {
        return new ImportOptions(source, exportedAt, zone, given, complete, badRows, host, pool);
    }

    public ImportOptions onlyAdding() {
        return new ImportOptions(source, exportedAt, zone, dates, false, badRows, host, pool);
    }

    public ImportOptions skippingBadRows() {
        return new ImportOptions(source, exportedAt, zone, dates, complete, BadRows.SKIP, host, pool);
    }

    public ImportOptions host(String given) {
        return new ImportOptions(source, exportedAt, zone, dates, complete, badRows, given, pool);
    }

    public ImportOptions pool(String given) {
        return new ImportOptions(source, exportedAt, zone, dates, complete, badRows, host, given);
    }
}
