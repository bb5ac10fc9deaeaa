package dev.profilekeep.storage.layer;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was asked of a location until some moment.
 *
 * @param operations by kind; every kind is there
 * @param bytesCopied by the server, from one open file to another; those of whole files are not known
 */
public record StorageUse(
        Map<Operation, Count> operations, long bytesRead, long bytesWritten, long bytesCopied, long entriesListed) {
    /** What can be asked. */
    public enum Operation {
        LIST,
        STAT,
        OPEN,
        READ,
        WRITE,
        FLUSH,
        /** Making, renaming, replacing, linking, deleting, resizing, setting attributes and times. */
        CHANGE,
        COPY,
        SECURITY,
        /** One exclusive open-and-close of a disk: how often we might have been in somebody's way. */
        PROBE,
        /** Asking the file server's administration, closing handles. */
        SERVER,
        ECHO,
        CLOSE
    }

    /**
     * @param count begun and ended
     * @param failures of them
     * @param total time, nanoseconds
     * @param longest of one since the beginning, nanoseconds
     */
    public record Count(long count, long failures, long total, long longest) {
        public Duration mean() {
            return Duration.ofNanos(count == 0 ? 0 : total / count);
        }
    }

    public StorageUse {
        operations = Map.copyOf(operations);
    }

    public Count of(Operation operation) {
        return operations.getOrDefault(operation, new Count(0, 0, 0, 0));
    }

    /** All of them. */
    public long count() {
        return operations.values().stream().mapToLong(Count::count).sum();
    }

    public long failures() {
        return operations.values().stream().mapToLong(Count::failures).sum();
    }

    /** What came after {@code earlier}; the longest stays that of all time. */
    public StorageUse since(StorageUse earlier) {
        Map<Operation, Count> later = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            Count now = of(operation);
            Count then = earlier.of(operation);
            later.put(
                    operation,
                    new Count(
                            now.count() - then.count(),
                            now.failures() - then.failures(),
                            now.total() - then.total(),
                            now.longest()));
        }
        return new StorageUse(
                later,
                bytesRead - earlier.bytesRead,
                bytesWritten - earlier.bytesWritten,
                bytesCopied - earlier.bytesCopied,
                entriesListed - earlier.entriesListed);
    }
}
