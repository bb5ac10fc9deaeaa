package dev.profilekeep.backup.points;

import dev.profilekeep.container.ContainerKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container, and how far back its backups go.
 *
 * @param sites ids of the sites that have a copy, the active one first
 * @param newest the newest moment that one can go back to; null if there is none
 * @param oldest the oldest one; null if there is none
 * @param points how many moments there are, over all repositories
 * @param inUseSince in use at every try since; null if it was not at the last, or was never tried
 * @param lastWritten when the newest copy was written last; null if never seen
 */
public record ContainerBackup(
        long containerId,
        String setId,
        ContainerKind kind,
        String sid,
        String account,
        List<String> sites,
        @Nullable Instant newest,
        @Nullable Instant oldest,
        long points,
        @Nullable Instant inUseSince,
        @Nullable Instant lastWritten) {
    public ContainerBackup {
        sites = List.copyOf(sites);
    }

    /** How old the newest backup is; null if there is none. */
    public @Nullable Duration age(Instant now) {
        return newest == null ? null : Duration.between(newest, now);
    }
}
