package dev.profilekeep.restore.visit;

import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.restore.files.ExportLimits;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.FileExport;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where files are put. Connected when it is first needed. Safe for several threads. */
public final class RestoreShare implements Closeable {
    private static final int AT_ONCE = 2;

    private final RestorePolicy.@Nullable Share share;
    private final Function<RestorePolicy.Share, StorageProvider> connector;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private @Nullable StorageProvider storage;
    private boolean closed;

    /**
     * @param share null if there is none
     * @param connector gives its storage; must not touch the network yet
     */
    public RestoreShare(
            RestorePolicy.@Nullable Share share,
            Function<RestorePolicy.Share, StorageProvider> connector,
            Clock clock) {
        this.share = share;
        this.connector = connector;
        this.clock = clock;
    }

    public boolean isThere() {
        return share != null;
    }

    /**
     * Puts files into a new folder for their owner; waits while others are being put.
     *
     * @return what was put, and where, as people reach it
     * @throws VisitRefusedException if there is no share
     */
    ExportResult put(SnapshotFiles files, List<SnapshotEntry> chosen, String account, Progress progress)
            throws IOException {
        RestorePolicy.Share there = share;
        if (there == null) {
            throw new VisitRefusedException(
                    VisitRefusedException.Why.NO_SHARE,
                    "no restore share is configured (policies.restores.restoreShare)");
        }
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was stopped before anything was put anywhere", e);
        }
        try {
            ExportResult put = FileExport.toFolder(
                    files,
                    chosen,
                    ExportLimits.STANDARD,
                    storage(there),
                    person(files.facts().identity(), account),
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                    progress);
            return new ExportResult(
                    there.path(put.where()), put.files(), put.folders(), put.bytes(), put.skipped(), put.moreSkipped());
        } finally {
            turns.release();
        }
    }

    /** A name that people know and that no two of them have, as accounts of two domains may be called alike. */
    private static String person(ContainerIdentity who, String account) {
        String number = who.sid().substring(who.sid().lastIndexOf('-') + 1);
        return account.isEmpty() ? who.sid() : account + "-" + number;
    }

    private synchronized StorageProvider storage(RestorePolicy.Share there) throws IOException {
        if (closed) {
            throw new IOException("ProfileKeep is being shut down");
        }
        StorageProvider known = storage;
        if (known == null) {
            known = connector.apply(there);
            storage = known;
        }
        return known;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
