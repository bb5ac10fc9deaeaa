package dev.profilekeep.space.estate;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Where the room of containers goes. Nothing is changed, and no name of a person's file is told. Safe for several threads. */
public final class Space {
    /** So many are given at once. */
    public static final int MOST = 1_000;

    private final Database database;
    private final Looking looking;

    /** @param storages gives a location's storage, guarded; shared and not to be closed */
    public Space(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            Clock clock) {
        this.database = database;
        this.looking = new Looking(config, storages, () -> ActiveNow.of(database, config), clock);
    }

    /**
     * Looks into a container, at the site where its people work. Takes as long as reading its file table does: seconds, or minutes
     * of a large one over a slow line.
     *
     * @param progress is told records; ends it with a {@link java.util.concurrent.CancellationException}
     * @throws IOException if the storage does not answer, or lets nobody look
     */
    public SpaceLook look(ContainerDetail container, Progress progress) throws IOException {
        return looking.look(container, progress);
    }

    /**
     * Whose disk FSLogix itself never makes smaller, the largest gain first, as of the last inventory.
     *
     * @param limit up to {@link #MOST}
     */
    public List<NeverCompacted> neverCompacted(Reach reach, long offset, int limit) {
        if (offset < 0 || limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("offset " + offset + ", limit " + limit + ": at most " + MOST);
        }
        return database.<List<NeverCompacted>, RuntimeException>call(
                session -> new NeverCompactedQuery(session, reach).list(session, offset, limit));
    }

    /**
     * Why FSLogix itself does not make containers smaller, by their ids, as far as that is known; the others are not in it.
     *
     * @param setIds whose containers; nothing is asked if there are none
     */
    public static Map<Long, Set<NeverCompacted.Reason>> neverCompactedReasons(Database database, Set<String> setIds) {
        if (setIds.isEmpty()) {
            return Map.of(); // a reach without sets is that of all
        }
        Reach reach = new Reach(Set.of(), setIds);
        return database
                .<List<NeverCompacted>, RuntimeException>call(
                        session -> new NeverCompactedQuery(session, reach).list(session, 0, Integer.MAX_VALUE))
                .stream()
                .collect(Collectors.toMap(NeverCompacted::containerId, NeverCompacted::reasons));
    }

    /** How many these are in all, and what could be given back. */
    public NeverCompactedTotals neverCompactedTotals(Reach reach) {
        return database.<NeverCompactedTotals, RuntimeException>call(
                session -> new NeverCompactedQuery(session, reach).totals(session));
    }
}
