package dev.profilekeep.backup.care;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.disk.Progress;
import java.io.IOException;

/** One kind of care for one repository. */
interface Care {
    /** What came of it, before it is dated. */
    record Done(boolean clean, String words, long amount, long bytes, int part, int parts) {
        static Done of(boolean clean, String words, long amount, long bytes) {
            return new Done(clean, words, amount, bytes, 0, 0);
        }
    }

    /**
     * Does it.
     *
     * @param progress asked whether to go on
     * @throws IOException a sentence
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    Done run(long runId, String repositoryId, Repository repository, Progress progress) throws IOException;
}
