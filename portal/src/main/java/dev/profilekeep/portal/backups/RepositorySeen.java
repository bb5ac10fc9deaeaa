package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.points.BackupList;

/**
 * A repository, as the configuration names it and the catalog knows it.
 *
 * @param main whether backups go there by themselves
 * @param copy whether it gets a copy of every backup
 */
public record RepositorySeen(
        String id, String name, String siteId, boolean main, boolean copy, BackupList.Known known) {

    /** The same, with other words for what is wrong with it. */
    RepositorySeen saying(String problem) {
        return new RepositorySeen(
                id,
                name,
                siteId,
                main,
                copy,
                new BackupList.Known(
                        known.readAt(),
                        problem,
                        known.problemSince(),
                        known.containers(),
                        known.points(),
                        known.newest(),
                        known.oldest()));
    }
}
