package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one thing to say first about a container, worst first. What is merely good to know (bloated, long unused, a log to be
 * replayed) never comes first.
 */
public enum Situation {
    GONE(FindingCode.GONE),
    DAMAGED(FindingCode.DAMAGED),
    UNREADABLE(FindingCode.UNREADABLE),
    ONLY_AT_SECONDARY(FindingCode.ONLY_AT_SECONDARY),
    FULL(FindingCode.FULL),
    EXPOSED(FindingCode.EXPOSED),
    MUCH_CHANGED(FindingCode.MUCH_CHANGED),
    COPIES_DIVERGED(FindingCode.COPIES_DIVERGED),
    LOCKED(FindingCode.LOCKED),
    NO_BACKUP(FindingCode.NO_BACKUP),
    BACKUP_DAMAGED(FindingCode.BACKUP_DAMAGED),
    NO_FILE_SYSTEM(FindingCode.NO_FILE_SYSTEM),
    SEVERAL_DISKS(FindingCode.SEVERAL_DISKS),
    DUPLICATE_FOLDERS(FindingCode.DUPLICATE_FOLDERS),
    NEARLY_FULL(FindingCode.NEARLY_FULL),
    FULL_SOON(FindingCode.FULL_SOON),
    VOLUME_DIRTY(FindingCode.VOLUME_DIRTY),
    DIFFERENCE_DISK(FindingCode.DIFFERENCE_DISK),
    COPY_MISSING(FindingCode.COPY_MISSING),
    COPY_BEHIND(FindingCode.COPY_BEHIND),
    COPIES_DIFFER(FindingCode.COPIES_DIFFER),
    COPY_NEWER(FindingCode.COPY_NEWER),
    COPY_ALTERED(FindingCode.COPY_ALTERED),
    COPY_RIGHTS(FindingCode.COPY_RIGHTS),
    BACKUP_DIFFERS(FindingCode.BACKUP_DIFFERS),
    WRONG_OWNER(FindingCode.WRONG_OWNER),
    ORPHAN(FindingCode.ORPHAN),
    PUT_ASIDE(FindingCode.PUT_ASIDE),
    /** Never looked at successfully. */
    NOT_SEEN(null),
    IN_USE(null),
    FINE(null);

    private final @Nullable FindingCode finding;

    Situation(@Nullable FindingCode finding) {
        this.finding = finding;
    }

    /** The finding that makes it so; empty for the last three. */
    public Optional<FindingCode> finding() {
        return Optional.ofNullable(finding);
    }

    /** What to say first about {@code row}. */
    public static Situation of(ContainerRow row) {
        return Arrays.stream(values())
                .filter(situation -> situation.finding != null && row.findings().contains(situation.finding))
                .findFirst()
                .orElseGet(() -> withoutFinding(row));
    }

    /**
     * What to say first about {@code row} by somebody who has just looked: what the last inventory says of its lock is over.
     *
     * @param inUse whether somebody works with it
     */
    public static Situation now(ContainerRow row, boolean inUse) {
        Situation other = Arrays.stream(values())
                .filter(situation -> situation.finding != null
                        && situation.finding != FindingCode.LOCKED
                        && row.findings().contains(situation.finding))
                .findFirst()
                .orElse(row.state() == ContainerState.UNKNOWN ? NOT_SEEN : FINE);
        return other == FINE && inUse ? IN_USE : other;
    }

    /** The worst of several; fine if there is none. */
    public static Situation worst(List<ContainerRow> rows) {
        return rows.stream().map(Situation::of).min(Comparator.naturalOrder()).orElse(FINE);
    }

    private static Situation withoutFinding(ContainerRow row) {
        return switch (row.state()) {
            case UNKNOWN -> NOT_SEEN;
            case IN_USE -> IN_USE;
            case HEALTHY, ATTENTION, PROBLEM -> row.locked() ? IN_USE : FINE;
        };
    }

    /** The state as a word and a shape: what a container in this situation alone would be called. */
    public ContainerState state() {
        return switch (this) {
            case GONE,
                    DAMAGED,
                    UNREADABLE,
                    ONLY_AT_SECONDARY,
                    FULL,
                    EXPOSED,
                    MUCH_CHANGED,
                    COPIES_DIVERGED,
                    NO_BACKUP,
                    BACKUP_DAMAGED -> ContainerState.PROBLEM;
            case LOCKED,
                    NO_FILE_SYSTEM,
                    SEVERAL_DISKS,
                    DUPLICATE_FOLDERS,
                    NEARLY_FULL,
                    FULL_SOON,
                    VOLUME_DIRTY,
                    DIFFERENCE_DISK,
                    COPY_MISSING,
                    COPY_BEHIND,
                    COPIES_DIFFER,
                    COPY_NEWER,
                    COPY_ALTERED,
                    COPY_RIGHTS,
                    BACKUP_DIFFERS,
                    WRONG_OWNER,
                    ORPHAN -> ContainerState.ATTENTION;
            case NOT_SEEN -> ContainerState.UNKNOWN;
            case IN_USE -> ContainerState.IN_USE;
            case FINE, PUT_ASIDE -> ContainerState.HEALTHY;
        };
    }
}
