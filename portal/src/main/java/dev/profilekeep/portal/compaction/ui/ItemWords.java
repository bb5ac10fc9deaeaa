package dev.profilekeep.portal.compaction.ui;

import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.Whys;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;

/** What became of a copy, in words. */
final class ItemWords {
    private ItemWords() {}

    /** The person, or the file where nobody knows whose it is. */
    static String name(CompactionItem item) {
        String path = item.path();
        return Visible.isolated(item.account().isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : item.account());
    }

    /** What is small enough is well, and what somebody works with goes by itself. */
    static Status status(CompactionItem item) {
        return switch (item.outcome()) {
            case COMPACTED -> Status.READY;
            case PLANNED -> Status.INFO;
            case FAILED -> Status.NOT_READY;
            case SKIPPED ->
                Whys.isSmallEnough(item.why())
                        ? Status.READY
                        : Whys.isInUse(item.why()) ? Status.IN_USE : Status.PAUSED;
        };
    }

    static String outcome(Outcome outcome, Words words) {
        return words.get("space.outcome." + outcome);
    }

    /** "5.2 GB → 3.1 GB"; the length alone if nothing is known of another. */
    static String sizes(CompactionItem item, Words words) {
        String before = words.formats().bytes(item.bytesBefore());
        long after = item.outcome() == Outcome.COMPACTED ? item.bytesAfter() : item.bytesPlanned();
        boolean other = after >= 0 && (item.outcome() != Outcome.SKIPPED || !Whys.isSmallEnough(item.why()));
        return other ? before + " → " + words.formats().bytes(after) : before;
    }

    /** By how much it became smaller, or could. */
    static String gain(CompactionItem item, Words words) {
        return item.gain() == 0 ? Formats.NONE : words.formats().bytes(item.gain());
    }

    /** Why it is as it is: what happened to this one if that failed, else the reason in a few words; empty if it became smaller. */
    static String reason(CompactionItem item, Words words) {
        return item.outcome() == Outcome.FAILED && !item.sentence().isEmpty()
                ? Visible.isolated(item.sentence())
                : Whys.name(item.why(), words.texts());
    }
}
