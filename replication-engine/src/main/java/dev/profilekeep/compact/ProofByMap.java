package dev.profilekeep.compact;

import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.witness.AddressedSectors;
import dev.profilekeep.disk.witness.CopiedRanges;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.disk.witness.SectorWitness;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Proves of a copy that the server made that it says what the old file says, of which a map alone is known and nothing is read but tables. docs/compaction.md has why this is a proof. Sees each chunk as
 * the map of the new file is made. For one new file; {@link #take} is safe for several threads.
 */
final class ProofByMap implements ContentKeeper<Boolean> {
    private final SectorWitness old;
    private final SectorWitness fresh;
    private final CopiedRanges copied;
    private final AddressedSectors addressed;

    /** @param copied all that the server was told to copy, and has copied */
    ProofByMap(SectorWitness old, SectorWitness fresh, CopiedRanges copied) {
        this.old = old;
        this.fresh = fresh;
        this.copied = copied;
        this.addressed = new AddressedSectors(fresh.sectorSize());
    }

    @Override
    public Boolean take(Chunk chunk, Sha256 digest, ByteBuffer bytes) {
        ByteBuffer left = bytes.duplicate();
        for (ByteRange piece : chunk.pieces()) {
            int length = Math.toIntExact(piece.length());
            addressed.add(piece.start(), left.slice(left.position(), length));
            left.position(left.position() + length);
        }
        return Boolean.TRUE;
    }

    @Override
    public @Nullable Place keep(Chunk chunk, Sha256 digest, Boolean taken) {
        return null;
    }

    /**
     * To be asked when the map is made.
     *
     * @param now of the new file
     * @param seen of the new file, by the second reader
     * @return why nothing is proved, a sentence; empty if it is
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    String doubt(KnownContent.ByMap known, ContentMap now, SectorSum seen, Progress progress) throws IOException {
        if (!now.rules().equals(known.rules()) || !now.root().equals(known.root())) {
            return "the new file says " + now.root() + ", and the old one was known to say " + known.root();
        }
        if (!addressed.isSameAs(seen)) {
            return "the two readers do not see the same bytes under the same numbers in the new file";
        }
        return old.firstMiscopied(fresh, copied, progress)
                .map(fault -> "the second reader does not find what counts where it was copied to: " + fault)
                .orElse("");
    }
}
