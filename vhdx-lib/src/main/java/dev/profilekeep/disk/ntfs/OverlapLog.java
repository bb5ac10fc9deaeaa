package dev.profilekeep.disk.ntfs;

import java.util.ArrayList;
import java.util.List;

/** Remembers clusters about which something is wrong, until their owners are looked for; joined where they touch. */
final class OverlapLog {
    static final int KEPT = 1000;

    /**
     * @param record that claimed them last; -1 if that is to be found out
     * @param stream what of the file they belong to
     */
    record Entry(long lcn, long count, long record, String stream) {
        long end() {
            return lcn + count;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long dropped;

    void add(long lcn, long count, long record, String stream) {
        int last = entries.size() - 1;
        if (last >= 0
                && entries.get(last).end() == lcn
                && entries.get(last).record() == record
                && entries.get(last).stream().equals(stream)) {
            Entry before = entries.get(last);
            entries.set(last, new Entry(before.lcn(), before.count() + count, record, stream));
        } else if (entries.size() < KEPT) {
            entries.add(new Entry(lcn, count, record, stream));
        } else {
            dropped++;
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** How many more there were than are kept. */
    long dropped() {
        return dropped;
    }
}
