package dev.profilekeep.compact;

import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a smaller file of one copy of a container, for callers who let it take the name: what {@link FileCompactor} does of one file, without the exchange. Reads so that nobody is kept
 * from the copy; lets go of it as soon as the new file is proved. One thread.
 */
public final class CopyRepack implements Closeable {
    /** What stays free beside a new file. */
    private static final long MARGIN = 64L << 20;

    private final StorageProvider storage;
    private final StoragePath path;
    private final CompactionWish wish;
    private final SlicedFile.Slices slices;
    private final ContentReader reader;
    private final Clock clock;
    private final int keepFreePercent;
    private final CompactionProgress progress;
    private @Nullable SlicedFile open;
    private @Nullable Repack repack;
    private @Nullable KnownContent known;
    private @Nullable Proof proof;
    private boolean withState;
    private long written;

    /**
     * @param storage guarded; stays the caller's
     * @param slices how long the copy is held at a time
     * @param keepFreePercent of the volume that stay free beside the new file
     */
    public CopyRepack(
            StorageProvider storage,
            StoragePath path,
            CompactionWish wish,
            SlicedFile.Slices slices,
            ContentReader reader,
            Clock clock,
            int keepFreePercent,
            CompactionProgress progress) {
        this.storage = storage;
        this.path = path;
        this.wish = wish;
        this.slices = slices;
        this.reader = reader;
        this.clock = clock;
        this.keepFreePercent = keepFreePercent;
        this.progress = progress;
    }

    /** State files of Cloud Cache beside the copy do not stand against it: whoever calls sees to it that they leave with the old file, and that all copies change as one. */
    public CopyRepack besideState() {
        withState = true;
        return this;
    }

    /** What the copy is known to say; passed over if it is of another state. */
    public CopyRepack knowing(KnownContent earlier) {
        known = earlier;
        return this;
    }

    /**
     * What would be done, and what stands against it: beside the copy, in it, or for want of room. Reads metadata only.
     *
     * @throws StorageException.Busy if somebody has it open
     * @throws SlicedFile.MovedException if somebody wrote to it meanwhile
     * @throws IOException if it cannot be read at all
     */
    public FilePlan plan() throws IOException {
        List<Refusal> refusals = new ArrayList<>(around(storage, path));
        refusals.removeIf(refusal -> withState && refusal.why() == Why.CLOUD_CACHE);
        try (SlicedFile file = new SlicedFile(storage, path, slices)) {
            OpenContainer container = look(file);
            refusals.addAll(container.refusals());
            return new FilePlan(container.size(), container.plan().orElse(null), refusals);
        }
    }

    static List<Refusal> around(StorageProvider storage, StoragePath path) throws IOException {
        StoragePath folder = path.parent();
        return Surroundings.lookByNames(storage, path, folder == null ? "" : folder.name());
    }

    private OpenContainer look(SlicedFile file) throws IOException {
        OpenContainer container;
        try {
            container = OpenContainer.look(file, wish, room(storage, path, keepFreePercent), progress);
        } catch (IllegalArgumentException e) {
            // a VHD cannot have every block that a VHDX can
            container =
                    OpenContainer.look(file, wish.withBlockSize(null), room(storage, path, keepFreePercent), progress);
        }
        if (SlicedFile.moved(file.opened(), file.now())) {
            throw new SlicedFile.MovedException();
        }
        return container;
    }

    /** Of the new file, and where there are no second names of the copy of the old one too. */
    static long room(StorageProvider storage, StoragePath path, int keepFreePercent) throws IOException {
        Optional<Volume> volume = storage.volume();
        long old = storage.capabilities().hardLinks() ? 0 : storage.stat(path).size();
        if (volume.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long stays = Math.max(MARGIN, volume.get().totalBytes() / 100 * keepFreePercent);
        return Math.max(0, volume.get().freeBytes() - stays - old);
    }

    /**
     * Copies what counts, at the server where it can.
     *
     * @param own the connection that the new file is open over; stays the caller's
     * @param planned what the server said of the copy when its exchange was planned
     * @throws RefusedException if something stands against it by now
     * @throws SlicedFile.MovedException if it is not what it was
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public void write(OpenFile empty, StorageProvider own, StoredFile planned) throws IOException {
        SlicedFile file = new SlicedFile(storage, path, slices);
        open = file;
        if (SlicedFile.moved(file.opened(), planned)) {
            throw new SlicedFile.MovedException();
        }
        OpenContainer container = look(file);
        if (!container.refusals().isEmpty()) {
            throw new RefusedException(container.refusals().get(0));
        }
        Repack making = new Repack(file, container, reader, clock, progress);
        if (known != null) {
            making.knowing(known);
        }
        repack = making;
        file.over(own);
        making.write(empty);
        written = container.allowedPlan().bytesAfter();
    }

    /**
     * Proves that the new file says what the copy says, and lets go of the copy: our own handle would keep a lease from it.
     *
     * @throws ProofFailedException if it does not
     */
    public void check(OpenFile made) throws IOException {
        if (repack == null) {
            throw new IllegalStateException("nothing was written yet");
        }
        proof = repack.prove(new HandleDevice(made));
        close();
    }

    /**
     * What the copy says, as it was read to be copied.
     *
     * @throws IllegalStateException if nothing was written yet, or it was not read as it was known
     */
    public KnownContent.ByTwoReaders original() {
        if (repack != null && repack.original() instanceof KnownContent.ByTwoReaders read) {
            return read;
        }
        throw new IllegalStateException("not all of it was read");
    }

    /** Length of the file that was written. */
    public long newBytes() {
        return written;
    }

    /** What shows that both say the same; empty as long as nothing does. */
    public Optional<Proof> proof() {
        return Optional.ofNullable(proof);
    }

    /** Whether all of the copy was read, and says something else than was known of the state that it is in. */
    public boolean knewWrong() {
        return repack != null && repack.knewWrong();
    }

    /** What was allowed when it was planned is not any more. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.sentence());
            this.refusal = refusal;
        }

        public Why why() {
            return refusal.why();
        }
    }

    @Override
    public void close() throws IOException {
        SlicedFile file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }
}
