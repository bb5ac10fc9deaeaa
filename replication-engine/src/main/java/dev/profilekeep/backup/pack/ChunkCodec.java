package dev.profilekeep.backup.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/**
 * A chunk as it is stored: one byte that says how, and the bytes.
 *
 * <pre>
 * stored := 0 bytes of the chunk
 *         | 1 zstd frame            with the length of the chunk in its header
 * </pre>
 *
 * Safe for several threads: each has what zstd works with to itself, for as long as it lives.
 */
public final class ChunkCodec {
    /** Of a chunk; more is refused when it is read, before memory is taken for it. */
    public static final int LONGEST = 16 * 1024 * 1024;

    static final int PLAIN = 0;
    static final int ZSTD = 1;
    /** Level 1 is as fast as AES here; higher ones cost more time than the room is worth. */
    private static final int LEVEL = 1;
    /** What is saved must be worth the time that reading takes: one part in 32. */
    private static final int WORTH = 32;

    /** What zstd works with is some hundred KiB: taken once for each thread, not for each chunk. */
    private static final ThreadLocal<ZstdCompressCtx> COMPRESSION =
            ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(LEVEL));

    private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESSION = ThreadLocal.withInitial(ZstdDecompressCtx::new);
    /** Where a chunk is compressed to, as it is not known before how long it becomes. */
    private static final ThreadLocal<byte[]> ROOM = ThreadLocal.withInitial(() -> new byte[0]);

    private ChunkCodec() {}

    /**
     * The shorter way to store a chunk.
     *
     * @param chunk 1 to {@link #LONGEST} bytes
     */
    public static byte[] encode(byte[] chunk) {
        requireLength(chunk.length);
        byte[] room = room(Math.toIntExact(Zstd.compressBound(chunk.length)));
        int length = COMPRESSION.get().compressByteArray(room, 0, room.length, chunk, 0, chunk.length);
        boolean shorter = length + chunk.length / WORTH < chunk.length;
        byte[] stored = new byte[1 + (shorter ? length : chunk.length)];
        stored[0] = (byte) (shorter ? ZSTD : PLAIN);
        System.arraycopy(shorter ? room : chunk, 0, stored, 1, stored.length - 1);
        return stored;
    }

    private static byte[] room(int bytes) {
        byte[] room = ROOM.get();
        if (room.length < bytes) {
            room = new byte[bytes];
            ROOM.set(room);
        }
        return room;
    }

    /**
     * The chunk again.
     *
     * @throws PackDamagedException if that is no stored chunk
     */
    public static byte[] decode(ByteBuffer stored) throws PackDamagedException {
        if (!stored.hasRemaining()) {
            throw new PackDamagedException("a chunk without bytes");
        }
        int how = stored.get();
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        if (how == PLAIN && bytes.length > 0 && bytes.length <= LONGEST) {
            return bytes;
        }
        if (how != ZSTD) {
            throw new PackDamagedException("a chunk that is stored in a way this program does not know: " + how);
        }
        long length = Zstd.getFrameContentSize(bytes);
        if (length < 1 || length > LONGEST) {
            throw new PackDamagedException("a chunk that does not say its length");
        }
        byte[] chunk = new byte[(int) length];
        try {
            int read = DECOMPRESSION.get().decompress(chunk, bytes);
            if (read != length) {
                throw new PackDamagedException("a chunk that cannot be read: " + read + " of " + length + " bytes");
            }
        } catch (ZstdException e) {
            throw new PackDamagedException("a chunk that cannot be read: " + e.getMessage());
        }
        return chunk;
    }

    private static void requireLength(int length) {
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("a chunk has 1 to " + LONGEST + " bytes, not " + length);
        }
    }
}
