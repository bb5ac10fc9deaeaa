package dev.profilekeep.backup.points;

import java.util.List;

/**
 * What became of a decision about backups, which each repository makes for itself.
 *
 * @param done ids of those in which it is so now
 * @param missed those in which it is not known to be; deciding it again does the rest
 */
public record Decided(List<String> done, List<Unreached> missed) {
    public Decided {
        done = List.copyOf(done);
        missed = List.copyOf(missed);
    }

    public boolean isEverywhere() {
        return missed.isEmpty();
    }
}
