package dev.profilekeep.portal.backups;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.BackupUnderWayException;
import dev.profilekeep.backup.estate.MayBackUp;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Holds;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Backups as the catalog knows them. It knows no roles: only the services of the features may hold it. Safe for several threads. */
public interface BackupDesk {
    /** What a container can go back to, the newest moment first. */
    List<KnownPoint> points(ContainerRow container);

    /**
     * What the file server keeps of a container by itself, the latest first. Asked of the server, elsewhere than in this thread; fails with an {@link java.io.IOException} if that does
     * not answer.
     */
    CompletableFuture<List<StoragePoint>> previousVersions(ContainerDetail container);

    /** The location whose file server is asked for them, and from which they can be brought back; empty if none can: there is no copy, or no repository to take them into. */
    Optional<String> serverLocation(ContainerDetail container);

    /** Whether there are backups of a container, or will be by the configuration. */
    boolean keeps(ContainerRow container);

    /** What holds a container, as its repositories have it; asked elsewhere than in this thread. */
    CompletableFuture<Holds> holds(ContainerRow container);

    /** Keeps backups of a container, or lets them go by the rules; as {@link #holds}, and fails with an {@link java.io.IOException} if no repository is concerned. */
    CompletableFuture<Decided> keep(ContainerRow container, KeptBackups.Act act, Actor actor, String reason);

    /** Whether a container can be backed up now. */
    MayBackUp mayBackUp(ContainerRow container);

    /**
     * Begins to back a container up, elsewhere than in this thread.
     *
     * @throws BackupUnderWayException if somebody asked for it already
     * @throws java.util.concurrent.RejectedExecutionException if too many are asked for at once
     * @throws IllegalStateException unless {@link #mayBackUp} says YES
     */
    AskedBackup backUpNow(ContainerRow container, Actor actor) throws BackupUnderWayException;

    /** How the one stands that was asked for last; empty if none was. */
    Optional<AskedBackup> lastAsked(ContainerRow container);

    /** Hears of it while it is read, and of its end; closing the answer ends that. */
    AutoCloseable follow(ContainerRow container, Consumer<AskedBackup> listener);

    /** Since when the container could not be backed up; empty if it was at the last try, or was never tried. */
    Optional<BackupGap> gap(ContainerRow container);

    /** Repositories of the configuration, with their sites; none if nothing is backed up. */
    List<RepositorySeen> repositories();

    /** All that is known of a repository of the configuration; empty if there is none of that id. */
    Optional<RepositoryFacts> facts(String id);

    /** How large a repository was, for all days that are kept, the newest first; none if there is none of that id. */
    List<RepositoryMeasure> nights(String id);

    List<ContainerBackup> list(BackupList.Filter filter, BackupList.Sort sort, long offset, int limit);

    long count(BackupList.Filter filter);

    BackupList.Totals totals(BackupList.Filter filter);

    /** What is backed up, by the configuration. */
    Set<ContainerKind> kinds();

    /** No backup for so long is too long, by the configuration. */
    Duration mostAge();
}
