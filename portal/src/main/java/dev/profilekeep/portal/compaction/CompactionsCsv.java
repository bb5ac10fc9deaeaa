package dev.profilekeep.portal.compaction;

import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.text.CsvLines;
import dev.profilekeep.portal.text.Texts;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of each copy in a run, in the columns that administrators know from the shrink script of the FSLogix community, so that what they made for those tables goes on
 * working; two of our own follow. Heads and states are the same in every language. Sizes are GiB with two decimals, times those of a zone. Not for use by several threads.
 */
public final class CompactionsCsv {
    /** In this order. */
    public static final List<String> COLUMNS = List.of(
            "Name",
            "StartTime",
            "EndTime",
            "ElapsedTime(s)",
            "DiskState",
            "OriginalSizeGB",
            "FinalSizeGB",
            "SpaceSavedGB",
            "FullName",
            "Reason",
            "Why");

    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private final CsvLines lines;
    private final boolean comma;
    private final Texts texts;
    private final DateTimeFormatter times;
    private final Function<CompactionItem, String> fullName;

    /**
     * @param separator with a semicolon, decimals are parted by a comma
     * @param fullName where the file lies, as far as whoever reads this may know
     */
    public CompactionsCsv(
            Writer out, char separator, Texts texts, ZoneId zone, Function<CompactionItem, String> fullName) {
        this.lines = new CsvLines(out, separator);
        this.comma = separator == ';';
        this.texts = texts;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
        this.fullName = fullName;
    }

    public void begin() throws IOException {
        lines.begin(COLUMNS);
    }

    public void row(CompactionItem item) throws IOException {
        Instant from = item.beganAt();
        Instant to = item.endedAt();
        long after = finalSize(item);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(name(item.path()));
        cells.add(from == null ? null : times.format(from));
        cells.add(to == null ? null : times.format(to));
        cells.add(from == null || to == null ? null : seconds(Duration.between(from, to)));
        cells.add(state(item));
        cells.add(gib(item.bytesBefore()));
        cells.add(after < 0 ? null : gib(after));
        cells.add(after < 0 ? null : gib(Math.max(0, item.bytesBefore() - after)));
        cells.add(fullName.apply(item));
        cells.add(item.why().isEmpty() ? null : item.why());
        cells.add(item.sentence().isEmpty() ? Whys.name(item.why(), texts) : item.sentence());
        lines.row(cells);
    }

    /** Of what is as it was, the length that it has; of what is planned, the one that it would have. */
    private static long finalSize(CompactionItem item) {
        return switch (item.outcome()) {
            case COMPACTED -> item.bytesAfter();
            case PLANNED -> item.bytesPlanned();
            case SKIPPED, FAILED -> item.bytesBefore();
        };
    }

    /**
     * One word: {@code Success}; {@code Planned}, could be made smaller; {@code DiskLocked}, somebody works with it; {@code Ignored}, there is nothing to win;
     * {@code Skipped}, something else stands against it; {@code Failed}, it is as it was.
     */
    static String state(CompactionItem item) {
        return switch (item.outcome()) {
            case COMPACTED -> "Success";
            case PLANNED -> "Planned";
            case FAILED -> "Failed";
            case SKIPPED ->
                Whys.isInUse(item.why()) ? "DiskLocked" : Whys.isSmallEnough(item.why()) ? "Ignored" : "Skipped";
        };
    }

    private static String name(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private String seconds(Duration took) {
        return decimal(BigDecimal.valueOf(Math.max(0, took.toMillis())).divide(THOUSAND, 1, RoundingMode.HALF_UP));
    }

    private String gib(long bytes) {
        return decimal(BigDecimal.valueOf(bytes).divide(GIB, 2, RoundingMode.HALF_UP));
    }

    private String decimal(BigDecimal number) {
        String plain = number.toPlainString();
        return comma ? plain.replace('.', ',') : plain;
    }
}
