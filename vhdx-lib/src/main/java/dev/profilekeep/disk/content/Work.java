package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A batch on its way through a worker. */
final class Work<T> implements Runnable {
    private final Batch<T> batch;
    private final BlockDevice disk;
    private final ChunkDigest<T> digest;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    /** Written before the latch opens. */
    private @Nullable Throwable failure;

    Work(Batch<T> batch, BlockDevice disk, ChunkDigest<T> digest) {
        this.batch = batch;
        this.disk = disk;
        this.digest = digest;
    }

    @Override
    public void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        try {
            batch.work(disk, digest);
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    /** Waits for it. */
    Batch<T> result() throws IOException, InterruptedException {
        done.await();
        Throwable thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return batch;
    }

    /** Makes that it is not begun any more; if it was, waits for its end. */
    void stop() {
        boolean interrupted = false;
        while (!taken.compareAndSet(false, true)) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
