package dev.profilekeep.backup.seal;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * Reads what a sealed file says, from any place. What it returns was written by somebody who has the key, to this place of this
 * file. Safe for several threads. It does not own the file.
 */
public final class SealedReader implements BlockDevice {
    /** Records read at once. */
    private static final int BATCH = 16;

    private final String name;
    private final BlockDevice file;
    private final SecretKey key;
    private final long records;
    private final long size;

    private SealedReader(String name, BlockDevice file, SecretKey key, long bytes) {
        this.name = name;
        this.file = file;
        this.key = key;
        this.records = SealedFormat.records(bytes);
        this.size = bytes - records * SealedFormat.TAG;
    }

    /**
     * Opens a file and proves that it is whole by its first and last record; what is between is proved when it is read.
     *
     * @param name for messages
     * @throws SealException.TooNew if a newer program wrote it
     * @throws SealException.Broken if it is no whole file of this kind, written with this key
     */
    public static SealedReader open(String name, BlockDevice file, MasterKey master, SealedKind kind)
            throws IOException {
        long bytes = file.size() - SealedFormat.HEADER;
        if (bytes < 0 || SealedFormat.records(bytes) < 0) {
            throw new SealException.Broken(name, file.size(), "the file was cut off here");
        }
        byte[] header = new byte[SealedFormat.HEADER];
        file.readFully(0, ByteBuffer.wrap(header));
        if (!Arrays.equals(header, 0, 4, SealedFormat.MAGIC, 0, 4)) {
            throw new SealException.Broken(name, 0, "this is no file of a repository");
        }
        if (header[4] != SealedFormat.VERSION) {
            throw new SealException.TooNew(name, header[4] & 0xff);
        }
        byte[] salt = Arrays.copyOfRange(header, SealedFormat.HEADER - SealedFormat.SALT, SealedFormat.HEADER);
        if (!Arrays.equals(header, SealedFormat.header(kind, salt))) {
            throw new SealException.Broken(name, 5, "this is no " + kind + " of a repository");
        }
        SealedReader reader = new SealedReader(name, file, master.fileKey(kind, salt), bytes);
        reader.readFully(0, ByteBuffer.allocate((int) Math.min(1, reader.size)));
        reader.read(reader.records - 1, 1, part -> {});
        return reader;
    }

    /** Bytes that a file of so many bytes says; 0 if there is no such file. */
    public static long said(long fileSize) {
        long bytes = fileSize - SealedFormat.HEADER;
        long records = bytes < 0 ? -1 : SealedFormat.records(bytes);
        return records < 0 ? 0 : bytes - records * SealedFormat.TAG;
    }

    /** Bytes that it says. */
    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int count = target.remaining();
        if (offset < 0 || offset > size - count) {
            throw new EOFException(name + " says " + size + " bytes, " + count + " were asked for at " + offset);
        }
        if (count == 0) {
            return;
        }
        long first = offset / SealedFormat.SAID;
        long end = (offset + count - 1) / SealedFormat.SAID + 1;
        Skipping sink = new Skipping((int) (offset % SealedFormat.SAID), target);
        for (long at = first; at < end; at += BATCH) {
            read(at, (int) Math.min(BATCH, end - at), sink);
        }
    }

    private interface Sink {
        void accept(ByteBuffer said);
    }

    /** Leaves out what lies before the place that was asked for, and what lies after. */
    private static final class Skipping implements Sink {
        private final ByteBuffer target;
        private int skip;

        Skipping(int skip, ByteBuffer target) {
            this.skip = skip;
            this.target = target;
        }

        @Override
        public void accept(ByteBuffer said) {
            said.position(skip);
            skip = 0;
            said.limit(Math.min(said.limit(), said.position() + target.remaining()));
            target.put(said);
        }
    }

    private void read(long first, int count, Sink sink) throws IOException {
        long start = SealedFormat.HEADER + first * SealedFormat.RECORD;
        long end = Math.min(
                SealedFormat.HEADER + size + records * SealedFormat.TAG, start + (long) count * SealedFormat.RECORD);
        ByteBuffer sealed = ByteBuffer.allocate((int) (end - start));
        file.readFully(start, sealed);
        sealed.flip();
        RecordCipher cipher = new RecordCipher(key);
        ByteBuffer said = ByteBuffer.allocate(SealedFormat.SAID);
        for (long number = first; number < first + count; number++) {
            int length = Math.min(SealedFormat.RECORD, sealed.remaining());
            ByteBuffer record = sealed.slice(sealed.position(), length);
            said.clear();
            if (!cipher.open(number, number == records - 1, record, said)) {
                throw new SealException.Broken(
                        name,
                        SealedFormat.HEADER + number * SealedFormat.RECORD,
                        "what stands here is not what was written, or was written with another key");
            }
            sealed.position(sealed.position() + length);
            sink.accept(said.flip());
        }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return name;
    }
}
