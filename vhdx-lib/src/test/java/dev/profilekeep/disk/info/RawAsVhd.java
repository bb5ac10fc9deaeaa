package dev.profilekeep.disk.info;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A raw disk with the footer of a fixed VHD behind it, so that the inspector looks at it. */
final class RawAsVhd implements BlockDevice {
    private static final int FOOTER = 512;

    private final BlockDevice raw;
    private final long rawSize;
    private final byte[] footer = new byte[FOOTER];

    /** @param raw of whole sectors of 512 bytes */
    RawAsVhd(BlockDevice raw) throws IOException {
        this.raw = raw;
        this.rawSize = raw.size();
        ByteBuffer.wrap(footer)
                .put("conectix".getBytes(StandardCharsets.US_ASCII))
                .putInt(8, 2)
                .putInt(12, 0x10000)
                .putLong(16, -1)
                .putLong(48, rawSize)
                .putInt(60, 2);
        Checksums.ofVhdStructure(footer, 0, FOOTER, 64);
    }

    @Override
    public long size() {
        return rawSize + FOOTER;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int fromRaw = (int) Math.max(0, Math.min(target.remaining(), rawSize - offset));
        if (fromRaw > 0) {
            raw.readFully(offset, target.slice(target.position(), fromRaw));
            target.position(target.position() + fromRaw);
        }
        if (target.hasRemaining()) {
            target.put(footer, (int) (offset + fromRaw - rawSize), target.remaining());
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
