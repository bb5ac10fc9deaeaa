package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.store.RepositoryFiles;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the first and the last file came into the trash.
 *
 * @param first as a FILETIME, by the storage's clock
 * @param last likewise; before the first if there is none
 */
record TrashTimes(long first, long last) {
    private static final TrashTimes NONE = new TrashTimes(Long.MAX_VALUE, Long.MIN_VALUE);
    private static final Pattern TEXT = Pattern.compile(" from (\\d{1,18}) to (\\d{1,18})");
    private static final String NOTHING = " of nothing";

    static TrashTimes of(List<RepositoryFiles.Trashed> all) {
        LongSummaryStatistics times =
                all.stream().mapToLong(RepositoryFiles.Trashed::time).summaryStatistics();
        return all.isEmpty() ? NONE : new TrashTimes(times.getMin(), times.getMax());
    }

    boolean isEmpty() {
        return last < first;
    }

    TrashTimes and(TrashTimes other) {
        return new TrashTimes(Math.min(first, other.first), Math.max(last, other.last));
    }

    /** For the purpose of a writer. It says so where there is none: who says nothing may have found anything. */
    String text() {
        return isEmpty() ? NOTHING : " from " + first + " to " + last;
    }

    /** What {@link #text} wrote; empty if that is something else. */
    static Optional<TrashTimes> read(String text) {
        if (text.equals(NOTHING)) {
            return Optional.of(NONE);
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new TrashTimes(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
    }
}
