package dev.profilekeep.disk.check;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes a finding of every read that fails, and damage of what it did not give, so that a bad sector does not end a check. If
 * neither the start nor the end of the file can be read any more the device itself is gone: that says nothing of the disk, and the
 * failure goes on to the caller. One thread.
 */
final class ReadErrors implements BlockDevice {
    private static final int PROBE_BYTES = 512;

    private final BlockDevice device;
    private final long size;
    private final Findings findings;
    private final Set<Long> reported = new HashSet<>();

    ReadErrors(BlockDevice device, Findings findings) throws IOException {
        this.device = device;
        this.size = device.size();
        this.findings = findings;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long offset, ByteBuffer target) throws IOException {
        int count = target.remaining();
        if (offset < 0 || offset > size - count) {
            throw new EOFException("the file ends at " + size + ", " + count + " bytes were asked for at " + offset);
        }
        int start = target.position();
        try {
            device.readFully(offset, target);
        } catch (DiskException e) {
            throw e;
        } catch (IOException e) {
            if (!canBeRead(0) && !canBeRead(Math.max(0, size - PROBE_BYTES))) {
                throw e;
            }
            target.position(start);
            String reason = e instanceof EOFException ? "the file has become shorter" : String.valueOf(e.getMessage());
            if (reported.size() < Findings.KEPT_PER_RULE && reported.add(offset)) {
                findings.add(DiskRule.READ_ERROR, Place.inFile("file", offset), count + " bytes: " + reason);
            }
            var corrupt = new CorruptDiskException("file", offset, count + " bytes cannot be read: " + reason);
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private boolean canBeRead(long offset) {
        try {
            device.readFully(offset, ByteBuffer.allocate((int) Math.min(PROBE_BYTES, size)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
