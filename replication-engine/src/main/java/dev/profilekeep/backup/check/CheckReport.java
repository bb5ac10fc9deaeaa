package dev.profilekeep.backup.check;

import dev.profilekeep.backup.index.IndexEntry;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a check found.
 *
 * @param problems the worst first
 * @param totals what it went through
 * @param repairable what a repair goes by
 */
public record CheckReport(CheckExtent extent, List<Problem> problems, Totals totals, Repairable repairable) {
    /**
     * @param maps of containers in snapshots, each counted
     * @param packsRead whole
     * @param bytesRead of packs, as stored
     */
    public record Totals(int snapshots, long maps, int indexes, int packs, int packsRead, long bytesRead) {}

    /**
     * @param indexes that are damaged
     * @param unlisted packs that no sound index lists
     * @param lostPacks that are missing, or cannot be opened
     * @param lostChunks that cannot be read where they are listed
     * @param unlistedChunks that somebody needs, that no index lists, and that can be read where their packs say
     * @param misnamed packs that bear the names of others
     * @param maps that cannot be read as a whole
     * @param relist whether unlisted packs hold what somebody needs, or an index is damaged
     */
    record Repairable(
            Set<UUID> indexes,
            Set<UUID> unlisted,
            Set<UUID> lostPacks,
            Set<IndexEntry> lostChunks,
            Set<IndexEntry> unlistedChunks,
            Set<UUID> misnamed,
            Set<BrokenMap> maps,
            boolean relist) {
        Repairable {
            misnamed = Set.copyOf(misnamed);
            maps = Set.copyOf(maps);
            indexes = Set.copyOf(indexes);
            unlisted = Set.copyOf(unlisted);
            lostPacks = Set.copyOf(lostPacks);
            lostChunks = Set.copyOf(lostChunks);
            unlistedChunks = Set.copyOf(unlistedChunks);
        }
    }

    /** @param container its key */
    record BrokenMap(UUID snapshot, String container) {}

    public CheckReport {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong, or nothing that matters. */
    public boolean isClean() {
        return problems.stream().allMatch(problem -> problem.severity() == Problem.Severity.HARMLESS);
    }
}
