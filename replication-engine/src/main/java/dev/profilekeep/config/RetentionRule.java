package dev.profilekeep.config;

import dev.profilekeep.container.ContainerKind;
import java.util.Optional;

/**
 * How many snapshots of a container stay. Of a day, a week (from Monday on), a month or a year, its last snapshot counts; those that have none do not count, so that
 * whoever was away for months keeps what there is.
 *
 * @param keepLast the last so many, whenever they were made
 * @param daily of the last so many days that have one
 * @param weekly of the last so many weeks that have one
 * @param monthly of the last so many months that have one
 * @param yearly of the last so many years that have one
 */
public record RetentionRule(int keepLast, int daily, int weekly, int monthly, int yearly) {
    /** Of profiles, where nobody said otherwise. */
    public static final RetentionRule PROFILE = new RetentionRule(0, 30, 0, 0, 0);

    /** @throws IllegalArgumentException if a number is negative, or it would keep nothing at all */
    public RetentionRule {
        if (keepLast < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
            throw new IllegalArgumentException("a rule of retention cannot keep fewer than none: " + keepLast + ", "
                    + daily + ", " + weekly + ", " + monthly + ", " + yearly);
        }
        if ((keepLast | daily | weekly | monthly | yearly) == 0) {
            throw new IllegalArgumentException(
                    "a rule of retention must keep something: one of its numbers at least is to be 1 or more");
        }
    }

    /**
     * Where nobody said otherwise. Office containers are not backed up then, so there is no rule for them: whoever has them backed up gives one, and until
     * then all of them stay.
     */
    public static Optional<RetentionRule> standard(ContainerKind kind) {
        return kind == ContainerKind.PROFILE ? Optional.of(PROFILE) : Optional.empty();
    }
}
