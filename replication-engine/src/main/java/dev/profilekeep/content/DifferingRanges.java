package dev.profilekeep.content;

import dev.profilekeep.disk.io.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the ranges of chunks that differ: joined where they touch, at most so many. One thread. */
final class DifferingRanges {
    /** Beyond them, ranges are joined with what lies between. */
    private static final int MOST = 1 << 16;

    private final List<ByteRange> ranges = new ArrayList<>();
    private boolean joinedOver;

    void add(@Nullable MapEntry entry) {
        if (entry != null) {
            ranges.addAll(entry.pieces());
            if (ranges.size() > 4 * MOST) {
                shorten();
            }
        }
    }

    /** In the order of the disk. */
    List<ByteRange> joined() {
        shorten();
        return List.copyOf(ranges);
    }

    /** Whether ranges have equal bytes between them, because there were too many. */
    boolean isCoarse() {
        return joinedOver;
    }

    private void shorten() {
        join(0);
        for (long gap = 1 << 16; ranges.size() > MOST; gap *= 2) {
            joinedOver = true;
            join(gap);
        }
    }

    private void join(long gap) {
        ranges.sort(Comparator.comparingLong(ByteRange::start));
        List<ByteRange> joined = new ArrayList<>();
        for (ByteRange range : ranges) {
            int last = joined.size() - 1;
            if (last >= 0 && range.start() - joined.get(last).end() <= gap) {
                ByteRange before = joined.get(last);
                joined.set(last, ByteRange.between(before.start(), Math.max(before.end(), range.end())));
            } else {
                joined.add(range);
            }
        }
        ranges.clear();
        ranges.addAll(joined);
    }
}
