package dev.profilekeep.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.text.Visible;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an inventory came to. The names are those of the JSON answer.
 *
 * @param result DONE, DONE_WITH_FINDINGS (something could not be read), FAILED or STOPPED, as in the portal
 * @param counts total, done, fresh, changed, unchanged, inUse, unreadable (disks), gone, bytesRead, notRead (entries of
 *     {@code unread}: disks, and locations, folders and names that hide who knows how many)
 * @param findings how many containers have which finding, of severity WARN and worse, at the locations of this run
 * @param totals of the whole catalog
 * @param reason why it failed or was stopped; empty if it did not
 */
record InventoryReport(
        long run,
        String result,
        String startedBy,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Map<String, Long> counts,
        Map<String, Long> findings,
        ContainerTotals totals,
        List<Unread> unread,
        String reason) {

    @JsonIgnore
    int exitCode() {
        boolean done = result.startsWith("DONE");
        return done && unread.isEmpty() && findings.isEmpty() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    private long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    void print(PrintWriter out) {
        String time =
                startedAt == null || endedAt == null ? "" : " in " + seconds(Duration.between(startedAt, endedAt));
        out.printf(
                "Inventory %d: %s%s%s%n",
                run,
                result.toLowerCase(Locale.ROOT).replace('_', ' '),
                time,
                reason.isEmpty() ? "" : " – " + Visible.oneLine(reason));
        TextTable table = new TextTable(false, true, false);
        table.add("  looked at", Long.toString(count("done")), "of " + count("total"));
        table.add("  new", Long.toString(count("fresh")), "");
        table.add("  changed", Long.toString(count("changed")), "");
        table.add("  unchanged", Long.toString(count("unchanged")), "not opened beyond their headers");
        table.add("  in use", Long.toString(count("inUse")), "kept as known before");
        table.add("  gone", Long.toString(count("gone")), "");
        table.add("  could not be read", Long.toString(count("unreadable")), "of the disks above");
        table.add("  not read in all", Long.toString(count("notRead")), "with locations, folders and names, see below");
        out.print(table.write(""));
        out.printf(
                "Catalog: %d containers, %d copies, %s on disk, %s in use inside, %s reclaimable;"
                        + " of %d a copy could not be read%n",
                totals.containers(),
                totals.copies(),
                Sizes.of(totals.fileBytes()),
                Sizes.of(totals.usedBytes()),
                Sizes.of(totals.reclaimableBytes()),
                totals.unread());
        if (!findings.isEmpty()) {
            out.println("Found:");
            TextTable found = new TextTable(true, false);
            findings.forEach((code, number) -> found.add(
                    Long.toString(number), code.toLowerCase(Locale.ROOT).replace('_', ' ')));
            out.print(found.write("  "));
        }
        if (!unread.isEmpty()) {
            out.printf("Not read: %d%n", unread.size());
            for (Unread one : unread) {
                out.printf(
                        "  %s: %s (%s): %s%n",
                        one.locationId(), Visible.oneLine(one.path()), one.kind(), Visible.oneLine(one.reason()));
            }
        }
    }

    private static String seconds(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
