package dev.profilekeep.disk.ntfs;

/**
 * Where a piece of a stream lies. Numbers are clusters: {@code vcn} counts from the start of the stream, {@code lcn} from the
 * start of the volume. What a compressed stream stores is not its content, but has the same numbers.
 */
public sealed interface StreamExtent permits StreamExtent.Stored, StreamExtent.Zero, StreamExtent.Sparse {
    long vcn();

    long clusters();

    /** Clusters of the volume that hold content; the first and the last may hold other bytes after its end. */
    record Stored(long vcn, long clusters, long lcn) implements StreamExtent {}

    /** Clusters that belong to the stream but were never written: they read as zeros, whatever they hold. */
    record Zero(long vcn, long clusters, long lcn) implements StreamExtent {}

    /** No clusters: reads as zeros, or is what compression saved. */
    record Sparse(long vcn, long clusters) implements StreamExtent {}
}
