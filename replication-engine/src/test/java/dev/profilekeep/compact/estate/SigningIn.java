package dev.profilekeep.compact.estate;

import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.HandleDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A host at which a person signs in and out: it opens the disk alone to write, asks again after a second if somebody has it (FSLogix: LockedRetryInterval, LockedRetryCount), and leaves a number
 * in the disk, which the next sign-in must find. For one thread.
 */
final class SigningIn {
    private static final int SECTOR = 512;
    /** In the code of the boot sector, which nobody runs and which counts. */
    private static final int PLACE = 8;

    private final StorageProvider storage;
    private final StoragePath disk;
    private final byte[] atFirst = new byte[SECTOR];
    private long written;

    SigningIn(StorageProvider storage, StoragePath disk) throws IOException {
        this.storage = storage;
        this.disk = disk;
        try (OpenFile open = storage.openForReading(disk, Sharing.ALL)) {
            VhdxFile.open(new HandleDevice(open)).disk().readFully(0, ByteBuffer.wrap(atFirst));
        }
    }

    /** How it waits until it asks again. */
    interface Waiting {
        void rest(long millis) throws InterruptedException;
    }

    /**
     * Signs in and out.
     *
     * @return how long it waited for the disk
     * @throws AssertionError if the disk is not there, or does not say what the last one wrote
     */
    Duration go(Waiting waiting) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        while (true) {
            try (OpenFile open = storage.openForWriting(disk, Sharing.NONE)) {
                Duration waited = Duration.ofNanos(System.nanoTime() - asked);
                leave(open);
                return waited;
            } catch (StorageException.Busy e) {
                waiting.rest(TimeUnit.SECONDS.toMillis(1));
            } catch (StorageException.NotFound e) {
                throw new AssertionError("FSLogix would make a new empty profile now", e);
            }
        }
    }

    private void leave(OpenFile open) throws IOException {
        byte[] sector = new byte[SECTOR];
        VhdxFile.open(new HandleDevice(open)).disk().readFully(0, ByteBuffer.wrap(sector));
        long found = ByteBuffer.wrap(sector).getLong(PLACE);
        if (written > 0 && found != written) {
            throw new AssertionError("the disk says " + found + ", and " + written + " was written last");
        }
        ByteBuffer.wrap(sector).putLong(PLACE, ++written);
        write(open, sector);
    }

    private static void write(OpenFile open, byte[] sector) throws IOException {
        try (WritableVhdx vhdx = WritableVhdx.open(new HandleDevice(open))) {
            vhdx.write(0, ByteBuffer.wrap(sector));
        }
        open.flush();
    }

    /** How often it signed in. */
    long count() {
        return written;
    }

    /** What the disk says is what was written last; then it says again what it said at first. */
    void forget() throws IOException {
        try (OpenFile open = storage.openForWriting(disk, Sharing.NONE)) {
            leave(open);
            write(open, atFirst);
        }
    }
}
