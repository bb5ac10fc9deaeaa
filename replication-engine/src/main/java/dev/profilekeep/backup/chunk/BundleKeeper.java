package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.Chunk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the content of one container, and the nodes of its map, in a repository: large chunks by their names, each once for all containers; small
 * ones and nodes in bundles of the container's own. Safe for several threads.
 */
public final class BundleKeeper implements ContentKeeper<BundleKeeper.Taken>, NodeStore, Closeable {
    /** Chunks of so many bytes or fewer go into bundles: an entry in the index for each would cost more than what they share saves. */
    public static final int SMALL = 64 * 1024;

    /** What becomes of a chunk until its turn comes. */
    public sealed interface Taken {
        /**
         * It is stored, or was before.
         *
         * @param stored bytes that it takes there; 0 if it was before
         */
        record Named(int stored) implements Taken {}

        /** It is small. */
        record Small(byte[] bytes) implements Taken {}
    }

    private static final Taken KNOWN = new Taken.Named(0);

    private final WriteSession session;
    private final SecureRandom random;
    private final BundleCache cache;
    private Bundle content;
    private Bundle nodes;
    /** The last bundle that was asked for, and whether it is there: those that lie together are asked for together. */
    private @Nullable ChunkId asked;

    private boolean there;
    private @Nullable ChunkId lookedFor;
    private boolean isThere;
    private long newBytes;
    private long storedBytes;

    BundleKeeper(WriteSession session, SecureRandom random) {
        this.session = session;
        this.random = random;
        this.cache = session.bundles();
        this.content = new Bundle(random);
        this.nodes = new Bundle(random);
    }

    @Override
    public Taken take(Chunk chunk, Sha256 digest, ByteBuffer bytes) throws IOException {
        if (bytes.remaining() <= SMALL) {
            return new Taken.Small(copy(bytes));
        }
        ChunkId name = session.name(digest);
        if (session.has(name)) {
            return KNOWN;
        }
        byte[] stored = ChunkCodec.encode(copy(bytes));
        session.put(name, stored);
        return new Taken.Named(stored.length);
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    @Override
    public @Nullable Place keep(Chunk chunk, Sha256 digest, Taken taken) throws IOException {
        if (taken instanceof Taken.Small small) {
            return keepSmall(small.bytes());
        }
        int stored = ((Taken.Named) taken).stored();
        if (stored > 0) {
            added(chunk.length(), stored);
        }
        return null;
    }

    /**
     * Keeps a small chunk.
     *
     * @param bytes at most as many as lie in a bundle
     */
    public synchronized Place keepSmall(byte[] bytes) throws IOException {
        if (!content.hasRoom(bytes.length)) {
            content = ended(content, WriteSession.Sort.CONTENT);
        }
        added(bytes.length, 0);
        return content.add(bytes);
    }

    private synchronized void added(long bytes, long stored) {
        newBytes += bytes;
        storedBytes += stored;
    }

    /** Bytes of content that changed and that the repository did not have. */
    public synchronized long newBytes() {
        return newBytes;
    }

    /** Bytes that these take there; all of them once this is closed. */
    public synchronized long storedBytes() {
        return storedBytes;
    }

    /** A bundle that is lost, or marked by a prune, is one that is not there. Chunks with names were looked for when they were taken. */
    @Override
    public synchronized boolean isKept(MapEntry known) throws IOException {
        Place place = known.place();
        if (place == null) {
            return true;
        }
        if (!place.bundle().equals(asked)) {
            there = session.has(place.bundle());
            asked = place.bundle();
        }
        return there;
    }

    @Override
    public synchronized boolean isThere(MapEntry known) throws IOException {
        Place place = known.place();
        ChunkId chunk = place == null ? session.name(known.digest()) : place.bundle();
        if (!chunk.equals(lookedFor)) {
            isThere = session.isThere(chunk);
            lookedFor = chunk;
        }
        return isThere;
    }

    @Override
    public synchronized Place add(byte[] node) throws IOException {
        if (!nodes.hasRoom(node.length)) {
            nodes = ended(nodes, WriteSession.Sort.NODES);
        }
        return nodes.add(node);
    }

    /**
     * Stores a bundle.
     *
     * @return the next one
     */
    private Bundle ended(Bundle bundle, WriteSession.Sort sort) throws IOException {
        if (bundle.isEmpty()) {
            return bundle;
        }
        byte[] bytes = bundle.toBytes();
        byte[] stored = ChunkCodec.encode(bytes);
        session.put(bundle.id(), stored, sort);
        if (sort == WriteSession.Sort.CONTENT) {
            added(0, stored.length);
        }
        cache.add(bundle.id(), bytes);
        return new Bundle(random);
    }

    /** A node, or a small chunk, also of a bundle that is not full yet. */
    @Override
    public byte[] get(Place place) throws IOException {
        synchronized (this) {
            for (Bundle open : new Bundle[] {nodes, content}) {
                if (open.holds(place)) {
                    return open.get(place);
                }
            }
        }
        return cache.node(place);
    }

    /** Puts into the session what was kept; {@link WriteSession#flush()} does that for all that are not closed. */
    synchronized void flush() throws IOException {
        content = ended(content, WriteSession.Sort.CONTENT);
        nodes = ended(nodes, WriteSession.Sort.NODES);
    }

    /** Puts into the session what was kept. A container that was given up is closed as well: what it left is removed by a prune. */
    @Override
    public void close() throws IOException {
        flush();
        session.forget(this);
    }
}
