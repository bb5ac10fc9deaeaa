package dev.profilekeep.compact;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** A server that keeps another byte than it was given or has copied, once, of a new file that is to take a name. */
final class FlippingStorage extends LayeredStorage {
    private static final int CONTENT = 32 * 1024;

    private final Flip flip;

    FlippingStorage(StorageProvider storage, Flip flip) {
        super(storage);
        this.flip = flip;
    }

    /** Which byte it is. */
    abstract static class Flip {
        private boolean done;
        private int writes;

        /** How often such a file was written to, the flip included. */
        int writes() {
            return writes;
        }

        boolean isDone() {
            return done;
        }

        /** Within the next write; -1 if it is in none of its bytes. */
        abstract int within(int length);
    }

    /** The middle byte of the first write that is long enough to be of content. */
    static Flip largest() {
        return new Flip() {
            @Override
            int within(int length) {
                return length >= CONTENT ? length / 2 : -1;
            }
        };
    }

    /** None; the writes are counted. */
    static Flip none() {
        return new Flip() {
            @Override
            int within(int length) {
                return -1;
            }
        };
    }

    /** A random byte of the n-th write. */
    static Flip atWrite(int number, Random random) {
        return new Flip() {
            private int left = number;

            @Override
            int within(int length) {
                return left-- > 0 ? -1 : random.nextInt(length);
            }
        };
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new FlippingStorage(below().onOwnConnection(), flip);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new FlippingStorage(below().onOwnConnection(terms), flip);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        OpenFile file = super.create(path, sharing);
        return path.name().equals("new.disk") ? new File(file) : file;
    }

    private final class File extends LayeredFile {
        File(OpenFile file) {
            super(file);
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            flip.writes++;
            long copied = super.copyFrom(source, ranges);
            int at = flip.done || copied == 0 ? -1 : flip.within(Math.toIntExact(copied));
            long before = 0;
            for (CopyRange range : ranges) {
                if (at >= before && at < before + range.length()) {
                    flip.done = true;
                    flip(range.to() + at - before);
                }
                before += range.length();
            }
            return copied;
        }

        private void flip(long offset) throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            readFully(offset, one);
            super.writeFully(offset, one.put(0, (byte) (one.get(0) ^ 1)).flip());
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            flip.writes++;
            int at = flip.done || !source.hasRemaining() ? -1 : flip.within(source.remaining());
            if (at < 0) {
                super.writeFully(offset, source);
                return;
            }
            flip.done = true;
            ByteBuffer kept =
                    ByteBuffer.allocate(source.remaining()).put(source).flip();
            kept.put(at, (byte) (kept.get(at) ^ 1));
            super.writeFully(offset, kept);
        }
    }
}
