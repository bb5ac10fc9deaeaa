package dev.profilekeep.disk.image;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Joins neighbouring extents of one kind before they are handed on. Call {@link #flush()} at the end. One thread. */
public final class ExtentJoiner {
    private final VirtualDisk.ExtentSink sink;
    private @Nullable Extent pending;

    public ExtentJoiner(VirtualDisk.ExtentSink sink) {
        this.sink = sink;
    }

    /** Adds the extent that begins where the last one ended. */
    public void add(Extent next) throws IOException {
        Extent last = pending;
        Extent joined = last == null ? null : join(last, next);
        if (last != null && joined == null) {
            sink.accept(last);
        }
        pending = joined == null ? next : joined;
    }

    public void flush() throws IOException {
        Extent last = pending;
        pending = null;
        if (last != null) {
            sink.accept(last);
        }
    }

    private static @Nullable Extent join(Extent last, Extent next) {
        long length = last.length() + next.length();
        if (last instanceof Extent.Stored a && next instanceof Extent.Stored b) {
            return a.fileOffset() + a.length() == b.fileOffset()
                    ? new Extent.Stored(a.diskOffset(), length, a.fileOffset())
                    : null;
        }
        if (last instanceof Extent.Zero && next instanceof Extent.Zero) {
            return new Extent.Zero(last.diskOffset(), length);
        }
        if (last instanceof Extent.Unmapped && next instanceof Extent.Unmapped) {
            return new Extent.Unmapped(last.diskOffset(), length);
        }
        if (last instanceof Extent.Inherited && next instanceof Extent.Inherited) {
            return new Extent.Inherited(last.diskOffset(), length);
        }
        return null;
    }
}
