package dev.profilekeep.restore.files;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.content.EntryCursor;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.restore.SnapshotPoint;
import dev.profilekeep.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The earlier contents of one file, over all snapshots of its container, the newest first. Found by its path; where another file, or none, has that path, by its record, so that a
 * file that was moved or renamed is followed.
 *
 * @param versions each content once, as its newest snapshot has it
 * @param unread sentences about snapshots that cannot be read
 */
public record FileVersions(List<Version> versions, List<String> unread) {
    /**
     * One content.
     *
     * @param point a snapshot that has it
     * @param taken when that was made
     * @param entry the file there; its path may be another
     */
    public record Version(SnapshotPoint point, Instant taken, SnapshotEntry entry) {}

    public FileVersions {
        versions = List.copyOf(versions);
        unread = List.copyOf(unread);
    }

    /**
     * Looks through all snapshots of a container. File records are read, and of the content what the maps say of it; no content but that which lies in a record.
     *
     * @param path without regard for case
     */
    public static FileVersions of(
            Repository repository, ContainerIdentity container, String path, Executor workers, int threads)
            throws IOException {
        ContainerPoints all = ContainerPoints.of(repository, container);
        List<SnapshotPoint> points =
                all.points().stream().map(ContainerPoints.Point::point).toList();
        FileVersions found = of(repository, points, path, workers, threads);
        List<String> unread = new ArrayList<>(all.damaged());
        unread.addAll(found.unread());
        return new FileVersions(found.versions(), unread);
    }

    /**
     * The same of snapshots that are known already.
     *
     * @param points of one container, the newest first; one that is gone meanwhile is passed over
     */
    public static FileVersions of(
            Repository repository, List<SnapshotPoint> points, String path, Executor workers, int threads)
            throws IOException {
        List<Version> versions = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        FileReference reference = null;
        SnapshotEntry newer = null;
        for (SnapshotPoint point : points) {
            try (SnapshotFiles files = SnapshotFiles.open(repository, point, workers, threads)) {
                SnapshotEntry entry = find(files, path, reference).orElse(null);
                if (entry == null) {
                    continue;
                }
                reference = reference == null ? entry.reference() : reference;
                if (isTheSame(newer, entry)) {
                    continue; // as its record says; nothing of it is looked at
                }
                newer = entry;
                if (seen.add(entry.size() + " " + entry.modified() + " " + digest(repository, files, entry))) {
                    versions.add(new Version(point, files.taken(), entry));
                }
            } catch (StorageException.NotFound e) {
                continue; // removed meanwhile
            } catch (StorageException e) {
                throw e;
            } catch (IOException e) {
                unread.add("backup " + point.snapshot() + " cannot be read: " + e.getMessage());
            }
        }
        return new FileVersions(versions, unread);
    }

    /** The newest one says which file it is; before that it may have had another path. */
    private static Optional<SnapshotEntry> find(SnapshotFiles files, String path, @Nullable FileReference reference)
            throws IOException {
        Optional<SnapshotEntry> byPath = files.find(path).filter(entry -> entry.kind() == SnapshotEntry.Kind.FILE);
        if (byPath.isPresent() || reference == null) {
            return byPath;
        }
        return files.find(reference).filter(entry -> entry.kind() == SnapshotEntry.Kind.FILE);
    }

    private static boolean isTheSame(@Nullable SnapshotEntry newer, SnapshotEntry entry) {
        return newer != null
                && entry.modified() != null
                && newer.reference().equals(entry.reference())
                && newer.size() == entry.size()
                && Objects.equals(newer.modified(), entry.modified());
    }

    /** Of the content as it is stored: what the map says of its chunks, or what lies in the record. */
    private static String digest(Repository repository, SnapshotFiles files, SnapshotEntry entry) throws IOException {
        MessageDigest sum = sha256();
        if (!entry.isReadable() || entry.size() == 0) {
            return "";
        }
        if (files.isResident(entry)) {
            try {
                BlockDevice content = files.content(entry);
                ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
                content.readFully(0, bytes);
                return Sha256.of(bytes.array()).toString();
            } catch (DiskException | EOFException e) {
                return "";
            }
        }
        EntryCursor entries =
                new MapReader(repository.content()).entries(files.disk().map());
        for (MapEntry each = entries.next(); each != null; each = entries.next()) {
            if (each.owner() instanceof Owner.FileStream stream
                    && stream.partition() == files.partition()
                    && stream.record() == entry.reference().number()
                    && stream.type() == AttributeType.DATA
                    && stream.name().isEmpty()) {
                sum.update(ByteBuffer.allocate(8).putLong(stream.offset()).flip());
                sum.update(each.digest().bytes());
            }
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
