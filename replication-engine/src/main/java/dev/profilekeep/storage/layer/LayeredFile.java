package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Passes everything on; a layer overrides what it is about. A layer that puts one around what is opened for reading puts one around what is written, too: a copy at the server
 * takes the layers off its source where it passes the first one around its target.
 */
public abstract class LayeredFile implements OpenFile {
    private final OpenFile file;

    protected LayeredFile(OpenFile file) {
        this.file = file;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        file.readFully(offset, target);
    }

    @Override
    public StoredFile stat() throws IOException {
        return file.stat();
    }

    @Override
    public void writeFully(long offset, ByteBuffer source) throws IOException {
        file.writeFully(offset, source);
    }

    /** The server below knows the source only without its layers; each of them is told. */
    @Override
    public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
        OpenFile bare = source;
        while (bare instanceof LayeredFile layered) {
            bare = layered.file;
        }
        long copied = file.copyFrom(bare, ranges);
        if (copied > 0) {
            for (OpenFile layer = source; layer instanceof LayeredFile layered; layer = layered.file) {
                layered.copiedFrom(ranges, copied);
            }
        }
        return copied;
    }

    /**
     * Told of bytes of this that were copied into another file at the server.
     *
     * @param copied so many bytes of the ranges
     */
    protected void copiedFrom(List<CopyRange> ranges, long copied) throws IOException {}

    @Override
    public void resize(long size) throws IOException {
        file.resize(size);
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public void removeWhenClosed() throws IOException {
        file.removeWhenClosed();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
