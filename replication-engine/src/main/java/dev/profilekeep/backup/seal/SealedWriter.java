package dev.profilekeep.backup.seal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Writes a sealed file from its start to its end. What was written counts only after {@link #finish()}: until then the file lacks
 * its last record, and no reader opens it. One thread.
 */
public final class SealedWriter implements Closeable {
    private final WritableByteChannel target;
    private final RecordCipher cipher;
    private final ByteBuffer said = ByteBuffer.allocate(SealedFormat.SAID);
    private final ByteBuffer sealed = ByteBuffer.allocate(SealedFormat.RECORD);
    private long record;
    private long position;
    private boolean over;

    /** Writes the header. */
    public SealedWriter(WritableByteChannel target, MasterKey key, SealedKind kind, SecureRandom random)
            throws IOException {
        this.target = target;
        byte[] salt = new byte[SealedFormat.SALT];
        random.nextBytes(salt);
        this.cipher = new RecordCipher(key.fileKey(kind, salt));
        fully(ByteBuffer.wrap(SealedFormat.header(kind, salt)));
    }

    /** Bytes said so far: where the next one stands for a reader. */
    public long position() {
        return position;
    }

    /** Bytes of the file if it were finished after so many more are said. */
    public long fileSize(long more) {
        return SealedFormat.fileSize(position + more);
    }

    /** Says all that remains in {@code bytes}. */
    public void write(ByteBuffer bytes) throws IOException {
        if (over) {
            throw new IllegalStateException("the file is finished");
        }
        position += bytes.remaining();
        while (bytes.hasRemaining()) {
            if (!said.hasRemaining()) {
                emit(false); // only now is it known not to be the last
            }
            int count = Math.min(bytes.remaining(), said.remaining());
            said.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
    }

    /** Writes the last record. The caller flushes and closes the target. */
    public void finish() throws IOException {
        if (!over) {
            over = true;
            emit(true);
        }
    }

    private void emit(boolean last) throws IOException {
        sealed.clear();
        cipher.seal(record++, last, said.flip(), sealed);
        said.clear();
        fully(sealed.flip());
    }

    private void fully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    /** Forgets what was not finished, and closes nothing else. */
    @Override
    public void close() {
        over = true;
        Arrays.fill(said.array(), (byte) 0);
    }
}
