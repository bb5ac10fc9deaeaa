package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.ntfs.compress.Lzx;
import dev.profilekeep.disk.ntfs.compress.XpressHuffman;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The content of a file that Windows' "compact /exe" compressed. The stream {@code WofCompressedData} begins with a table that
 * says where each block but the first begins, counted from the end of the table: in 32 bits, or 64 if the content is larger
 * than 4 GiB. A block that is as long as its content is stored as it is. Keeps the block that was read last; several threads
 * wait for each other.
 */
final class WofContent implements BlockDevice {
    static final String STREAM = "WofCompressedData";

    private static final int WINDOW = 64 * 1024;

    private final BlockDevice packed;
    private final ReparsePoint.Compressed.Method method;
    private final long size;
    private final int blockBytes;
    private final int entryBytes;
    private final long tableBytes;
    /** Guarded by this, as is the number of the block in it. */
    private final byte[] block;

    private long loaded = -1;

    private WofContent(BlockDevice packed, ReparsePoint.Compressed.Method method, long size) {
        this.packed = packed;
        this.method = method;
        this.size = size;
        this.blockBytes = method.blockBytes();
        this.entryBytes = size > 0xffffffffL ? 8 : 4;
        long blocks = size == 0 ? 0 : (size - 1) / blockBytes + 1;
        this.tableBytes = Math.max(0, blocks - 1) * entryBytes;
        this.block = new byte[blockBytes];
    }

    /**
     * @param file that is {@code compressed}
     * @param size of its content
     */
    static BlockDevice open(NtfsFile file, ReparsePoint.Compressed compressed, long size, BlockDevice volume)
            throws IOException {
        if (compressed.method().blockBytes() == 0) {
            throw new UnsupportedDiskException(
                    "the content of file " + file.number() + " is not on the volume as such: " + compressed.meaning());
        }
        NtfsStream packed = file.stream(STREAM)
                .orElseThrow(() -> new CorruptDiskException(
                        "file " + file.number(),
                        0,
                        "it is compressed by Windows, but its stream " + STREAM + " is missing"));
        BlockDevice content = packed.content(volume);
        // Table and blocks are read in small pieces that lie close together.
        var opened = new WofContent(new ReadAheadDevice(content, WINDOW, 2), compressed.method(), size);
        if (opened.tableBytes > content.size()) {
            throw new CorruptDiskException(
                    STREAM, 0, "it has " + content.size() + " bytes, its table alone " + opened.tableBytes);
        }
        return opened;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || offset > size - target.remaining()) {
            throw new EOFException(
                    "the content ends at " + size + ", " + target.remaining() + " bytes were asked for at " + offset);
        }
        for (long at = offset; target.hasRemaining(); ) {
            int inBlock = (int) (at % blockBytes);
            int count = Math.min(target.remaining(), blockBytes - inBlock);
            copy(at / blockBytes, inBlock, target, count);
            at += count;
        }
    }

    private synchronized void copy(long number, int from, ByteBuffer target, int count) throws IOException {
        if (number != loaded) {
            loaded = -1;
            load(number);
            loaded = number;
        }
        target.put(block, from, count);
    }

    private void load(long number) throws IOException {
        int length = (int) Math.min(blockBytes, size - number * blockBytes);
        long begin = number == 0 ? 0 : entry(number - 1);
        boolean last = (number + 1) * blockBytes >= size;
        long end = last ? packed.size() - tableBytes : entry(number);
        if (begin < 0 || end <= begin || end - begin > length || end > packed.size() - tableBytes) {
            throw new CorruptDiskException(
                    STREAM, 0, "block " + number + " of " + length + " bytes lies from " + begin + " to " + end);
        }
        int there = (int) (end - begin);
        byte[] source = ByteView.read(STREAM, packed, tableBytes + begin, there).copy();
        if (there == length) {
            System.arraycopy(source, 0, block, 0, length);
        } else if (method == ReparsePoint.Compressed.Method.LZX) {
            Lzx.decode(source, there, block, length);
        } else {
            XpressHuffman.decode(source, there, block, length);
        }
    }

    private long entry(long index) throws IOException {
        ByteView entry = ByteView.read(STREAM, packed, index * entryBytes, entryBytes);
        return entryBytes == 8 ? entry.size64(0) : entry.u32(0);
    }

    @Override
    public void close() {}
}
