package dev.profilekeep.replica;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.DiskDifference;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the copies of one container, each at one moment: open for everybody, in slices, and what moved meanwhile is discarded and read again. Nothing is written. One thread; closing it forgets the maps.
 */
public final class PairReading implements Closeable {
    /** A copy that moves each time is in use. */
    private static final int TRIES = 3;

    private final MapMaker<Boolean> maker;
    private final PairNodes nodes;
    private final MapArchive.@Nullable Kept earlier;
    private final SlicedFile.Slices slices;
    private final Clock clock;
    private long bytesRead;

    private PairReading(
            ContentReader reader,
            MapArchive.@Nullable Kept earlier,
            PairNodes nodes,
            SlicedFile.Slices slices,
            Clock clock) {
        this.earlier = earlier;
        this.nodes = nodes;
        this.maker = new MapMaker<>(nodes, reader, ContentKeeper.NOTHING, ChunkSizes.STANDARD, clock);
        this.slices = slices;
        this.clock = clock;
    }

    /** @param earlier the map of the state in which both agreed last; closed with this. Empty if there is none: then all is read */
    public static PairReading begin(
            ContentReader reader, Optional<MapArchive.Kept> earlier, SlicedFile.Slices slices, Clock clock)
            throws IOException {
        MapArchive.Kept kept = earlier.orElse(null);
        return new PairReading(reader, kept, new PairNodes(kept == null ? null : kept.nodes()), slices, clock);
    }

    /**
     * A copy, and its map if its content was read.
     *
     * @param map null unless it could be read
     */
    public record Read(SeenCopy seen, @Nullable ContentMap map) {}

    private interface Work {
        @Nullable
        ContentMap of(SlicedFile file, FileState state) throws IOException;
    }

    /**
     * Looks at the state of a copy alone: less than 64 KiB is read.
     *
     * @throws IOException of this machine, not of the copy
     */
    public SeenCopy look(CopyAt copy) throws IOException {
        return seen(copy, PairReading::nothing).seen();
    }

    /**
     * Reads the content of a copy.
     *
     * @param then the state of its file when both agreed last, from when on what bears no trace of a change need not be read; null to read all
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     * @throws IOException of this machine, not of the copy: its own files, or an interruption
     */
    public Read read(CopyAt copy, @Nullable FileState then, Progress progress) throws IOException {
        return seen(copy, (file, state) -> {
            MapArchive.Kept known = earlier != null && then != null && then.fileId() == state.fileId() ? earlier : null;
            return maker.make(
                            whole(file),
                            known == null ? null : known.map(),
                            known != null ? MapMaker.Extent.CHANGED : MapMaker.Extent.FULL,
                            progress)
                    .map();
        });
    }

    /** Reads all that is stored, for the other copy could only be read so. */
    public Read readRaw(CopyAt copy, Progress progress) throws IOException {
        return seen(copy, (file, state) -> maker.makeRaw(whole(file), "the other copy is read as a whole", progress)
                .map());
    }

    private static @Nullable ContentMap nothing(SlicedFile file, FileState state) {
        return null;
    }

    /** When the volume of a copy was made; empty if it moved since {@code state}, has no single NTFS volume, or cannot be read. */
    public Optional<VolumeBirth> birth(CopyAt copy, FileState state) throws IOException {
        VolumeBirth[] found = {null};
        Read again = seen(copy, (file, now) -> {
            found[0] = now.equals(state) ? Births.of(whole(file)).orElse(null) : null;
            return nothing(file, now);
        });
        return again.seen() instanceof SeenCopy.There there && there.state().equals(state)
                ? Optional.ofNullable(found[0])
                : Optional.empty();
    }

    /**
     * In which files two copies differ, by maps that this made.
     *
     * @throws SlicedFile.MovedException if one of them is not any more what it was
     * @throws IOException if one of them cannot be read
     */
    public DiskDifference difference(CopyAt active, Read first, CopyAt further, Read second) throws IOException {
        if (first.map() == null
                || second.map() == null
                || !(first.seen() instanceof SeenCopy.There here)
                || !(second.seen() instanceof SeenCopy.There there)) {
            throw new IllegalArgumentException("both copies must have been read");
        }
        try (SlicedFile one = new SlicedFile(active.storage(), active.path(), slices);
                SlicedFile other = new SlicedFile(further.storage(), further.path(), slices)) {
            requireSame(one, here.state());
            requireSame(other, there.state());
            DiskDifference difference =
                    DiskDifference.between(nodes, whole(one), first.map(), whole(other), second.map());
            requireSame(one, here.state());
            requireSame(other, there.state());
            return difference;
        }
    }

    private static void requireSame(SlicedFile file, FileState state) throws IOException {
        if (!FileState.of(file.now(), DiskInspector.stamp(file)).equals(state)) {
            throw new SlicedFile.MovedException();
        }
    }

    /** Bytes read from storage, at every try. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Has the nodes of the maps that this made. */
    public NodeStore nodes() {
        return nodes;
    }

    private static VirtualDisk whole(SlicedFile file) throws IOException {
        VirtualDisk disk = Containers.open(file);
        if (disk.hasParent()) {
            throw new NoWholeDiskException();
        }
        return disk;
    }

    private static final class NoWholeDiskException extends IOException {
        private static final long serialVersionUID = 1L;

        NoWholeDiskException() {
            super("it is a difference disk, a part of another, and says nothing by itself");
        }
    }

    /** @throws IOException that is not the storage's: so that trouble of ours is not told of everybody's copies */
    private Read seen(CopyAt copy, Work work) throws IOException {
        Instant at = clock.instant();
        String moved = "";
        Instant written = null;
        for (int left = TRIES; left > 0; left--) {
            at = clock.instant();
            try (SlicedFile file = new SlicedFile(copy.storage(), copy.path(), slices)) {
                written = file.opened().lastWritten();
                try {
                    return once(copy, at, file, work);
                } catch (DiskException | EOFException | NoWholeDiskException e) {
                    if (!SlicedFile.moved(file.opened(), file.now())) {
                        return new Read(new SeenCopy.Unreadable(copy.locationId(), at, sentence(e)), null);
                    }
                    moved = "it was written to while it was read";
                } finally {
                    bytesRead += file.bytesRead();
                }
            } catch (SlicedFile.MovedException e) {
                moved = sentence(e);
            } catch (StorageException.NotFound e) {
                return new Read(new SeenCopy.Absent(copy.locationId(), at, false), null);
            } catch (StorageException.Busy e) {
                return new Read(new SeenCopy.InUse(copy.locationId(), at, sentence(e), listed(copy)), null);
            } catch (StorageException.Unreachable e) {
                return new Read(new SeenCopy.Silent(copy.locationId(), at, sentence(e)), null);
            } catch (StorageException e) {
                return new Read(new SeenCopy.Unreadable(copy.locationId(), at, sentence(e)), null);
            }
        }
        return new Read(new SeenCopy.InUse(copy.locationId(), at, moved, written), null);
    }

    private static Read once(CopyAt copy, Instant at, SlicedFile file, Work work) throws IOException {
        FileState state = FileState.of(file.opened(), DiskInspector.stamp(file));
        ContentMap map = work.of(file, state);
        if (!FileState.of(file.now(), DiskInspector.stamp(file)).equals(state)) {
            throw new SlicedFile.MovedException();
        }
        SaidContent said = map == null ? null : new SaidContent(map.rules(), map.root(), true);
        return new Read(new SeenCopy.There(copy.locationId(), at, state, said, null), map);
    }

    /** When a file that cannot be opened was last written, as its folder tells. */
    private static @Nullable Instant listed(CopyAt copy) {
        try {
            StoredFile file = copy.storage().stat(copy.path());
            return file.lastWritten();
        } catch (IOException e) {
            return null;
        }
    }

    private static String sentence(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() throws IOException {
        try (MapArchive.Kept kept = earlier) {
            nodes.close();
        }
    }
}
