package dev.profilekeep.content;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsStream;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the files whose chunks differ between two disks that are understood, and those of which only the records differ. One thread.
 */
final class FileChanges {
    private static final int MOST = 100_000;
    private static final long MFT = 0;
    private static final long FIRST_OWN = 16;
    /** Content beyond this is not in a record. */
    private static final int MOST_RESIDENT = 64 * 1024;

    private record Key(int partition, long record) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Integer.compare(partition, other.partition);
            return order == 0 ? Long.compare(record, other.record) : order;
        }
    }

    private static final class Change {
        boolean content;
        long bytes;
    }

    private final List<@Nullable NtfsVolume> first;
    private final List<@Nullable NtfsVolume> second;
    private final TreeMap<Key, Change> changes = new TreeMap<>();
    private long more;

    FileChanges(VirtualDisk first, VirtualDisk second) throws IOException {
        this.first = volumes(first);
        this.second = volumes(second);
    }

    private static List<@Nullable NtfsVolume> volumes(VirtualDisk disk) throws IOException {
        List<@Nullable NtfsVolume> volumes = new ArrayList<>();
        for (Volumes.Place place : Volumes.of(disk)) {
            volumes.add(place.isNtfs() ? Volumes.open(disk, place) : null);
        }
        return volumes;
    }

    void add(@Nullable MapEntry one, @Nullable MapEntry other) throws IOException {
        add(one);
        if (other != null && (one == null || !one.owner().equals(other.owner()))) {
            add(other);
        }
    }

    private void add(@Nullable MapEntry entry) throws IOException {
        if (entry == null || !(entry.owner() instanceof Owner.FileStream stream)) {
            return;
        }
        if (stream.record() == MFT && stream.type() == AttributeType.DATA) {
            table(stream, entry.length());
        } else if (stream.record() >= FIRST_OWN) {
            Change change = change(stream.partition(), stream.record());
            if (change != null && stream.type() == AttributeType.DATA) {
                change.content = true;
                change.bytes += entry.length();
            }
        }
    }

    private @Nullable Change change(int partition, long record) {
        Key key = new Key(partition, record);
        Change change = changes.get(key);
        if (change == null && changes.size() == MOST) {
            more++;
            return null;
        }
        return change == null ? changes.computeIfAbsent(key, absent -> new Change()) : change;
    }

    /** Looks which records differ in a part of the table. */
    private void table(Owner.FileStream part, long length) throws IOException {
        NtfsVolume a = volume(first, part.partition());
        NtfsVolume b = volume(second, part.partition());
        if (a == null || b == null) {
            return;
        }
        int bytes = a.recordBytes();
        BlockDevice tableOfA = table(a);
        BlockDevice tableOfB = table(b);
        for (long record = part.offset() / bytes; record * bytes < part.offset() + length; record++) {
            if (record >= FIRST_OWN && !raw(tableOfA, record, bytes).equals(raw(tableOfB, record, bytes))) {
                change(part.partition(), record);
            }
        }
    }

    private static BlockDevice table(NtfsVolume volume) throws IOException {
        return volume.content(volume.file(MFT).stream("").orElseThrow());
    }

    /** Nothing behind the end of the table. */
    private static ByteBuffer raw(BlockDevice table, long record, int bytes) throws IOException {
        if ((record + 1) * bytes > table.size()) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer raw = ByteBuffer.allocate(bytes);
        table.readFully(record * bytes, raw);
        return raw.flip();
    }

    private static @Nullable NtfsVolume volume(List<@Nullable NtfsVolume> volumes, int partition) {
        return partition < volumes.size() ? volumes.get(partition) : null;
    }

    long more() {
        return more;
    }

    List<FileChange> listed() throws IOException {
        List<FileChange> listed = new ArrayList<>();
        for (var entry : changes.entrySet()) {
            Key key = entry.getKey();
            NtfsVolume a = volume(first, key.partition());
            NtfsVolume b = volume(second, key.partition());
            Optional<NtfsFile> before = file(a, key.record());
            Optional<NtfsFile> after = file(b, key.record());
            boolean sameFile = before.isPresent()
                    && after.isPresent()
                    && before.get().reference().equals(after.get().reference());
            if (sameFile && a != null && b != null) {
                listed.add(inBoth(key, entry.getValue(), a, before.get(), b, after.get()));
                continue;
            }
            if (before.isPresent() && a != null) {
                listed.add(alone(FileChange.How.ONLY_FIRST, key, a, before.get()));
            }
            if (after.isPresent() && b != null) {
                listed.add(alone(FileChange.How.ONLY_SECOND, key, b, after.get()));
            }
        }
        listed.sort(FileChange.ORDER);
        return listed;
    }

    private static Optional<NtfsFile> file(@Nullable NtfsVolume volume, long record) throws IOException {
        try {
            return volume == null ? Optional.empty() : Optional.of(volume.file(new FileReference(record, 0)));
        } catch (DiskException | EOFException e) {
            return Optional.empty(); // not in use, or a part of another file
        }
    }

    private static FileChange alone(FileChange.How how, Key key, NtfsVolume volume, NtfsFile file) throws IOException {
        return new FileChange(how, key.partition(), path(volume, file), "", file.storedBytes());
    }

    private static FileChange inBoth(
            Key key, Change change, NtfsVolume a, NtfsFile before, NtfsVolume b, NtfsFile after) throws IOException {
        boolean content = change.content || !resident(a, before).equals(resident(b, after));
        String was = path(a, before);
        String is = path(b, after);
        return new FileChange(
                content ? FileChange.How.CONTENT : FileChange.How.RECORD,
                key.partition(),
                is,
                was.equals(is) ? "" : was,
                change.bytes);
    }

    private static String path(NtfsVolume volume, NtfsFile file) throws IOException {
        List<String> paths = volume.paths(file);
        return paths.isEmpty() ? "(no name, record " + file.number() + ")" : paths.get(0);
    }

    /** What of the file's content lies in its record, stream by stream. */
    private static List<ByteBuffer> resident(NtfsVolume volume, NtfsFile file) throws IOException {
        List<ByteBuffer> contents = new ArrayList<>();
        for (NtfsStream stream : file.streams()) {
            if (stream.isData() && stream.isResident() && stream.size() <= MOST_RESIDENT) {
                BlockDevice content = volume.content(stream);
                ByteBuffer bytes = ByteBuffer.allocate((int) stream.size());
                content.readFully(0, bytes);
                contents.add(bytes.flip());
            }
        }
        return contents;
    }
}
