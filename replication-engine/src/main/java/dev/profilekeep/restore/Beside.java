package dev.profilekeep.restore;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.request.Note;
import dev.profilekeep.restore.BesideTarget.InFolder;
import dev.profilekeep.restore.BesideTarget.LocalFile;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a whole disk of a backup somewhere else: under another name until it is whole and compared with the backup. */
final class Beside {
    static final String ACT = "container.restore.beside";
    private static final Logger LOG = LoggerFactory.getLogger(Beside.class);

    private final CopiesPlanner copies;
    private final RestorePlanner planner;
    private final SnapshotThreads threads;
    private final AuditTrail audit;
    private final Clock clock;

    Beside(CopiesPlanner copies, RestorePlanner planner, SnapshotThreads threads, AuditTrail audit, Clock clock) {
        this.copies = copies;
        this.planner = planner;
        this.threads = threads;
        this.audit = audit;
        this.clock = clock;
    }

    RestoreOutcome run(
            RestoreSource source,
            long containerId,
            BesideTarget target,
            RestoreRequest request,
            RestoreProgress progress) {
        String act = UUID.randomUUID().toString();
        Map<String, String> evidence = Map.of(
                "act", act,
                "to", target.where(),
                "form", target.form().name(),
                "repository", source.repository().id().toString(),
                "backup", source.point().snapshot() + " " + source.point().container());
        ReplaceAudit told = new ReplaceAudit(audit, ACT, containerId, request, evidence);
        try {
            ContainerDetail container = copies.container(containerId, request.reach());
            List<Note> notes;
            try (OpenSnapshot snapshot = RestorePlanner.open(source)) {
                SnapshotDisk disk = planner.disk(source, snapshot, container.row());
                notes = make(disk, target, container.row(), told, progress);
            }
            told.ended(Map.of(), "done");
            return new RestoreOutcome.Restored(act, List.of(), notes);
        } catch (CancellationException e) {
            told.ended(Map.of(), "refused: it was stopped; nothing is left of it");
            return new RestoreOutcome.Stopped();
        } catch (FileAlreadyExistsException | StorageException.Exists e) {
            return Replacing.refused(told, taken(target));
        } catch (RefusedException e) {
            return Replacing.refused(told, e.refusal());
        } catch (CatalogException e) {
            return Replacing.refused(
                    told,
                    new RestoreRefusal(
                            Why.NOT_TOLD,
                            "it cannot be recorded, so nothing was done (" + e.getMessage() + "); try again later"));
        } catch (IOException e) {
            return Replacing.refused(told, Refusals.of(e));
        }
    }

    private static RestoreRefusal taken(BesideTarget target) {
        return new RestoreRefusal(
                Why.CHANGED, target.where() + " is there already, and nothing is ever replaced: choose another name");
    }

    private List<Note> make(
            SnapshotDisk disk, BesideTarget target, ContainerRow row, ReplaceAudit told, RestoreProgress progress)
            throws IOException, RefusedException {
        NewDisk made = NewDisk.in(target.form(), disk, threads.reader(), clock, progress);
        if (target instanceof InFolder there) {
            requireFree(there);
            told.begun();
            LOG.debug("container={} is restored to {}", row.id(), there.where());
            return inFolder(disk, there, made);
        }
        Path file = ((LocalFile) target).file();
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        told.begun();
        return local(file, made);
    }

    private static void requireFree(InFolder there) throws IOException, RefusedException {
        try {
            there.folder().stat(there.path());
        } catch (StorageException.NotFound e) {
            return;
        }
        throw new RefusedException(Why.CHANGED, taken(there).sentence());
    }

    private static List<Note> inFolder(SnapshotDisk disk, InFolder there, NewDisk made) throws IOException {
        StorageProvider storage = there.folder();
        StoragePath parent = there.path().parent();
        StoragePath folder = parent == null ? StoragePath.ROOT : parent;
        makeFolder(storage, folder);
        StoragePath unfinished = folder.child("unfinished-" + UUID.randomUUID());
        boolean done = false;
        try {
            try (OpenFile file = storage.create(unfinished, Sharing.NONE)) {
                made.write(file);
                file.flush();
                made.check(file);
            }
            List<Note> notes = dressed(storage, unfinished, disk.facts().security());
            storage.rename(unfinished, there.path());
            done = true;
            return notes;
        } finally {
            if (!done) {
                remove(storage, unfinished);
            }
        }
    }

    private static void makeFolder(StorageProvider storage, StoragePath folder) throws IOException {
        if (folder.equals(StoragePath.ROOT)) {
            return;
        }
        try {
            storage.stat(folder);
        } catch (StorageException.NotFound e) {
            StoragePath parent = folder.parent();
            makeFolder(storage, parent == null ? StoragePath.ROOT : parent);
            storage.createFolder(folder);
        }
    }

    private static List<Note> dressed(StorageProvider storage, StoragePath file, FileSecurity security) {
        List<Note> notes = new ArrayList<>();
        if (security.descriptor().length == 0) {
            return notes;
        }
        try {
            storage.setSecurity(file, security);
        } catch (IOException | UnsupportedOperationException e) {
            notes.add(Note.plain("owner and rights of the file are those of our account, for they could not be set: "
                    + e.getMessage()));
        }
        return notes;
    }

    private static void remove(StorageProvider storage, StoragePath file) {
        try {
            storage.delete(file);
        } catch (StorageException.NotFound e) {
            LOG.debug("{} was never made", file);
        } catch (IOException e) {
            LOG.warn("{} is unfinished and could not be removed: {}", file, e.getMessage());
        }
    }

    private static List<Note> local(Path file, NewDisk made) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            made.writeLocal(unfinished);
            try (FileDevice read = FileDevice.open(unfinished)) {
                made.check(read);
            }
            Files.move(unfinished, file); // never over a file that came meanwhile
            return List.of(Note.plain("owner and rights of the file are yours to set"));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
