package dev.profilekeep.restore.files;

import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills a new folder of a restore share. For one use. */
final class RestoreFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreFolder.class);
    private static final int MOST_A_DAY = 10_000;
    private static final String SYSTEM = "S-1-5-18";
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    private final StorageProvider share;
    private final String sid;
    private final StoragePath home;
    /** Whether what is closed is closed by each file's own rights, which nothing inherits. */
    private boolean ofThisMachine;

    /**
     * @param sid whose files they are; empty if that is not known
     * @param person name of the person's folder
     */
    RestoreFolder(StorageProvider share, String sid, String person) {
        this.share = share;
        this.sid = sid;
        this.home = StoragePath.of(person);
    }

    /** What a folder is called, by its number from 1 on. */
    interface Names {
        String of(int number);
    }

    /** The folder of that name, which has it only when all is in it; empty if there is none. */
    Optional<String> filled(String name) throws IOException {
        try {
            share.stat(home.child(name));
            return Optional.of(home.child(name).value());
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        }
    }

    /** Removes what was not finished of the folder of that name. */
    void forgetUnfinished(String name) throws IOException {
        try {
            for (StoredFile entry : share.list(home)) {
                if (entry.directory() && entry.name().startsWith(unfinished(name))) {
                    remove(entry.path());
                }
            }
        } catch (StorageException.NotFound e) {
            LOG.debug("{} is not there yet", home);
        }
    }

    private static String unfinished(String name) {
        return "unfinished-" + name + "-";
    }

    /** @return its path in the share */
    String fill(Names names, Choice choice, SnapshotFiles files, FileExport.Count count) throws IOException {
        Optional<Volume> volume = share.volume();
        if (volume.isPresent() && volume.get().freeBytes() < choice.bytes()) {
            throw new ExportRefusedException(
                    ExportRefusedException.Why.NO_ROOM,
                    "there is too little room at the restore share: " + choice.bytes() + " bytes are needed, "
                            + volume.get().freeBytes() + " are free");
        }
        try {
            share.createFolder(home);
            close(home);
        } catch (StorageException.Exists e) {
            LOG.debug("{} is there already", home);
            closeAgain();
        }
        StoragePath unfinished = home.child(unfinished(names.of(1)) + UUID.randomUUID());
        share.createFolder(unfinished);
        boolean done = false;
        try {
            close(unfinished);
            for (Choice.Item item : choice.items()) {
                put(unfinished, item, files, count);
            }
            StoragePath named = name(unfinished, names);
            done = true;
            return named.value();
        } finally {
            if (!done) {
                remove(unfinished);
            }
        }
    }

    private void put(StoragePath folder, Choice.Item item, SnapshotFiles files, FileExport.Count count)
            throws IOException {
        StoragePath path = folder;
        for (String name : item.names()) {
            path = path.child(name);
        }
        SnapshotEntry entry = item.entry();
        if (entry.kind() == SnapshotEntry.Kind.FOLDER) {
            share.createFolder(path);
            closeItself(path);
            return;
        }
        try (OpenFile file = share.create(path, Sharing.NONE)) {
            closeItself(path);
            FileExport.copy(
                    FileExport.content(files, entry),
                    (offset, bytes) -> file.writeFully(offset, ByteBuffer.wrap(bytes)),
                    count);
            file.flush();
        }
        count.files++;
        Instant modified = entry.modified();
        Instant created = entry.created();
        share.setTimes(
                path,
                created == null ? 0 : StoredFile.fromInstant(created),
                modified == null ? 0 : StoredFile.fromInstant(modified));
    }

    /** The first number that nobody has. */
    private StoragePath name(StoragePath unfinished, Names names) throws IOException {
        for (int n = 1; n <= MOST_A_DAY; n++) {
            StoragePath named = home.child(names.of(n));
            try {
                share.stat(named);
            } catch (StorageException.NotFound free) {
                try {
                    share.rename(unfinished, named);
                    return named;
                } catch (StorageException.Exists e) {
                    LOG.debug("{} was taken just now", named);
                }
            }
        }
        throw new ExportRefusedException(
                ExportRefusedException.Why.NO_ROOM,
                "there are " + MOST_A_DAY + " folders of this day in " + home + " already: remove some");
    }

    /** A person's files are for that person, and for who administers the server. Believed only when it is read back: what a server says of itself beforehand proves nothing, nor does it if it says nothing. */
    private void close(StoragePath folder) throws IOException {
        if (share.closeToOtherAccounts(folder)) {
            ofThisMachine = true;
            return; // for us alone: a folder of this machine does not know whom Windows means
        }
        String owner = share.security(folder).ownerSid();
        List<String> readers = new ArrayList<>(List.of(owner == null ? SYSTEM : owner, SYSTEM, ADMINISTRATORS));
        if (!sid.isEmpty()) {
            readers.add(sid);
        }
        SecurityDescriptor closed = SecurityDescriptor.onlyFor(readers);
        try {
            share.setSecurity(folder, new FileSecurity(null, null, closed.toSet()));
        } catch (StorageException.Denied | StorageException.Failed e) {
            throw notClosed(folder, "let our account change rights at the restore share (" + e.getMessage() + ")");
        }
        byte[] kept =
                SecurityDescriptor.parse(share.security(folder).descriptor()).dacl();
        if (!Arrays.equals(kept, closed.dacl())) {
            throw notClosed(folder, "have the server keep rights as Windows does (vfs object acl_xattr of Samba)");
        }
    }

    /** In a folder of this machine earlier exports are as open as the person's folder is; at a server what somebody set there stays. */
    private void closeAgain() throws IOException {
        try {
            share.closeToOtherAccounts(home);
        } catch (StorageException.Denied e) {
            throw notClosed(home, "make our account its owner (" + e.getMessage() + ")");
        }
    }

    /** What lies in a closed folder has its rights at a server; here each has its own. */
    private void closeItself(StoragePath path) throws IOException {
        if (ofThisMachine && !share.closeToOtherAccounts(path)) {
            throw notClosed(path, "choose a restore share at a file server");
        }
    }

    private static ExportRefusedException notClosed(StoragePath folder, String next) {
        return new ExportRefusedException(
                ExportRefusedException.Why.NOT_CLOSED,
                folder + " cannot be closed to other people, so nothing is put there: " + next);
    }

    /** What was made here before it failed. */
    private void remove(StoragePath folder) {
        try {
            for (StoredFile entry : share.list(folder)) {
                if (entry.directory()) {
                    remove(entry.path());
                } else {
                    share.delete(entry.path());
                }
            }
            share.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} is unfinished and could not be removed: {}", folder, e.getMessage());
        }
    }
}
