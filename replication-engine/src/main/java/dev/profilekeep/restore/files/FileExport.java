package dev.profilekeep.restore.files;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Takes files and folders out of a snapshot. What is chosen is counted before anything is written. Stateless. */
public final class FileExport {
    static final int PIECE = 1 << 20;

    private FileExport() {}

    /**
     * Writes a ZIP: names in UTF-8, times kept, as large as it has to be. Other streams, rights and attributes are not in it.
     *
     * @param to stays the caller's to close. If this ends with an exception, what was written is no ZIP
     * @param progress told of bytes of content
     * @throws ExportRefusedException if nothing can be taken out, or it is more than the limits allow: nothing was written then
     * @throws CancellationException if {@code progress} says so
     */
    public static ExportResult zip(
            SnapshotFiles files, List<SnapshotEntry> chosen, ExportLimits limits, OutputStream to, Progress progress)
            throws IOException {
        Choice choice = Choice.of(files, chosen, limits);
        Count count = new Count(choice.bytes(), progress);
        ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
        for (Choice.Item item : choice.items()) {
            SnapshotEntry entry = item.entry();
            boolean folder = entry.kind() == SnapshotEntry.Kind.FOLDER;
            ZipEntry line = new ZipEntry(String.join("/", item.names()) + (folder ? "/" : ""));
            Instant modified = entry.modified();
            if (modified != null) {
                line.setLastModifiedTime(FileTime.from(modified));
            }
            Instant created = entry.created();
            if (created != null) {
                line.setCreationTime(FileTime.from(created));
            }
            zip.putNextEntry(line);
            if (!folder) {
                copy(content(files, entry), (offset, bytes) -> zip.write(bytes, 0, bytes.length), count);
                count.files++;
            }
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
        return choice.result("", count.files, count.done);
    }

    /**
     * What would be taken out; nothing is written.
     *
     * @throws ExportRefusedException if nothing can be taken out, or it is more than the limits allow
     */
    public static ExportResult count(SnapshotFiles files, List<SnapshotEntry> chosen, ExportLimits limits)
            throws IOException {
        Choice choice = Choice.of(files, chosen, limits);
        long count = choice.items().stream()
                .filter(item -> item.entry().kind() != SnapshotEntry.Kind.FOLDER)
                .count();
        return choice.result("", count, choice.bytes());
    }

    /**
     * Copies into a new folder {@code <person>/<date>-<n>} of a share, which has its name only when all is in it, and is open to that person and administrators alone where the
     * server keeps rights. Nothing is ever replaced.
     *
     * @param person name of the person's folder; made if it is missing
     * @param progress told of bytes of content
     * @throws ExportRefusedException as {@link #zip}; also if there is too little room, or the folder cannot be closed to others
     * @throws CancellationException if {@code progress} says so; nothing is left then
     */
    public static ExportResult toFolder(
            SnapshotFiles files,
            List<SnapshotEntry> chosen,
            ExportLimits limits,
            StorageProvider share,
            String person,
            LocalDate date,
            Progress progress)
            throws IOException {
        Choice choice = Choice.of(files, chosen, limits);
        Count count = new Count(choice.bytes(), progress);
        String where = folder(files, share, person).fill(number -> date + "-" + number, choice, files, count);
        return choice.result(where, count.files, count.done);
    }

    /**
     * As {@link #toFolder}, into a folder that is named; if that name is taken, with a number behind it. What an attempt that was cut off left of it is removed before.
     *
     * @param name of the folder, safe for Windows
     */
    public static ExportResult toNamedFolder(
            SnapshotFiles files,
            List<SnapshotEntry> chosen,
            ExportLimits limits,
            StorageProvider share,
            String person,
            String name,
            Progress progress)
            throws IOException {
        Choice choice = Choice.of(files, chosen, limits);
        Count count = new Count(choice.bytes(), progress);
        RestoreFolder folder = folder(files, share, person);
        folder.forgetUnfinished(name);
        String where = folder.fill(number -> number == 1 ? name : name + "-" + number, choice, files, count);
        return choice.result(where, count.files, count.done);
    }

    /**
     * The folder that {@link #toNamedFolder} made, as long as nobody moved it; empty if there is none.
     *
     * @return its path in the share
     */
    public static Optional<String> namedFolder(SnapshotFiles files, StorageProvider share, String person, String name)
            throws IOException {
        return folder(files, share, person).filled(name);
    }

    private static RestoreFolder folder(SnapshotFiles files, StorageProvider share, String person) {
        return new RestoreFolder(share, files.facts().identity().sid(), SafeNames.of(person));
    }

    static @Nullable BlockDevice content(SnapshotFiles files, SnapshotEntry entry) throws IOException {
        return entry.size() == 0 ? null : files.content(entry);
    }

    /** Takes a piece of content. */
    interface Piece {
        void at(long offset, byte[] bytes) throws IOException;
    }

    /** How far it is. */
    static final class Count {
        private final long total;
        private final Progress progress;
        private long done;
        long files;

        Count(long total, Progress progress) {
            this.total = total;
            this.progress = progress;
        }
    }

    /** @param content null if there is none */
    static void copy(@Nullable BlockDevice content, Piece each, Count count) throws IOException {
        long size = content == null ? 0 : content.size();
        for (long at = 0; content != null && at < size; ) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PIECE, size - at));
            content.readFully(at, bytes);
            each.at(at, bytes.array());
            at += bytes.capacity();
            count.done += bytes.capacity();
            if (!count.progress.at(count.done, count.total)) {
                throw new CancellationException("stopped");
            }
        }
    }
}
