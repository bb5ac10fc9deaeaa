package dev.profilekeep.backup.points;

import java.util.List;

/**
 * What became of a decision about backups, which each repository makes for itself.
 *
 * @param done ids of those in which it is so now
 * @param missed those in which it is not known to be; deciding it again does the rest
 * @param already whether it was so before in each of {@code done}, for certain, so that nothing was decided
 */
public record Decided(List<String> done, List<Unreached> missed, boolean already) {
    public Decided {
        done = List.copyOf(done);
        missed = List.copyOf(missed);
    }

    public boolean isEverywhere() {
        return missed.isEmpty();
    }
}
