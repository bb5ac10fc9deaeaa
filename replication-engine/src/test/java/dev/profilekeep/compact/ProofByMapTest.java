package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.KnownContent.ByMap;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.compact.CompactionPlan;
import dev.profilekeep.disk.compact.RepackTarget;
import dev.profilekeep.disk.compact.RepackTarget.Move;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.witness.CopiedRanges;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.disk.witness.SectorWitness;
import dev.profilekeep.lease.CopySeen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each part of the proof finds, with the others fooled. */
class ProofByMapTest {
    private static FullContainer full;
    private static SparseMemoryDevice made;
    private static List<Move> moves;

    @BeforeAll
    static void copy() throws IOException {
        full = FullContainer.small();
        CompactionPlan plan = OpenContainer.look(
                        full.file(), FullContainer.ANY_GAIN, Long.MAX_VALUE, CompactionProgress.NONE)
                .allowedPlan();
        made = new SparseMemoryDevice(0);
        moves = new ArrayList<>();
        try (RepackTarget target = RepackTarget.begin(plan, made)) {
            target.moves(move -> {
                moves.add(move);
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(move.length()));
                full.file().readFully(move.from(), bytes);
                made.write(move.to(), bytes.flip());
            });
            target.finish();
        }
    }

    /** As the map's reader hands a chunk on. */
    private interface Addressing {
        Chunk of(Chunk chunk);
    }

    private static String doubt(List<Move> told, Addressing addressing, UnaryOperator<Sha256> known)
            throws IOException {
        CopiedRanges ranges = new CopiedRanges();
        told.forEach(move -> ranges.add(move.from(), move.to(), move.length()));
        SectorWitness witness = SectorWitness.of(made);
        ProofByMap proof = new ProofByMap(SectorWitness.of(full.file()), witness, ranges);
        ContentMap map;
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            var keeper = new ContentKeeper<Boolean>() {
                @Override
                public Boolean take(Chunk chunk, Sha256 digest, ByteBuffer bytes) {
                    return proof.take(addressing.of(chunk), digest, bytes);
                }

                @Override
                public Place keep(Chunk chunk, Sha256 digest, Boolean taken) {
                    return proof.keep(chunk, digest, taken);
                }
            };
            map = new MapMaker<>(nodes, FullContainer.READER, keeper, ChunkSizes.STANDARD, Clock.systemUTC())
                    .make(Containers.open(witness.watched(made)), null, MapMaker.Extent.FULL, Progress.NONE)
                    .map();
        }
        SectorSum seen = witness.finish(Progress.NONE);
        assertThat(map.root()).isEqualTo(full.content());
        return proof.doubt(
                new ByMap(new CopySeen(1, 1, 1, 1, "x"), map.rules(), known.apply(map.root())),
                map,
                seen,
                Progress.NONE);
    }

    @Test
    void a_right_copy_of_what_is_known_leaves_no_doubt() throws Exception {
        assertThat(doubt(moves, chunk -> chunk, root -> root)).isEmpty();
    }

    @Test
    void what_is_not_what_was_known_is_in_doubt() throws Exception {
        assertThat(doubt(moves, chunk -> chunk, root -> Sha256.of(ByteBuffer.allocate(1))))
                .contains("was known to say");
    }

    @Test
    void a_wrong_sector_that_was_copied_is_in_doubt_though_the_map_says_what_was_known() throws Exception {
        for (int at : new int[] {0, moves.size() / 2, moves.size() - 1}) {
            Move move = moves.get(at);
            List<Move> wrong = new ArrayList<>(moves);
            wrong.set(at, new Move(move.diskOffset(), move.from() + 512, move.to(), move.length()));
            assertThat(doubt(wrong, chunk -> chunk, root -> root)).contains("the second reader does not find");
            List<Move> less = new ArrayList<>(moves);
            less.remove(at);
            assertThat(doubt(less, chunk -> chunk, root -> root)).contains("the second reader does not find");
        }
    }

    @Test
    void bytes_that_the_first_reader_takes_for_another_sectors_are_in_doubt_though_its_map_says_what_was_known()
            throws Exception {
        boolean[] done = {false};
        Addressing wrongOnce = chunk -> {
            if (done[0]) {
                return chunk;
            }
            done[0] = true;
            return new Chunk(
                    chunk.owner(),
                    chunk.pieces().stream()
                            .map(piece -> new ByteRange(piece.start() + 512, piece.length()))
                            .toList());
        };
        assertThat(doubt(moves, wrongOnce, root -> root)).contains("the same bytes under the same numbers");
        assertThat(done[0]).isTrue();
    }
}
