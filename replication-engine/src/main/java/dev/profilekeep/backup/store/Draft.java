package dev.profilekeep.backup.store;

import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.storage.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of a repository that is being written: beside its place, until it is whole. One thread. */
public final class Draft implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Draft.class);
    /** Written at once: small writes cost a round trip each. */
    private static final int BUFFER = 1024 * 1024;

    private final RepositoryFiles files;
    private final SealedKind kind;
    private final UUID id;
    private final OpenFile file;
    private final SealedWriter writer;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long written;
    private boolean prepared;
    private boolean closed;

    Draft(RepositoryFiles files, SealedKind kind, UUID id, OpenFile file, MasterKey key, SecureRandom random)
            throws IOException {
        this.files = files;
        this.kind = kind;
        this.id = id;
        this.file = file;
        this.writer = new SealedWriter(new Target(), key, kind, random);
    }

    /** Where what the file says is written. */
    public SealedWriter writer() {
        return writer;
    }

    public UUID id() {
        return id;
    }

    /** Finishes the file, and waits until it is on the server's disk: nothing but its name is missing then, and nothing is written to it any more. */
    public void prepare() throws IOException {
        if (closed) {
            throw new IllegalStateException("the draft is closed");
        }
        if (!prepared) {
            writer.finish();
            drain();
            file.flush();
            prepared = true;
        }
    }

    /** Prepares it, and gives it its name. Closes the draft. */
    public void publish() throws IOException {
        prepare();
        closeFile();
        files.publish(kind, id);
    }

    private void drain() throws IOException {
        buffer.flip();
        int count = buffer.remaining();
        file.writeFully(written, buffer);
        written += count;
        buffer.clear();
    }

    private void closeFile() throws IOException {
        closed = true;
        writer.close();
        file.close();
    }

    /** Drops it, unless it was published. What cannot be dropped now is so by the next prune. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            closeFile();
        } catch (IOException e) {
            LOG.debug("a draft could not be closed: {} {}", kind, id, e);
        }
        files.dropDraft(kind, id);
    }

    private final class Target implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            while (source.hasRemaining()) {
                if (!buffer.hasRemaining()) {
                    drain();
                }
                int part = Math.min(source.remaining(), buffer.remaining());
                buffer.put(source.slice(source.position(), part));
                source.position(source.position() + part);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {}
    }
}
