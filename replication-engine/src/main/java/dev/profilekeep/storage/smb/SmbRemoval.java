package dev.profilekeep.storage.smb;

import com.hierynomus.msfscc.FileInformationClass;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.smb.SmbRequests.Access;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import dev.profilekeep.storage.smb.SmbRequests.Options;

/** Closes a handle with which its file goes, and looks whether it went: to a close the server answers "done" either way. */
final class SmbRemoval {
    private static final Opening LOOK =
            Opening.existing(Access.READ_ATTRIBUTES | Access.SYNCHRONIZE, Options.LINK_ITSELF);

    private SmbRemoval() {}

    static void close(StoragePath path, String name, SmbHandle handle) throws StorageException {
        SmbSession.Ask ask = new SmbSession.Ask("remove " + path, "Delete");
        SmbSession session = handle.session();
        if (!session.isUsable()) {
            throw new StorageException.Unreachable(
                    ask.what() + ": the connection was lost before, so whether it was removed is unknown: look before"
                            + " you decide",
                    null);
        }
        StoredFile removed;
        try {
            removed = stat(ask, path, session, handle);
        } catch (StorageException e) {
            session.connection().breakOff(e); // or it would stay open, keeping everybody out
            throw ask.unreachable("whether it was done is unknown, so look before you decide: " + e.getMessage(), e);
        }
        long status;
        try {
            session.close(ask, handle.id());
            status = session.tryToOpen(ask, LOOK, name, session.options().responseTimeout());
        } catch (StorageException.Unreachable e) {
            throw ask.unreachable("whether it was done is unknown, so look before you decide: " + e.getMessage(), e);
        }
        if (SmbErrors.isAbsent(status)) {
            return;
        }
        if (status == SmbErrors.DELETE_PENDING) {
            throw new StorageException.Busy(
                    ask.what() + ": it is marked for deletion and goes when the last who has it open lets go", null);
        }
        if (status != SmbErrors.SUCCESS) {
            throw ask.answered(status);
        }
        requireAnother(ask, path, name, session, removed);
    }

    /** Somebody may have made a new file of that name already: what was to go is gone all the same. */
    private static void requireAnother(
            SmbSession.Ask ask, StoragePath path, String name, SmbSession session, StoredFile removed)
            throws StorageException {
        StoredFile now;
        try {
            now = session.with(ask, LOOK, name, id -> stat(ask, path, session, new SmbHandle(session, id)));
        } catch (StorageException.NotFound e) {
            return;
        }
        if (removed.fileId() == 0 || now.fileId() == 0 || now.fileId() == removed.fileId()) {
            throw new StorageException.Failed(
                    ask.what() + ": the server closed it and did not remove it, or something of that name came back",
                    null);
        }
    }

    private static StoredFile stat(SmbSession.Ask ask, StoragePath path, SmbSession session, SmbHandle handle)
            throws StorageException {
        return SmbRecords.allInformation(
                ask, path, session.query(ask, handle.id(), FileInformationClass.FileAllInformation));
    }
}
