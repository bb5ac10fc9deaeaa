package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.ntfs.security.SecurityDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An NTFS volume opened for reading. It does not own the device that it was opened on. Safe for use by several threads if
 * the device is.
 */
public final class NtfsVolume {
    /** The records of the system files lie together: 16 of 4 KiB at most. */
    private static final int RECORDS_WINDOW = 64 * 1024;

    private static final int DIRTY = 1;
    private static final int MAX_NOTES = 1000;

    /** What the path of a file begins with whose directory is no longer there; no name can be that. */
    public static final String LOST = "?";

    private final BlockDevice device;
    private final BootSector boot;
    private final MasterFileTable mft;
    private final @Nullable String label;
    private final String version;
    private final int flags;
    private final List<String> notes;
    private final FileReader files;
    private final PathFinder paths;
    /** Read when first needed; guarded by this, as is the one below. */
    private @Nullable UpCase upCase;

    private @Nullable SecurityStore securityStore;

    private NtfsVolume(
            BlockDevice device,
            BootSector boot,
            MasterFileTable mft,
            @Nullable String label,
            String version,
            int flags,
            List<String> notes) {
        this.device = device;
        this.boot = boot;
        this.mft = mft;
        this.label = label;
        this.version = version;
        this.flags = flags;
        this.notes = notes;
        this.files = new FileReader(mft, boot.clusterBytes());
        this.paths = new PathFinder(files);
    }

    /**
     * Reads the boot sector, or its copy if that is damaged, and what {@code $Volume} says.
     *
     * @throws dev.profilekeep.disk.DiskException if the volume is too damaged for that, or no NTFS
     */
    public static NtfsVolume open(BlockDevice device) throws IOException {
        return open(device, RECORDS_WINDOW);
    }

    /** As {@link #open(BlockDevice)}, reading file records in pieces of {@code windowBytes}. */
    public static NtfsVolume open(BlockDevice device, int windowBytes) throws IOException {
        var notes = new CopyOnWriteArrayList<String>();
        BootSector boot = BootSectors.read(device, notes);
        MasterFileTable mft = MasterFileTable.open(new ReadAheadDevice(device, windowBytes, 8), boot, notes);
        String label = null;
        ByteView information = null;
        for (Attribute attribute : mft.attributes(MasterFileTable.VOLUME)) {
            if (attribute instanceof Attribute.Resident resident) {
                if (attribute.is(Attribute.VOLUME_NAME, "")) {
                    ByteView name = resident.value();
                    label = name.length() == 0 ? null : name.utf16(0, name.length());
                } else if (attribute.is(Attribute.VOLUME_INFORMATION, "")) {
                    information = resident.value();
                }
            }
        }
        if (information == null) {
            throw new CorruptDiskException("$Volume", 0, "it has no volume information");
        }
        String version = information.u8(8) + "." + information.u8(9);
        return new NtfsVolume(device, boot, mft, label, version, information.u16(10), notes);
    }

    /** Whether the device ends with the copy of an NTFS boot sector, so that it is worth opening although it begins with none. */
    public static boolean hasBackupBootSector(BlockDevice device) throws IOException {
        return BootSectors.backup(device).isPresent();
    }

    /**
     * Whether the last sector of a disk is the copy of the boot sector of a volume that fills the disk, and the first sector is
     * what is left of that boot sector rather than a partition table.
     */
    public static boolean isWholeDiskByCopy(BlockDevice disk) throws IOException {
        return BootSectors.isWholeDiskByCopy(disk);
    }

    /** Where volumes begin that end, with the copy of their boot sector, at {@code from} or behind it; read in one piece. */
    public static List<Long> startsByCopies(BlockDevice disk, long from) throws IOException {
        return BootSectors.startsByCopies(disk, from);
    }

    /** The volume label; empty if there is none. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** "3.1" and the like. */
    public String version() {
        return version;
    }

    /** Whether the volume asks for a check at the next mount. */
    public boolean isDirty() {
        return (flags & DIRTY) != 0;
    }

    public int clusterBytes() {
        return boot.clusterBytes();
    }

    public long clusters() {
        return boot.clusters();
    }

    /** The part of the device that is made of clusters; what lies after it belongs to no file. */
    public ByteRange clusterRange() {
        return new ByteRange(0, boot.clusters() * boot.clusterBytes());
    }

    public long serialNumber() {
        return boot.serialNumber();
    }

    /** What was found damaged and could be helped, in plain sentences. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Which clusters are in use; a new view each time. */
    public ClusterBitmap bitmap() throws IOException {
        // Its pieces are larger than the window, so they are read straight from the device.
        BlockDevice bits = mft.data(MasterFileTable.BITMAP)
                .orElseThrow(() -> new CorruptDiskException("$Bitmap", 0, "it has no content"));
        return new ClusterBitmap(bits, boot.clusters());
    }

    /** Whether the volume was unmounted properly. */
    public NtfsLogState logState() throws IOException {
        return RestartArea.state(restartArea());
    }

    /** The bytes that change whenever the volume is mounted for writing: at most 8 KiB from the start of the log. */
    public byte[] restartAreaBytes() throws IOException {
        return restartArea().copy();
    }

    private ByteView restartArea() throws IOException {
        BlockDevice log = mft.data(MasterFileTable.LOG_FILE)
                .orElseThrow(() -> new CorruptDiskException("$LogFile", 0, "it has no content"));
        return RestartArea.read(log);
    }

    /** The root directory. */
    public NtfsDirectory root() throws IOException {
        return directory(file(FileReference.ROOT));
    }

    /**
     * The index of a directory.
     *
     * @throws CorruptDiskException if the file is none, or its index has no root
     */
    public NtfsDirectory directory(NtfsFile file) throws IOException {
        return NtfsDirectory.open(file, mft.volume(), boot.clusterBytes(), upCase());
    }

    /**
     * The file that a directory names.
     *
     * @throws CorruptDiskException if it was deleted since, or its records are damaged
     */
    public NtfsFile file(FileReference reference) throws IOException {
        return files.read(reference);
    }

    /** As {@link #file(FileReference)}, whichever life of the record it is. */
    public NtfsFile file(long number) throws IOException {
        return files.read(new FileReference(number, 0));
    }

    /**
     * Finds a file by its path from the root, without regard for case; names for DOS are understood. A link is found itself, not
     * what it leads to.
     *
     * @param path names between "/" or "\\"; empty for the root
     */
    public Optional<NtfsFile> find(String path) throws IOException {
        var names = new ArrayList<String>();
        for (String name : path.split("[/\\\\]", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return find(names);
    }

    /** As {@link #find(String)}, for names that may hold "\\" themselves. */
    public Optional<NtfsFile> find(List<String> names) throws IOException {
        NtfsFile at = file(FileReference.ROOT);
        for (String name : names) {
            if (!at.isDirectory()) {
                return Optional.empty();
            }
            NtfsDirectory directory = directory(at);
            Optional<NtfsEntry> entry = directory.find(name);
            note(directory.notes());
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            at = file(entry.get().file());
        }
        return Optional.of(at);
    }

    private void note(List<String> more) {
        for (String note : more) {
            if (notes.size() < MAX_NOTES && !notes.contains(note)) {
                notes.add(note);
            }
        }
    }

    /**
     * All paths of a file, one for each name in a directory, without a leading separator; that of the root is empty. A path
     * whose directories do not lead to the root begins with {@link #LOST}.
     */
    public List<String> paths(NtfsFile file) throws IOException {
        return paths.paths(file);
    }

    /**
     * Gives every file and directory in use, the file system's own too, in the order of the master file table, which is read in
     * large pieces. Takes little memory, however many files there are.
     */
    public void forEachFile(FileSink sink) throws IOException {
        new FileWalk(mft, files, paths, recordBitmap()).run(sink);
    }

    /** How many records the master file table has room for; {@link #forEachFile} gives those in use, in rising order. */
    public long records() throws IOException {
        return mft.records();
    }

    /** Bytes of a record of the master file table. */
    public int recordBytes() {
        return boot.recordBytes();
    }

    private Optional<BlockDevice> recordBitmap() throws IOException {
        try {
            Optional<NtfsStream> bitmap = file(0).stream(AttributeType.BITMAP, "");
            return bitmap.isPresent() ? Optional.of(bitmap.get().content(mft.volume())) : Optional.empty();
        } catch (DiskException e) {
            note(List.of("the bitmap of $MFT cannot be read (" + e.getMessage() + ")"));
            return Optional.empty();
        }
    }

    /**
     * What a program reads from a file: its unnamed stream, unpacked if NTFS or Windows' "compact" compressed it; empty if it has
     * none, as directories have not. Positional; nothing has to be closed.
     *
     * @throws UnsupportedDiskException if the content is encrypted, or not on the volume
     * @throws CorruptDiskException if its pieces do not fit together
     */
    public Optional<BlockDevice> content(NtfsFile file) throws IOException {
        Optional<NtfsStream> stream = file.stream("");
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> elsewhere = file.whyElsewhere();
        if (elsewhere.isPresent()) {
            throw new UnsupportedDiskException("the content is not on this volume: " + elsewhere.get());
        }
        if (file.reparse() instanceof ReparsePoint.Compressed compressed) {
            return Optional.of(WofContent.open(file, compressed, stream.get().size(), device));
        }
        return Optional.of(content(stream.get()));
    }

    /**
     * What is in a stream, unpacked if NTFS compressed it. What is not stored, or was never written, reads as zeros.
     *
     * @throws UnsupportedDiskException if it is encrypted
     * @throws CorruptDiskException if its pieces do not fit together
     */
    public BlockDevice content(NtfsStream stream) throws IOException {
        return stream.content(device);
    }

    /**
     * Owner, group and lists of a file; empty if it has none.
     *
     * @throws CorruptDiskException if they are damaged
     */
    public Optional<SecurityDescriptor> security(NtfsFile file) throws IOException {
        long id = file.requireStandard().securityId();
        if (id != 0) {
            return Optional.of(security(id));
        }
        Optional<NtfsStream> own = file.stream(AttributeType.SECURITY_DESCRIPTOR, "");
        if (own.isEmpty()) {
            return Optional.empty();
        }
        long size = own.get().size();
        if (size > SecurityStore.MAX_BYTES) {
            throw new CorruptDiskException("security descriptor", 0, "it has " + size + " bytes");
        }
        BlockDevice content = own.get().content(mft.volume());
        return Optional.of(SecurityDescriptor.parse(ByteView.read("security descriptor", content, 0, (int) size)));
    }

    /**
     * A descriptor of {@code $Secure} by its number.
     *
     * @throws CorruptDiskException if there is none, or it is damaged
     */
    public SecurityDescriptor security(long id) throws IOException {
        return securityStore().get(id);
    }

    /**
     * Who owns which clusters, by all files that can be read; one read of the master file table.
     *
     * @throws UnsupportedDiskException if the files are in too many pieces to remember
     */
    public OwnerIndex owners() throws IOException {
        var owners = new OwnerIndex.Builder();
        forEachFile(owners::add);
        return owners.build(boot.clusterBytes());
    }

    /**
     * All clusters that records in use claim, and what is wrong with that; one read of the master file table.
     *
     * @param sink is told of the records in use
     * @throws UnsupportedDiskException if there are too many runs, or too many names of streams, to remember
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public ClaimedRuns claimedRuns(RecordSink sink, Progress progress) throws IOException {
        if (boot.clusters() > RunTable.MAX_CLUSTERS) {
            throw new UnsupportedDiskException(
                    "the volume has " + boot.clusters() + " clusters, more than Windows makes");
        }
        return new ClaimWalk(mft, boot.clusterBytes(), sink).run(recordBitmap(), progress);
    }

    /** See {@link Sleep}. */
    public boolean isHibernated() throws IOException {
        return Sleep.isHibernated(this);
    }

    /** Whether a volume keeps shadow copies, which need the old content of free clusters. */
    public static boolean hasShadowCopies(BlockDevice device) throws IOException {
        return Sleep.hasShadowCopies(device);
    }

    /**
     * Whose a run is, for people: the path of its file (the first, if it has several) and, unless it is the file's own content,
     * what of it: {@code Outlook/me.ost}, {@code Downloads/a.zip:Zone.Identifier}, {@code Downloads ($INDEX_ALLOCATION "$I30")}.
     *
     * @throws CorruptDiskException if the file changed since the index was made
     */
    public String ownerName(OwnerIndex.Run run) throws IOException {
        NtfsFile file = file(run.file());
        List<String> all = paths(file);
        String path = all.isEmpty() ? LOST : all.get(0);
        if (run.stream() >= file.streams().size()) {
            throw new CorruptDiskException("file record " + run.file(), 0, "it has no stream " + run.stream());
        }
        NtfsStream stream = file.streams().get(run.stream());
        if (stream.isData()) {
            return stream.name().isEmpty() ? path : path + ":" + stream.name();
        }
        return path + " (" + stream + ")";
    }

    /** What {@code $Extend} holds: {@code $ObjId}, {@code $Quota}, {@code $Reparse}, {@code $UsnJrnl} where they exist. */
    public List<String> extensions() throws IOException {
        var names = new ArrayList<String>();
        directory(file(MasterFileTable.EXTEND)).list(entry -> names.add(entry.name()));
        return names;
    }

    /** The order of names in a directory of this volume: without regard for case first, then with. */
    public Comparator<String> nameOrder() throws IOException {
        return upCase()::compare;
    }

    private synchronized UpCase upCase() throws IOException {
        if (upCase == null) {
            upCase = UpCase.read(mft, notes);
        }
        return upCase;
    }

    private synchronized SecurityStore securityStore() throws IOException {
        if (securityStore == null) {
            securityStore = SecurityStore.open(file(MasterFileTable.SECURE), mft.volume(), boot.clusterBytes(), notes);
        }
        return securityStore;
    }

    @Override
    public String toString() {
        return "NTFS " + version + " " + device;
    }
}
