package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.pack.PackDamagedException;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.Place;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads things out of bundles, and has those bundles at hand that were read last. Safe for several threads. */
final class BundleCache {
    /** Bytes of bundles: some of each kind for a few containers at once. */
    static final long MOST = 16 << 20;

    private final ChunkSource source;
    private final Map<ChunkId, byte[]> bundles = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    BundleCache(ChunkSource source) {
        this.source = source;
    }

    /**
     * @throws ChunkMissingException if there is no such bundle
     * @throws MapDamagedException if it is too short
     */
    byte[] get(Place place) throws IOException {
        byte[] bundle;
        synchronized (bundles) {
            bundle = bundles.get(place.bundle());
        }
        if (bundle == null) {
            bundle = source.get(place.bundle());
            add(place.bundle(), bundle);
        }
        if (place.offset() + (long) place.length() > bundle.length) {
            throw new MapDamagedException("bundle " + place.bundle() + " has " + bundle.length
                    + " bytes, and not those at " + place.offset() + " + " + place.length());
        }
        return Arrays.copyOfRange(bundle, place.offset(), place.offset() + place.length());
    }

    /**
     * The same, of a node.
     *
     * @throws MapDamagedException if there is no such node, or it cannot be read: whoever made a map of it can do without
     */
    byte[] node(Place place) throws IOException {
        try {
            return get(place);
        } catch (ChunkMissingException | SealException | PackDamagedException e) {
            MapDamagedException damaged =
                    new MapDamagedException("a node of a content map cannot be read: " + e.getMessage());
            damaged.initCause(e);
            throw damaged;
        }
    }

    /** Keeps one at hand. */
    void add(ChunkId id, byte[] bundle) {
        synchronized (bundles) {
            byte[] before = bundles.put(id, bundle);
            held += bundle.length - (before == null ? 0 : before.length);
            Iterator<byte[]> eldest = bundles.values().iterator();
            while (held > MOST && bundles.size() > 1) {
                held -= eldest.next().length;
                eldest.remove();
            }
        }
    }

    /** Bytes that it has at hand. */
    long held() {
        synchronized (bundles) {
            return held;
        }
    }
}
