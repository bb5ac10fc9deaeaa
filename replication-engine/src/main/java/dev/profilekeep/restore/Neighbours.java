package dev.profilekeep.restore;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FileName;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.Locale;

/** Looks what lies beside a disk that forbids to change it: by names alone, one listing. */
final class Neighbours {
    private final ContainerRow row;
    private final String locationId;

    Neighbours(ContainerRow row, String locationId) {
        this.row = row;
        this.locationId = locationId;
    }

    /** @throws RefusedException if a lock, a difference disk or a second disk of the same kind lies there */
    void requireAlone(StorageProvider storage, StoragePath disk) throws IOException, RefusedException {
        StoragePath folder = disk.parent();
        boolean own = folder != null && ContainerNames.folder(folder.name()) instanceof FolderName.Person;
        for (StoredFile file : storage.list(folder == null ? StoragePath.ROOT : folder)) {
            if (!file.directory()) {
                require(file, disk, own);
            }
        }
    }

    private void require(StoredFile file, StoragePath disk, boolean own) throws RefusedException {
        FileName name = ContainerNames.file(file.name(), row.account());
        String where = file.path() + " at " + locationId;
        if (name instanceof FileName.Sidecar sidecar
                && sidecar.type() == FileName.Sidecar.Type.LOCK
                && sidecar.disk().equalsIgnoreCase(disk.name())) {
            throw new RefusedException(
                    Why.LOCKED,
                    "a lock file lies beside it (" + where + "): wait for the sign-off, or have it cleared");
        }
        if (name instanceof FileName.Difference && (own || isOurs(file.name()))) {
            throw new RefusedException(
                    Why.DIFFERENCE_DISK,
                    "a difference disk lies beside it (" + where
                            + "), whose content belongs to this very disk: let the person sign in and out, or have it"
                            + " removed");
        }
        if (name instanceof FileName.Disk other
                && other.kind() == row.kind()
                && !file.name().equalsIgnoreCase(disk.name())
                && (own || !row.sid().isEmpty() && other.sid().equalsIgnoreCase(row.sid()))) {
            throw new RefusedException(
                    Why.SEVERAL_DISKS,
                    "there is a second disk of the same kind (" + where
                            + "): nobody can tell which one is right; move one of them away first");
        }
    }

    /** In a folder of many people: whether it is theirs, or names nobody. */
    private boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean names = lower.contains("s-1-") || lower.startsWith("odfc_") || lower.startsWith("profile_");
        return !names
                || !row.sid().isEmpty() && lower.contains(row.sid().toLowerCase(Locale.ROOT))
                || !row.account().isEmpty()
                        && lower.contains("_" + row.account().toLowerCase(Locale.ROOT));
    }
}
