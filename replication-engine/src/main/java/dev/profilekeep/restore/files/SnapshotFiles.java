package dev.profilekeep.restore.files;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.disk.ntfs.NtfsEntry;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsStream;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.ReparsePoint;
import dev.profilekeep.disk.ntfs.StandardInformation;
import dev.profilekeep.restore.SnapshotPoint;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The files in a container of a snapshot: of its largest NTFS volume. Opened once, asked often; what is read is fetched then. Safe for several threads.
 */
public final class SnapshotFiles implements Closeable {
    /** Records below are the file system's own. */
    private static final long FIRST_OWN = 24;

    private static final long ROOT = 5;

    private final OpenSnapshot snapshot;
    private final SnapshotPoint point;
    private final SnapshotDisk disk;
    private final int partition;
    private final NtfsVolume volume;

    private SnapshotFiles(
            OpenSnapshot snapshot, SnapshotPoint point, SnapshotDisk disk, int partition, NtfsVolume volume) {
        this.snapshot = snapshot;
        this.point = point;
        this.disk = disk;
        this.partition = partition;
        this.volume = volume;
    }

    /**
     * Opens a container of a snapshot.
     *
     * @param workers fetch content ahead of whoever reads
     * @param threads how many of them; 0 fetches nothing ahead
     * @throws dev.profilekeep.storage.StorageException.NotFound if there is no such snapshot any more
     * @throws UnsupportedDiskException if no volume in it holds files that we read
     * @throws IllegalArgumentException if the snapshot has no such container
     */
    public static SnapshotFiles open(Repository repository, SnapshotPoint point, Executor workers, int threads)
            throws IOException {
        OpenSnapshot snapshot = repository.snapshots().open(point.snapshot());
        boolean done = false;
        try {
            if (point.container() >= snapshot.containers().size()) {
                throw new IllegalArgumentException(
                        "snapshot " + point.snapshot() + " has no container " + point.container());
            }
            SnapshotDisk disk = SnapshotDisk.open(repository, snapshot, point.container(), workers, threads);
            Volumes.Place place = Volumes.of(disk.disk()).stream()
                    .filter(Volumes.Place::isNtfs)
                    .max(Comparator.comparingLong(one -> one.range().length()))
                    .orElseThrow(() -> new UnsupportedDiskException("no partition of the disk holds NTFS"));
            SnapshotFiles files =
                    new SnapshotFiles(snapshot, point, disk, place.index(), Volumes.open(disk.disk(), place));
            done = true;
            return files;
        } finally {
            if (!done) {
                snapshot.close();
            }
        }
    }

    public SnapshotPoint point() {
        return point;
    }

    /** When the snapshot was made. */
    public Instant taken() {
        return snapshot.head().made();
    }

    /** Whose container it is, and what its file was. */
    public ContainerFacts facts() {
        return disk.facts();
    }

    SnapshotDisk disk() {
        return disk;
    }

    int partition() {
        return partition;
    }

    /** Finds a file or folder by its path, without regard for case; a link is found itself. Empty if there is none. */
    public Optional<SnapshotEntry> find(String path) throws IOException {
        Optional<NtfsFile> file = volume.find(path);
        return file.isPresent() && !isHidden(file.get().number())
                ? Optional.of(entry(pathOf(file.get(), path), file.get()))
                : Optional.empty();
    }

    /** Finds a file by its record, in this life of it. Empty if it is another one's by now. */
    Optional<SnapshotEntry> find(FileReference reference) throws IOException {
        try {
            NtfsFile file = volume.file(reference);
            List<String> paths = volume.paths(file);
            return paths.isEmpty() || isHidden(file.number())
                    ? Optional.empty()
                    : Optional.of(entry(paths.get(0), file));
        } catch (DiskException | EOFException e) {
            return Optional.empty();
        }
    }

    /** As it is spelt there, if that leads to the same file. */
    private String pathOf(NtfsFile file, String asked) throws IOException {
        for (String path : volume.paths(file)) {
            if (path.equalsIgnoreCase(asked)) {
                return path;
            }
        }
        List<String> paths = volume.paths(file);
        return paths.isEmpty() ? asked : paths.get(0);
    }

    /** The file system's own files; the root is none of them. */
    private static boolean isHidden(long record) {
        return record < FIRST_OWN && record != ROOT;
    }

    /**
     * What is in a folder, in the order of the volume.
     *
     * @throws IllegalArgumentException if it is no folder
     */
    public List<SnapshotEntry> list(SnapshotEntry folder) throws IOException {
        if (folder.kind() != SnapshotEntry.Kind.FOLDER) {
            throw new IllegalArgumentException("no folder: " + folder.path());
        }
        List<SnapshotEntry> entries = new ArrayList<>();
        for (NtfsEntry each : volume.directory(volume.file(folder.reference())).list()) {
            if (!isHidden(each.file().number()) && each.file().number() != ROOT) {
                entries.add(entry(folder, each));
            }
        }
        return entries;
    }

    /** The root folder. */
    public SnapshotEntry root() throws IOException {
        return entry("", volume.file(ROOT));
    }

    private SnapshotEntry entry(SnapshotEntry folder, NtfsEntry each) throws IOException {
        String path = folder.path().isEmpty() ? each.name() : folder.path() + "/" + each.name();
        try {
            return entry(path, volume.file(each.file()));
        } catch (CorruptDiskException | EOFException e) {
            return new SnapshotEntry(
                    path,
                    each.file(),
                    SnapshotEntry.Kind.DAMAGED,
                    0,
                    null,
                    null,
                    each.details().attributeBits(),
                    List.of(),
                    "what the disk says of it is damaged: " + e.getMessage());
        }
    }

    private SnapshotEntry entry(String path, NtfsFile file) {
        StandardInformation times = file.standard();
        List<SnapshotEntry.Stream> streams = file.streams().stream()
                .filter(stream -> stream.isData() && !stream.name().isEmpty())
                .map(stream -> new SnapshotEntry.Stream(stream.name(), stream.size()))
                .toList();
        SnapshotEntry.Kind kind = leadsElsewhere(file.reparse())
                ? SnapshotEntry.Kind.LINK
                : file.isDirectory() ? SnapshotEntry.Kind.FOLDER : SnapshotEntry.Kind.FILE;
        return new SnapshotEntry(
                path,
                file.reference(),
                kind,
                kind == SnapshotEntry.Kind.FILE ? file.size() : 0,
                times == null ? null : times.modified(),
                times == null ? null : times.created(),
                file.attributeBits(),
                streams,
                problem(kind, file));
    }

    /** What is compressed, or comes from a cloud, is a file like others. */
    private static boolean leadsElsewhere(@Nullable ReparsePoint reparse) {
        return reparse instanceof ReparsePoint.SymbolicLink
                || reparse instanceof ReparsePoint.MountPoint
                || reparse instanceof ReparsePoint.LinuxLink
                || reparse instanceof ReparsePoint.AppLink;
    }

    private static String problem(SnapshotEntry.Kind kind, NtfsFile file) {
        if (kind == SnapshotEntry.Kind.LINK) {
            ReparsePoint reparse = file.reparse();
            String target = reparse == null ? null : reparse.target();
            return "it only leads elsewhere" + (target == null ? "" : ": " + target);
        }
        if (kind == SnapshotEntry.Kind.FOLDER) {
            return "";
        }
        Optional<String> elsewhere = file.whyElsewhere();
        if (elsewhere.isPresent()) {
            return "its content was not on the disk: " + elsewhere.get();
        }
        return file.stream("").filter(NtfsStream::isEncrypted).isPresent()
                ? "it is encrypted for the person alone; restore the whole container"
                : "";
    }

    /** What a search found. */
    public record Found(List<SnapshotEntry> entries, boolean more) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Files and folders below a folder whose names have these characters, without regard for case; links are not entered.
     *
     * @param most entries; then it ends
     */
    public Found search(SnapshotEntry folder, String part, int most) throws IOException {
        String wanted = part.toLowerCase(Locale.ROOT);
        List<SnapshotEntry> found = new ArrayList<>();
        Deque<SnapshotEntry> left = new ArrayDeque<>(List.of(folder));
        Set<FileReference> entered = new HashSet<>();
        while (!left.isEmpty()) {
            SnapshotEntry next = left.removeFirst();
            if (!entered.add(next.reference())) {
                continue; // a damaged disk may lead in circles
            }
            for (SnapshotEntry entry : list(next)) {
                if (entry.name().toLowerCase(Locale.ROOT).contains(wanted)) {
                    if (found.size() == most) {
                        return new Found(found, true);
                    }
                    found.add(entry);
                }
                if (entry.kind() == SnapshotEntry.Kind.FOLDER) {
                    left.addLast(entry);
                }
            }
        }
        return new Found(found, false);
    }

    /**
     * What programs read from a file, unpacked; holes read as zeros. Positional; nothing has to be closed.
     *
     * @throws UnsupportedDiskException if it cannot be had, see {@link SnapshotEntry#problem()}
     */
    public BlockDevice content(SnapshotEntry entry) throws IOException {
        if (!entry.isReadable()) {
            throw new UnsupportedDiskException(
                    entry.path() + ": " + (entry.problem().isEmpty() ? "it is no file" : entry.problem()));
        }
        return volume.content(volume.file(entry.reference()))
                .orElseThrow(() -> new UnsupportedDiskException(entry.path() + ": it has no content"));
    }

    /**
     * What is in another stream of a file.
     *
     * @throws IllegalArgumentException if it has no such stream
     */
    public BlockDevice content(SnapshotEntry entry, SnapshotEntry.Stream stream) throws IOException {
        NtfsStream there = volume.file(entry.reference()).stream(stream.name())
                .orElseThrow(() -> new IllegalArgumentException(entry.path() + " has no stream " + stream.name()));
        return volume.content(there);
    }

    /** Whether the content lies in the file's record, and in no chunk of its own. */
    boolean isResident(SnapshotEntry entry) throws IOException {
        return volume.file(entry.reference()).stream("")
                .filter(NtfsStream::isResident)
                .isPresent();
    }

    @Override
    public void close() throws IOException {
        snapshot.close();
    }
}
