package dev.profilekeep.replica;

/** By which a verdict was found. The numbers are those of docs/replication.md. */
public enum CopyRule {
    SILENT(1),
    MISSING(2),
    NOTHING_TO_COMPARE_WITH(3),
    IN_USE(4),
    UNREADABLE(5),
    NOTHING_CHANGED(6),
    SAME_CONTENT(7),
    DIFFERS_AT_REST(8),
    NOT_READ(9),
    OTHER_RULES(10),
    STILL_AS_AGREED(11),
    SAID_SO_EARLIER(12),
    NEWBORN(13),
    ONLY_FURTHER_CHANGED(14),
    BOTH_CHANGED(15),
    NEVER_AGREED(16),
    SAME_AS_AGREED(17),
    OTHER_VOLUME(18),
    SEVERAL(19);

    private final int number;

    CopyRule(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
