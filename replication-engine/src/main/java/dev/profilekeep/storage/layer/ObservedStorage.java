package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.StorageUse.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is asked of a location, what it moved and how long it took: for metrics, and for tests that say how much
 * something may read. Put it next to the server to count what the layers above really cost. Other connections made through it
 * are counted with it.
 */
public final class ObservedStorage extends LayeredStorage {
    private final Counters counters;

    public ObservedStorage(StorageProvider storage) {
        this(storage, new Counters());
    }

    private ObservedStorage(StorageProvider storage, Counters counters) {
        super(storage);
        this.counters = counters;
    }

    /** Until now. */
    public StorageUse use() {
        return counters.use();
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new ObservedStorage(below().onOwnConnection(), counters);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new ObservedStorage(below().onOwnConnection(terms), counters);
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        return new ObservedStorage(below().asOf(moment), counters);
    }

    @Override
    public FileServer fileServer() {
        return new LayeredFileServer(below().fileServer()) {
            @Override
            <R> R around(Verb verb, StoragePath path, Ask<R> ask) throws IOException {
                return counters.count(Operation.SERVER, ask::run);
            }
        };
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        return counters.count(Operation.ECHO, () -> below().roundTrip());
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        return counters.count(Operation.STAT, () -> below().volume());
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        return counters.count(Operation.PROBE, () -> below().holder(path));
    }

    private static final class Counter {
        final LongAdder count = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder total = new LongAdder();
        final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    }

    private static final class Counters {
        private final Map<Operation, Counter> byOperation = new EnumMap<>(Operation.class);
        private final LongAdder bytesRead = new LongAdder();
        private final LongAdder bytesWritten = new LongAdder();
        private final LongAdder bytesCopied = new LongAdder();
        private final LongAdder entriesListed = new LongAdder();

        Counters() {
            for (Operation operation : Operation.values()) {
                byOperation.put(operation, new Counter());
            }
        }

        StorageUse use() {
            Map<Operation, StorageUse.Count> counts = new EnumMap<>(Operation.class);
            byOperation.forEach((operation, counter) -> counts.put(
                    operation,
                    new StorageUse.Count(
                            counter.count.sum(), counter.failures.sum(), counter.total.sum(), counter.longest.get())));
            return new StorageUse(counts, bytesRead.sum(), bytesWritten.sum(), bytesCopied.sum(), entriesListed.sum());
        }

        <R extends @Nullable Object> R count(Operation operation, Ask<R> ask) throws IOException {
            Counter counter = byOperation.get(operation);
            if (counter == null) {
                throw new IllegalStateException(operation.name());
            }
            long begun = System.nanoTime();
            boolean done = false;
            try {
                R answer = ask.run();
                done = true;
                return answer;
            } finally {
                long took = System.nanoTime() - begun;
                counter.count.increment();
                counter.total.add(took);
                counter.longest.accumulate(took);
                if (!done) {
                    counter.failures.increment();
                }
            }
        }

        void count(Operation operation, Act act) throws IOException {
            count(operation, () -> {
                act.run();
                return true;
            });
        }
    }

    private interface Ask<R extends @Nullable Object> {
        R run() throws IOException;
    }

    private interface Act {
        void run() throws IOException;
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        counters.count(Operation.LIST, () -> below().list(folder, file -> {
            counters.entriesListed.increment();
            each.accept(file);
        }));
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        return counters.count(Operation.STAT, () -> below().stat(path));
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        return new ObservedFile(counters.count(Operation.OPEN, () -> below().openForReading(path, sharing)));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        return new ObservedFile(counters.count(Operation.OPEN, () -> below().openForWriting(path, sharing)));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        return new ObservedFile(counters.count(Operation.OPEN, () -> below().openToRemove(path)));
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return new ObservedFile(counters.count(Operation.CHANGE, () -> below().create(path, sharing)));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        counters.count(Operation.CHANGE, () -> below().createFolder(path));
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        counters.count(Operation.CHANGE, () -> below().rename(from, to));
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        counters.count(Operation.CHANGE, () -> below().replace(from, to));
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        counters.count(Operation.CHANGE, () -> below().hardLink(existing, newName));
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        counters.count(Operation.CHANGE, () -> below().delete(path));
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        counters.count(Operation.CHANGE, () -> below().setAttributes(path, attributes));
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        counters.count(Operation.CHANGE, () -> below().setTimes(path, creationTime, lastWriteTime));
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        return counters.count(Operation.SECURITY, () -> below().security(path));
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        counters.count(Operation.SECURITY, () -> below().setSecurity(path, security));
    }

    @Override
    public boolean closeToOtherAccounts(StoragePath path) throws IOException {
        return counters.count(Operation.SECURITY, () -> below().closeToOtherAccounts(path));
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        counters.count(Operation.COPY, () -> below().copy(from, to));
    }

    private final class ObservedFile extends LayeredFile {
        ObservedFile(OpenFile file) {
            super(file);
        }

        /** Bytes count as moved even if the rest of them did not come. */
        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            int from = target.position();
            try {
                counters.count(Operation.READ, () -> super.readFully(offset, target));
            } finally {
                counters.bytesRead.add(target.position() - from);
            }
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            int from = source.position();
            try {
                counters.count(Operation.WRITE, () -> super.writeFully(offset, source));
            } finally {
                counters.bytesWritten.add(source.position() - from);
            }
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            long copied = counters.count(Operation.COPY, () -> super.copyFrom(source, ranges));
            counters.bytesCopied.add(copied);
            return copied;
        }

        @Override
        public StoredFile stat() throws IOException {
            return counters.count(Operation.STAT, () -> super.stat());
        }

        @Override
        public long size() throws IOException {
            return counters.count(Operation.STAT, () -> super.size());
        }

        @Override
        public void resize(long size) throws IOException {
            counters.count(Operation.CHANGE, () -> super.resize(size));
        }

        @Override
        public void removeWhenClosed() throws IOException {
            counters.count(Operation.CHANGE, () -> super.removeWhenClosed());
        }

        @Override
        public void flush() throws IOException {
            counters.count(Operation.FLUSH, () -> super.flush());
        }

        @Override
        public void close() throws IOException {
            counters.count(Operation.CLOSE, () -> super.close());
        }
    }
}
