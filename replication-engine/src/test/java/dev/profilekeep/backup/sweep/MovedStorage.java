package dev.profilekeep.backup.sweep;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A server whose clock is set on: files that are written later are dated so much later. */
final class MovedStorage extends LayeredStorage {
    private final AtomicLong moved;
    private final Map<StoragePath, Long> dates;

    MovedStorage(StorageProvider below) {
        this(below, new AtomicLong(), new ConcurrentHashMap<>());
    }

    private MovedStorage(StorageProvider below, AtomicLong moved, Map<StoragePath, Long> dates) {
        super(below);
        this.moved = moved;
        this.dates = dates;
    }

    void later(Duration time) {
        moved.addAndGet(time.toNanos() / 100);
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new MovedStorage(below().onOwnConnection(), moved, dates);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new MovedStorage(below().onOwnConnection(terms), moved, dates);
    }

    private StoredFile dated(StoredFile file) {
        return new StoredFile(
                file.path(),
                file.directory(),
                file.size(),
                file.allocated(),
                file.creationTime(),
                file.lastWriteTime() + dates.getOrDefault(file.path(), 0L),
                file.changeTime(),
                file.fileId(),
                file.attributes());
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        super.list(folder, file -> each.accept(dated(file)));
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return dated(super.stat(path));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        OpenFile file = super.create(path, sharing);
        dates.put(path, moved.get());
        return file;
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        OpenFile file = super.openForWriting(path, sharing);
        dates.put(path, moved.get());
        return file;
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        super.rename(from, to);
        dates.put(to, dates.getOrDefault(from, 0L));
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        super.replace(from, to);
        dates.put(to, dates.getOrDefault(from, 0L));
    }
}
