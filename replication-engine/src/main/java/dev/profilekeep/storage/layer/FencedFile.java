package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file that was opened before the fence closed: its handle is as dead as the server then. */
final class FencedFile extends LayeredFile {
    private final Fence fence;
    private final StoragePath path;
    private volatile boolean removed;

    FencedFile(Fence fence, StoragePath path, OpenFile file) {
        super(file);
        this.fence = fence;
        this.path = path;
    }

    @Override
    public long size() throws IOException {
        fence.pass("read the size of", path);
        return super.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        fence.pass("read", path);
        super.readFully(offset, target);
    }

    @Override
    public StoredFile stat() throws IOException {
        fence.pass("look at", path);
        return super.stat();
    }

    @Override
    public void writeFully(long offset, ByteBuffer source) throws IOException {
        fence.pass("write", path);
        super.writeFully(offset, source);
    }

    @Override
    public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
        fence.pass("copy into", path);
        return super.copyFrom(source, ranges);
    }

    @Override
    public void resize(long size) throws IOException {
        fence.pass("resize", path);
        super.resize(size);
    }

    @Override
    public void flush() throws IOException {
        fence.pass("flush", path);
        super.flush();
    }

    @Override
    public void removeWhenClosed() throws IOException {
        fence.pass("remove", path);
        super.removeWhenClosed();
        removed = true;
    }

    /** Lets go in any case, as a server does with the handles of whom it lost; whether a file is gone then, nobody can tell. */
    @Override
    public void close() throws IOException {
        super.close();
        if (removed) {
            fence.pass("remove", path);
        }
    }
}
