package dev.profilekeep.compact;

import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FileName;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What lies beside a disk that forbids to change it: one listing, and the headers of disks whose names say nothing. */
final class Surroundings {
    /** What Hyper-V calls its differencing disks. */
    private static final Pattern SESSION = Pattern.compile("[-_. ]session[-_. ]?\\d*");

    private static final Pattern MERGE = Pattern.compile("(?:rw|merge)[-_. ]?\\d*[-_. ]");
    private static final Pattern DIFFERENCING = Pattern.compile(".*\\.avhdx?", Pattern.CASE_INSENSITIVE);

    private final StorageProvider storage;
    private final StoragePath disk;
    private final String account;
    private final List<Refusal> refusals = new ArrayList<>();
    private final boolean namesTell;
    private boolean listed;

    private Surroundings(StorageProvider storage, StoragePath disk, String account, boolean namesTell) {
        this.namesTell = namesTell;
        this.storage = storage;
        this.disk = disk;
        this.account = account;
    }

    /** @param folderName of the folder that the disk lies in, which may name a person; empty if it is not known */
    static List<Refusal> look(StorageProvider storage, StoragePath disk, String folderName) throws IOException {
        return look(storage, disk, folderName, false);
    }

    /** As {@link #look}, for folders in which many people's disks may lie: those that are named as a person's disk are not opened. */
    static List<Refusal> lookByNames(StorageProvider storage, StoragePath disk, String folderName) throws IOException {
        return look(storage, disk, folderName, true);
    }

    private static List<Refusal> look(StorageProvider storage, StoragePath disk, String folderName, boolean namesTell)
            throws IOException {
        String account = ContainerNames.folder(folderName) instanceof FolderName.Person person ? person.account() : "";
        Surroundings around = new Surroundings(storage, disk, account, namesTell);
        StoragePath folder = disk.parent();
        for (StoredFile file : storage.list(folder == null ? StoragePath.ROOT : folder)) {
            if (!file.directory()) {
                around.judge(file);
            }
        }
        around.own();
        return around.refusals;
    }

    private void refuse(Why why, String sentence) {
        refusals.add(new Refusal(why, sentence));
    }

    /** The disk itself: a server knows it by one name, and that one is compared with what lies beside it. */
    private void own() {
        if (!listed) {
            refuse(
                    Why.NO_SAFE_SWAP,
                    "its folder does not list it under this name: give the name as the folder has it, with its letters"
                            + " and in full");
        }
        if (ContainerNames.file(disk.name(), account) instanceof FileName.Difference) {
            refuse(Why.DIFFERENCE_DISK, "its name says that it is a part of a session, or a difference disk");
        }
    }

    private void judge(StoredFile file) throws IOException {
        if (file.name().equals(disk.name())) {
            listed = true;
            if ((file.attributes() & StoredFile.READONLY) != 0) {
                refuse(Why.NO_SAFE_SWAP, "it is read-only: whoever made it so did not want it changed");
            }
            return;
        }
        FileName name = ContainerNames.file(file.name(), account);
        if (name instanceof FileName.Sidecar sidecar && sidecar.disk().equalsIgnoreCase(disk.name())) {
            sidecar(sidecar.type(), file.name());
        } else if (name instanceof FileName.Difference
                || DIFFERENCING.matcher(file.name()).matches()
                || isSessionsOf(disk.name(), file.name())) {
            refuse(
                    Why.DIFFERENCE_BESIDE,
                    "a difference disk (" + file.name()
                            + ") lies beside it, whose content belongs to a disk in this folder: let"
                            + " the person sign in and out, or have it removed");
        } else if (isDisk(file.name()) && !(namesTell && name instanceof FileName.Disk) && hasParent(file)) {
            refuse(
                    Why.DIFFERENCE_BESIDE,
                    "a disk beside it (" + file.name()
                            + ") has a parent, or cannot be asked: what it rests on must not change");
        }
    }

    private void sidecar(FileName.Sidecar.Type type, String spelt) {
        switch (type) {
            case LOCK ->
                refuse(
                        Why.LOCKED,
                        "a lock file (" + spelt + ") lies beside it: wait for the sign-off, or have it cleared");
            case META ->
                refuse(
                        Why.CLOUD_CACHE,
                        "a state file of Cloud Cache (" + spelt
                                + ") lies beside it: hosts carry blocks between the copies by their place, so another layout"
                                + " would mix them");
            case METADATA -> {
                // FSLogix writes it without Cloud Cache too.
            }
        }
    }

    /** Whether a disk is called after this one as those of sessions and merges are, of whatever kind. */
    private static boolean isSessionsOf(String own, String other) {
        if (!isDisk(own) || !isDisk(other)) {
            return false;
        }
        String stem = stem(own);
        String name = stem(other);
        return name.startsWith(stem)
                        && SESSION.matcher(name.substring(stem.length())).matches()
                || name.endsWith(stem)
                        && MERGE.matcher(name.substring(0, name.length() - stem.length()))
                                .matches();
    }

    private static String stem(String disk) {
        return disk.substring(0, disk.lastIndexOf('.')).toLowerCase(Locale.ROOT);
    }

    private static boolean isDisk(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".vhd") || lower.endsWith(".vhdx");
    }

    private boolean hasParent(StoredFile file) throws IOException {
        try (OpenFile open = storage.openForReading(file.path(), Sharing.ALL)) {
            return Containers.open(open).hasParent();
        } catch (StorageException.NotFound | DiskException | EOFException e) {
            return false; // gone, or no disk that anything could rest on
        } catch (StorageException.Busy | StorageException.Denied e) {
            // Another person's disk that is in use has a name of its own.
            return ContainerNames.file(file.name(), account) instanceof FileName.StrayDisk;
        }
    }
}
