package dev.profilekeep.backup.run;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.layer.SlicedFile;
import java.util.function.LongConsumer;

/** Passes on how far a container is, and along with it how much was read of its file since it last did. One thread. */
final class ReadTally implements Progress {
    private final SlicedFile file;
    private final LongConsumer reads;
    private final Progress progress;
    private long told;

    ReadTally(SlicedFile file, LongConsumer reads, Progress progress) {
        this.file = file;
        this.reads = reads;
        this.progress = progress;
    }

    @Override
    public boolean at(long done, long total) {
        tell();
        return progress.at(done, total);
    }

    void tell() {
        long now = file.bytesRead();
        if (now > told) {
            reads.accept(now - told);
            told = now;
        }
    }
}
