package dev.profilekeep.content;

import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSink;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.content.Signature;
import dev.profilekeep.disk.ntfs.AttributeType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a map out of chunks, as they come in the order of the disk. All but {@link #digest} in one thread. */
final class MapSink<T> implements ChunkSink<MapSink.Taken<T>> {
    /** Known kinds of files that a map remembers. */
    private static final int MOST_SIGNATURES = 10_000;

    private static final int MOST_MISSED = 100;

    /** A chunk on its way: what its bytes gave. */
    record Taken<T>(Sha256 digest, Signature signature, T kept) {}

    private final Earlier earlier;
    private final ContentKeeper<T> keeper;
    private final EntryWriter entries;
    private final RootDigest root;
    private final List<SignedStream> signatures = new ArrayList<>();
    private final List<Owner> missed = new ArrayList<>();
    private boolean signaturesComplete = true;
    private long missedChunks;
    private long chunks;
    private long bytes;

    MapSink(ContentLayout layout, Earlier earlier, NodeStore nodes, ContentKeeper<T> keeper) {
        this.earlier = earlier;
        this.keeper = keeper;
        this.entries = new EntryWriter(new TreeWriter(nodes, earlier.nodes));
        this.root = new RootDigest(
                layout.kind(),
                layout.sizes(),
                layout.disk().virtualSize(),
                layout.disk().logicalSectorSize());
    }

    /** Called by several threads. */
    Taken<T> digest(Chunk chunk, ByteBuffer content) throws IOException {
        Sha256 digest = Sha256.of(content.duplicate());
        Signature signature = Signature.OTHER;
        if (isStart(chunk)) {
            byte[] start = new byte[Math.min(Signature.BYTES, content.remaining())];
            content.duplicate().get(start);
            signature = Signature.of(start);
        }
        return new Taken<>(digest, signature, keeper.take(chunk, digest, content));
    }

    private static boolean isStart(Chunk chunk) {
        return chunk.owner() instanceof Owner.FileStream stream
                && stream.offset() == 0
                && stream.type() == AttributeType.DATA;
    }

    @Override
    public void chunk(Chunk chunk, Taken<T> taken) throws IOException {
        MapEntry known = earlier.at(chunk);
        boolean same = known != null && known.digest().equals(taken.digest()) && known.length() == chunk.length();
        earlier.read(chunk, same);
        if (!same && earlier.spares(chunk.owner())) {
            miss(chunk);
        }
        boolean shared = known != null && same && keeper.isKept(known);
        Place place = known != null && shared ? known.place() : keeper.keep(chunk, taken.digest(), taken.kept());
        if (taken.signature() != Signature.OTHER) {
            sign(chunk.owner(), taken.signature());
        }
        add(chunk, taken.digest(), place);
    }

    private void add(Chunk chunk, Sha256 digest, @Nullable Place place) throws IOException {
        chunks++;
        bytes += chunk.length();
        root.chunk(chunk.pieces(), digest);
        entries.add(new MapEntry(chunk.owner(), chunk.pieces(), digest, place));
    }

    @Override
    public void zeros(Chunk chunk) throws IOException {
        if (earlier.spares(chunk.owner()) && earlier.at(chunk) != null) {
            miss(chunk);
        }
    }

    @Override
    public void skipped(Chunk chunk) throws IOException {
        MapEntry known = earlier.spared(chunk);
        if (known != null) {
            if (!keeper.isThere(known)) {
                throw new Earlier.BrokenException(
                        "what it names at " + chunk.diskOffset() + " is not to be had any more");
            }
            if (isStart(chunk)) {
                earlier.signature((Owner.FileStream) chunk.owner())
                        .filter(signature -> signature != Signature.OTHER)
                        .ifPresent(signature -> sign(chunk.owner(), signature));
            }
            add(chunk, known.digest(), known.place());
        }
    }

    private void sign(Owner owner, Signature signature) {
        if (signatures.size() < MOST_SIGNATURES) {
            signatures.add(new SignedStream((Owner.FileStream) owner, signature));
        } else {
            signaturesComplete = false;
        }
    }

    private void miss(Chunk chunk) {
        missedChunks++;
        if (missed.size() < MOST_MISSED) {
            missed.add(chunk.owner());
        }
    }

    /** @throws Earlier.BrokenException if what was spared may be something else */
    void requireSound() throws IOException {
        earlier.requireSameVolumes();
    }

    Sha256 root() {
        return root.end();
    }

    Optional<NodeRef> finish() throws IOException {
        return entries.finish();
    }

    List<SignedStream> signatures() {
        return signatures;
    }

    boolean signaturesComplete() {
        return signaturesComplete;
    }

    List<Owner> missed() {
        return missed;
    }

    long missedChunks() {
        return missedChunks;
    }

    long chunks() {
        return chunks;
    }

    long bytes() {
        return bytes;
    }
}
