package dev.profilekeep.compact;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.compact.CompactionPlan;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads all of a copy that is not repacked itself, and says whether it is what another is: by the map of its content, and by the second reader. Nobody is kept from it. Stateless. */
public final class CopyContent {
    /** What stands against making a copy smaller, and not against putting another file in its place that says the same. */
    private static final Set<Why> OF_ITS_OWN_FILE = EnumSet.of(Why.ALREADY_MINIMAL, Why.GAIN_TOO_SMALL, Why.NO_ROOM);

    private final StorageProvider storage;
    private final StoragePath path;
    private final SlicedFile.Slices slices;
    private final ContentReader reader;
    private final Clock clock;
    private final int keepFreePercent;
    private final boolean dynamic;
    private final CompactionProgress progress;

    /**
     * @param storage guarded; stays the caller's
     * @param slices how long the copy is held at a time
     * @param keepFreePercent of the volume that stay free beside the new file
     * @param dynamic whether a dynamic disk may take the place of a fixed one
     */
    public CopyContent(
            StorageProvider storage,
            StoragePath path,
            SlicedFile.Slices slices,
            ContentReader reader,
            Clock clock,
            int keepFreePercent,
            boolean dynamic,
            CompactionProgress progress) {
        this.storage = storage;
        this.path = path;
        this.slices = slices;
        this.reader = reader;
        this.clock = clock;
        this.keepFreePercent = keepFreePercent;
        this.dynamic = dynamic;
        this.progress = progress;
    }

    /** What lies beside it, or in its name, that forbids to change it or to take it for all that there is. One listing. */
    public Optional<Refusal> beside() throws IOException {
        return CopyRepack.around(storage, path).stream().findFirst();
    }

    /**
     * What stands against it now, by what lies beside it and by its metadata.
     *
     * @param newBytes length of the file that is to take its place
     * @throws SlicedFile.MovedException if somebody wrote to it meanwhile
     */
    public Optional<Refusal> look(long newBytes) throws IOException {
        Optional<Refusal> around = CopyRepack.around(storage, path).stream()
                .filter(refusal -> refusal.why() != Why.CLOUD_CACHE)
                .findFirst();
        if (around.isPresent()) {
            return around;
        }
        try (SlicedFile file = new SlicedFile(storage, path, slices)) {
            return against(open(file), newBytes);
        }
    }

    private OpenContainer open(SlicedFile file) throws IOException {
        OpenContainer container = OpenContainer.look(
                file, CompactionWish.USUAL.withForm(false, dynamic).withThreshold(0, 0), Long.MAX_VALUE, progress);
        if (SlicedFile.moved(file.opened(), file.now())) {
            throw new SlicedFile.MovedException();
        }
        return container;
    }

    private Optional<Refusal> against(OpenContainer container, long newBytes) throws IOException {
        Optional<Refusal> own = container.refusals().stream()
                .filter(refusal -> !OF_ITS_OWN_FILE.contains(refusal.why()))
                .findFirst();
        if (own.isPresent()) {
            return own;
        }
        long room = CopyRepack.room(storage, path, keepFreePercent);
        return newBytes <= room
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Why.NO_ROOM, "the new file beside it needs " + newBytes + " bytes, and " + room + " are free"));
    }

    /**
     * Reads all of it.
     *
     * @param planned what the server said of it when its replacement was planned
     * @param newBytes length of the file that is to take its place
     * @return whether both readers find in it what they found in the other
     * @throws CopyRepack.RefusedException if something stands against it by now
     * @throws SlicedFile.MovedException if it is not what it was
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public boolean isSame(KnownContent.ByTwoReaders other, StoredFile planned, long newBytes) throws IOException {
        try (SlicedFile file = new SlicedFile(storage, path, slices)) {
            if (SlicedFile.moved(file.opened(), planned)) {
                throw new SlicedFile.MovedException();
            }
            OpenContainer container = open(file);
            Optional<Refusal> against = against(container, newBytes);
            if (against.isPresent()) {
                throw new CopyRepack.RefusedException(against.get());
            }
            KnownContent.ByTwoReaders own = read(file, container);
            return own.rules().equals(other.rules())
                    && own.root().equals(other.root())
                    && own.sectors().sameAs(other.sectors());
        }
    }

    private KnownContent.ByTwoReaders read(SlicedFile file, OpenContainer container) throws IOException {
        CompactionPlan plan = container
                .plan()
                .orElseThrow(() -> new IllegalStateException("nothing stands against a disk that cannot be read"));
        CopySeen state = CopySeen.of(file.now(), DiskInspector.stamp(file));
        Progress reading = OpenContainer.in(progress, Phase.COPYING);
        MadeMap made;
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            made = new MapMaker<>(nodes, reader, ContentKeeper.NOTHING, ChunkSizes.STANDARD, clock)
                    .make(plan.layout().disk(), null, MapMaker.Extent.FULL, reading);
        }
        SectorSum sectors = container.witness().finish(reading);
        StoredFile now = file.now();
        if (SlicedFile.moved(file.opened(), now) || !state.equals(CopySeen.of(now, DiskInspector.stamp(file)))) {
            throw new SlicedFile.MovedException();
        }
        return new KnownContent.ByTwoReaders(
                state, made.map().rules(), made.map().root(), sectors);
    }
}
