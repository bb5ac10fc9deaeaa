package dev.profilekeep.restore.visit;

import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.request.Note;
import dev.profilekeep.restore.files.ExportLimits;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.FileExport;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return inTurn(to -> FileExport.toFolder(
                files, chosen, ExportLimits.STANDARD, to, person(files.facts().identity(), account), today, progress));
    }

    /** As {@link #put}, into a folder of this name, or with a number behind it if that is taken. */
    ExportResult put(SnapshotFiles files, List<SnapshotEntry> chosen, String account, String name, Progress progress)
            throws IOException {
        return inTurn(to -> FileExport.toNamedFolder(
                files, chosen, ExportLimits.STANDARD, to, person(files.facts().identity(), account), name, progress));
    }

    /**
     * Where the folder of this name lies, as people reach it; empty if there is none.
     *
     * @throws VisitRefusedException if there is no share
     */
    Optional<String> find(SnapshotFiles files, String account, String name) throws IOException {
        RestorePolicy.Share there = require();
        return FileExport.namedFolder(
                        files, storage(there), person(files.facts().identity(), account), name)
                .map(there::path);
    }

    /** Why nothing can be put there now, as a sentence that names no file; empty if nothing speaks against it, or there is no share. */
    Optional<Note> heldBy(long bytes) {
        if (share == null) {
            return Optional.empty();
        }
        try {
            return storage(share)
                    .volume()
                    .filter(volume -> volume.freeBytes() < bytes)
                    .map(volume -> Note.of("share.room", bytes, volume.freeBytes()));
        } catch (StorageException.Denied e) {
            return Optional.of(Note.of("share.denied"));
        } catch (IOException e) {
            return Optional.of(Note.of("share.silent"));
        }
    }

    private interface Putting {
        ExportResult into(StorageProvider storage) throws IOException;
    }

    private ExportResult inTurn(Putting putting) throws IOException {
        RestorePolicy.Share there = require();
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was stopped before anything was put anywhere", e);
        }
        try {
            ExportResult put = putting.into(storage(there));
            return new ExportResult(
                    there.path(put.where()), put.files(), put.folders(), put.bytes(), put.skipped(), put.moreSkipped());
        } finally {
            turns.release();
        }
    }

    private RestorePolicy.Share require() throws VisitRefusedException {
        if (share == null) {
            throw new VisitRefusedException(
                    VisitRefusedException.Why.NO_SHARE,
                    "no restore share is configured (policies.restores.restoreShare)");
        }
        return share;
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
