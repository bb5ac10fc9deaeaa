package dev.profilekeep.compact;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.compact.RepackTarget;
import dev.profilekeep.disk.compact.RepackTarget.Move;
import dev.profilekeep.storage.CopyRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Has a server bring what counts from the old file into the new one, for as long as it can. One thread. */
final class ServerSideCopy {
    /** What most servers take in one request; between two of them it can be stopped, and the old file let go of. */
    private static final int BATCH_RANGES = 256;

    private static final long BATCH_BYTES = 16L << 20;

    private final RepackTarget target;
    private final Server server;
    private final Progress progress;
    private final long total;
    private final List<CopyRange> batch = new ArrayList<>();
    /** Of the disk, where each range of the batch begins. */
    private final List<Long> onDisk = new ArrayList<>();

    private long room = BATCH_BYTES;
    private long done;

    /** Copies from the old file to the new one. */
    interface Server {
        /** As {@link dev.profilekeep.storage.OpenFile#copyFrom}. */
        long copy(List<CopyRange> ranges) throws IOException;
    }

    private ServerSideCopy(RepackTarget target, Server server, long total, Progress progress) {
        this.target = target;
        this.server = server;
        this.total = total;
        this.progress = progress;
    }

    /**
     * @param total bytes there are
     * @param progress told of them
     * @return how many were brought; what is missing is to be put
     */
    static long run(RepackTarget target, Server server, long total, Progress progress) throws IOException {
        var copy = new ServerSideCopy(target, server, total, progress);
        try {
            target.moves(copy::take);
            copy.send();
        } catch (RefusedException e) {
            // what is missing is put
        }
        return copy.done;
    }

    /** Ends the walk over what is to be copied. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private void take(Move move) throws IOException {
        for (long at = 0; at < move.length(); ) {
            long length = Math.min(room, move.length() - at);
            batch.add(new CopyRange(move.from() + at, move.to() + at, length));
            onDisk.add(move.diskOffset() + at);
            room -= length;
            at += length;
            if (room == 0 || batch.size() == BATCH_RANGES) {
                send();
            }
        }
    }

    private void send() throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        progress.at(done, total);
        long copied = server.copy(batch);
        boolean refused = copied < CopyRange.bytes(batch);
        if (copied > 0) {
            done += copied;
            target.brought(upTo(copied), copied);
        }
        if (refused) {
            throw new RefusedException();
        }
        batch.clear();
        onDisk.clear();
        room = BATCH_BYTES;
    }

    /** Where on the disk what was copied of the batch ends. */
    private long upTo(long copied) {
        long left = copied;
        int last = 0;
        while (left > batch.get(last).length()) {
            left -= batch.get(last).length();
            last++;
        }
        return onDisk.get(last) + left;
    }
}
