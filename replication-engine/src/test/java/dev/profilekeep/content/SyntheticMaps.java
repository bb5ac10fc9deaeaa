package dev.profilekeep.content;

import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps of disks that nobody has, for tests of how many there can be. Their chunks are kept under names. */
public final class SyntheticMaps {
    private static final int CHUNK = 128 << 10;

    private SyntheticMaps() {}

    /** Is told of chunks that no day before had. */
    public interface Fresh {
        void chunk(Sha256 digest) throws IOException;
    }

    /**
     * Makes the map of a disk on a day.
     *
     * @param person whose disk it is
     * @param day each changes another chunk, and leaves all others as they were the day before
     * @param before of the same disk; null on the first day
     */
    public static ContentMap make(
            NodeStore store, long person, int day, int chunks, @Nullable ContentMap before, Fresh fresh)
            throws IOException {
        KnownNodes known = KnownNodes.none();
        known.add(store, before == null ? null : before.entries());
        EntryWriter entries = new EntryWriter(new TreeWriter(store, known));
        Owner owner = new Owner.Region("test");
        RootDigest root = new RootDigest(ContentLayout.Kind.RAW, ChunkSizes.STANDARD, 1L << 40, 512);
        for (int i = 0; i < chunks; i++) {
            int changed = Math.max(0, day - Math.floorMod(day - i - 1, chunks)); // when this one changed last
            ByteBuffer what = ByteBuffer.allocate(16).putLong(person).putInt(i).putInt(changed);
            Sha256 digest = Sha256.of(what.array());
            List<ByteRange> pieces = List.of(new ByteRange((long) i * CHUNK * 2, CHUNK));
            if (before == null || changed == day) {
                fresh.chunk(digest);
            }
            root.chunk(pieces, digest);
            entries.add(new MapEntry(owner, pieces, digest, null));
        }
        return new ContentMap(
                List.of("synthetic"),
                ChunkSizes.STANDARD,
                1L << 40,
                512,
                512,
                root.end(),
                Instant.EPOCH,
                (long) chunks * CHUNK,
                (long) chunks * CHUNK,
                chunks,
                entries.finish().orElse(null),
                List.of(),
                List.of(),
                true);
    }
}
