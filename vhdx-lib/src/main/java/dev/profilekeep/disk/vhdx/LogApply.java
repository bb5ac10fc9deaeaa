package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Writes what the log of a file holds to its places, [MS-VHDX] 2.3.3. Until the last header names no log any more, a crash
 * leaves a file whose log is replayed again, to the same end.
 */
final class LogApply {
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(Layout.MIB).asReadOnlyBuffer();
    /** A real log zeroes a region once; a crafted one could have us write for days. */
    private static final int ZEROING_BUDGET = 4;

    private final WritableBlockDevice file;
    private final ReplayPlan plan;

    private LogApply(WritableBlockDevice file, ReplayPlan plan) {
        this.file = file;
        this.plan = plan;
    }

    /** @return number of log entries applied; 0 if the header named no log, and the file was left as it was */
    static int apply(WritableBlockDevice file) throws IOException {
        // Reads everything as it will be: what would be no disk afterwards is not made of what may be one now.
        VhdxParts parts = VhdxParts.read(file);
        ReplayPlan plan = parts.replay();
        if (plan == null) {
            return 0;
        }
        var apply = new LogApply(file, plan);
        apply.checkZeros();
        var headers = new HeaderPair(file, parts.header());
        headers.update(header -> header.withFileWriteGuid(UUID.randomUUID()));
        apply.writeAll();
        file.flush();
        headers.update(header -> header.withLogGuid(Guids.ZERO));
        return plan.entries();
    }

    private void checkZeros() throws IOException {
        long size = Math.max(file.size(), plan.fileSize());
        long left = ZEROING_BUDGET * size;
        for (ReplayPlan.Write write : plan.writes()) {
            if (write instanceof ReplayPlan.Zeros zeros) {
                left -= insideFile(zeros.range(), size).length();
                if (left < 0) {
                    throw new CorruptDiskException(
                            "log", zeros.range().start(), "it zeroes the file many times over: it cannot be real");
                }
            }
        }
    }

    private static ByteRange insideFile(ByteRange range, long size) {
        return range.intersect(new ByteRange(0, size));
    }

    private void writeAll() throws IOException {
        if (file.size() < plan.fileSize()) {
            file.resize(plan.fileSize());
        }
        long size = file.size();
        for (ReplayPlan.Write write : plan.writes()) {
            if (write instanceof ReplayPlan.Data data) {
                file.write(data.fileOffset(), ByteBuffer.wrap(data.bytes()));
            } else if (write instanceof ReplayPlan.Zeros zeros) {
                zero(insideFile(zeros.range(), size));
            }
        }
    }

    private void zero(ByteRange range) throws IOException {
        zero(file, range);
    }

    static void zero(WritableBlockDevice file, ByteRange range) throws IOException {
        for (long at = range.start(); at < range.end(); ) {
            int count = (int) Math.min(ZEROS.capacity(), range.end() - at);
            file.write(at, ZEROS.duplicate().limit(count));
            at += count;
        }
    }
}
