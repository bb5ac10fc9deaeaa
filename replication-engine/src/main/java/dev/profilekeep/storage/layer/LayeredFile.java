package dev.profilekeep.storage.layer;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Passes everything on; a layer overrides what it is about. */
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
