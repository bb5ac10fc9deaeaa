package dev.profilekeep.readiness;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.disk.info.Subformat;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.health.Exposure;
import dev.profilekeep.readiness.Seen.Hive;
import dev.profilekeep.readiness.Seen.Rights;
import dev.profilekeep.readiness.Seen.State;
import dev.profilekeep.storage.AccessEntry;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a copy by its metadata alone, read-only and shared with everybody. A copy whose size, times, id and headers are those of the last sound look is not read again: that look is proved anew, and only who
 * may open it is asked. Stateless.
 */
final class ReadinessLook {
    /** FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, [MS-FSCC] 2.6: the content lies in slower storage. */
    private static final int RECALL_ON_DATA_ACCESS = 0x400000;

    /** FILE_READ_DATA and FILE_WRITE_DATA, or GENERIC_ALL, [MS-DTYP] 2.4.3. */
    private static final int READ_AND_WRITE = 0x3;

    private static final int GENERIC_ALL = 0x1000_0000;
    private static final String OWNER_RIGHTS = "S-1-3-4";

    private final StorageProvider storage;
    private final SlicedFile.Slices slices;
    private final Clock clock;

    ReadinessLook(StorageProvider storage, SlicedFile.Slices slices, Clock clock) {
        this.storage = storage;
        this.slices = slices;
        this.clock = clock;
    }

    /** In what state of the file something was seen; stamp is empty if it could not be read. */
    record FileState(long size, long written, long changed, long fileId, String stamp) {
        static final FileState NONE = new FileState(-1, -1, -1, -1, "");

        static FileState of(StoredFile file, String stamp) {
            return new FileState(file.size(), file.lastWriteTime(), file.changeTime(), file.fileId(), stamp);
        }
    }

    /** An earlier look. */
    record Before(FileState state, Seen seen) {}

    /**
     * What came out.
     *
     * @param bytesRead of the copy
     */
    record Looked(FileState state, Seen seen, long bytesRead) {}

    /**
     * @param sid the person's; empty if nobody knows
     * @param before what the last look showed; null if there was none
     * @throws StorageException.Unreachable if the server is gone: that says nothing about the copy
     */
    Looked look(StoragePath path, String sid, @Nullable Before before) throws StorageException.Unreachable {
        Instant now = clock.instant();
        try (SlicedFile file = new SlicedFile(storage, path, slices)) {
            if (file.opened().has(StoredFile.OFFLINE) || file.opened().has(RECALL_ON_DATA_ACCESS)) {
                return new Looked(FileState.NONE, Seen.ended(now, State.SLOW_STORAGE, ""), 0);
            }
            Looked looked = inside(file, before, now);
            return new Looked(looked.state(), withRights(looked.seen(), path, sid), file.bytesRead());
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException.NotFound e) {
            return new Looked(FileState.NONE, Seen.ended(now, State.GONE, ""), 0);
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            return new Looked(FileState.NONE, Seen.ended(now, State.IN_USE, ""), 0);
        } catch (IOException e) {
            return new Looked(FileState.NONE, Seen.ended(now, State.UNREADABLE, sentence(e)), 0);
        }
    }

    private static Looked inside(SlicedFile file, @Nullable Before before, Instant now) throws IOException {
        try {
            FileState state = FileState.of(file.opened(), DiskInspector.stamp(file));
            if (before != null && before.state().equals(state) && before.seen().state() == State.READ) {
                return new Looked(state, before.seen().provedAt(now, "", Rights.NOT_TOLD), 0);
            }
            Seen seen = read(file, now);
            if (SlicedFile.moved(file.opened(), file.now()) || !state.stamp().equals(DiskInspector.stamp(file))) {
                return new Looked(FileState.NONE, Seen.ended(now, State.IN_USE, ""), 0);
            }
            return new Looked(state, seen, 0);
        } catch (DiskException | EOFException e) {
            return SlicedFile.moved(file.opened(), file.now())
                    ? new Looked(FileState.NONE, Seen.ended(now, State.IN_USE, ""), 0)
                    : new Looked(FileState.NONE, Seen.ended(now, State.DAMAGED, sentence(e)), 0);
        }
    }

    private static Seen read(SlicedFile file, Instant now) throws IOException {
        DiskInfo info = DiskInspector.inspect(file);
        if (info.subformat() == Subformat.DIFFERENCING) {
            return Seen.ended(now, State.DIFFERENCE_DISK, "");
        }
        long free = -1;
        boolean dirty = false;
        boolean ntfs = false;
        for (PartitionInfo partition : info.partitions()) {
            String problem = partition.problem();
            if (problem != null) {
                return Seen.ended(now, State.FILE_SYSTEM_DAMAGED, problem);
            }
            Long freeHere = partition.freeBytes();
            if (freeHere != null) {
                free = Math.max(0, free) + freeHere;
            }
            ntfs |= partition.filesystem().equals("NTFS");
            dirty |= Boolean.TRUE.equals(partition.dirty());
        }
        if (!ntfs) {
            return Seen.ended(now, State.NO_FILE_SYSTEM, "");
        }
        boolean logOpen = info.log() == LogState.REPLAY_NEEDED;
        return new Seen(now, State.READ, "", logOpen, dirty, free, hive(file), "", Rights.NOT_TOLD);
    }

    private static Hive hive(BlockDevice file) throws IOException {
        VirtualDisk disk = Containers.open(file);
        for (Volumes.Place place : Volumes.of(disk)) {
            if (!place.isNtfs()) {
                continue;
            }
            NtfsVolume volume = Volumes.open(disk, place);
            Optional<NtfsFile> hive = volume.find("Profile/NTUSER.DAT");
            Optional<BlockDevice> content = hive.isPresent() ? volume.content(hive.get()) : Optional.empty();
            if (content.isPresent()) {
                return judge(content.get());
            }
        }
        return Hive.NONE;
    }

    private static Hive judge(BlockDevice content) throws IOException {
        try {
            if (DiskInspector.isSoundHive(content)) {
                return Hive.SOUND;
            }
            return DiskInspector.isUnfinishedHive(content) ? Hive.LOG_TO_APPLY : Hive.BAD;
        } catch (DiskException | EOFException e) {
            return Hive.BAD;
        }
    }

    private Seen withRights(Seen seen, StoragePath path, String sid) throws IOException {
        try {
            FileSecurity security = storage.security(path);
            String owner = security.ownerSid();
            return seen.provedAt(seen.at(), owner == null ? "" : owner, rights(security, sid));
        } catch (StorageException.Denied | IllegalArgumentException e) {
            return seen;
        }
    }

    /** What the file gives to somebody by name. Which groups they are in is not known here, so a group's entry proves nothing. */
    static Rights rights(FileSecurity security, String sid) {
        String owner = security.ownerSid();
        if (owner == null && security.descriptor().length == 0) {
            return Rights.NO_RIGHTS_HERE;
        }
        if (Exposure.wrongOwner(owner, sid) && isPerson(owner, sid)) {
            return Rights.SOMEBODY_ELSES;
        }
        boolean owns = owner != null && owner.equalsIgnoreCase(sid);
        SecurityDescriptor descriptor = SecurityDescriptor.parse(security.descriptor());
        if (!descriptor.hasDacl()) {
            return owns ? Rights.OWN : Rights.BY_GROUP;
        }
        int left = READ_AND_WRITE;
        List<AccessEntry> entries = AccessEntry.of(descriptor.dacl());
        for (AccessEntry entry : entries) {
            boolean meant =
                    entry.sid().equalsIgnoreCase(sid) || owns && entry.sid().equals(OWNER_RIGHTS);
            if (!meant || !entry.effective()) {
                continue;
            }
            int mask = (entry.mask() & GENERIC_ALL) != 0 ? READ_AND_WRITE : entry.mask() & READ_AND_WRITE;
            if (!entry.allows() && (mask & left) != 0) {
                return Rights.DENIED;
            }
            left &= ~mask;
        }
        return left == 0 ? Rights.OWN : Rights.BY_GROUP;
    }

    /** Another account of the person's own domain; Administrators and the like own what was copied by a tool, and the DACL decides. */
    private static boolean isPerson(@Nullable String owner, String sid) {
        return owner != null && owner.startsWith(sid.substring(0, sid.lastIndexOf('-') + 1));
    }

    private static String sentence(IOException e) {
        String told = e.getMessage();
        String words = told == null ? e.getClass().getSimpleName() : told;
        return words.length() <= 500 ? words : words.substring(0, 500);
    }
}
