package dev.profilekeep.backup.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.storage.MemoryStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleKeeperTest {
    private final MemoryStorage storage = MemoryStorage.likeWindows();
    private final Random random = new Random(23);
    private Repository repository;

    @BeforeEach
    void make() throws IOException {
        repository = Repositories.create(storage);
    }

    private byte[] some(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Chunk chunk(int length) {
        return new Chunk(new Owner.Region("test"), List.of(new ByteRange(4096, length)));
    }

    private static MapEntry keep(BundleKeeper keeper, byte[] bytes) throws IOException {
        Chunk chunk = chunk(bytes.length);
        Sha256 digest = Sha256.of(bytes);
        Place place = keeper.keep(chunk, digest, keeper.take(chunk, digest, ByteBuffer.wrap(bytes)));
        return new MapEntry(chunk.owner(), chunk.pieces(), digest, place);
    }

    @Test
    void small_chunks_lie_in_bundles_and_large_ones_under_their_names() throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        List<MapEntry> entries = new ArrayList<>();
        try (WriteSession session = repository.begin("test");
                BundleKeeper keeper = session.keeper()) {
            for (int size : new int[] {1, 4096, BundleKeeper.SMALL, BundleKeeper.SMALL + 1, 1 << 20}) {
                chunks.add(some(size));
                entries.add(keep(keeper, chunks.get(chunks.size() - 1)));
            }
            session.flush();
        }
        assertThat(entries).extracting(entry -> entry.place() != null).containsExactly(true, true, true, false, false);
        MapContent content = Repositories.open(storage).content();
        for (int i = 0; i < entries.size(); i++) {
            assertThat(content.bytes(entries.get(i))).isEqualTo(chunks.get(i));
        }
    }

    @Test
    void a_bundle_ends_before_it_grows_over_a_mebibyte() throws IOException {
        try (WriteSession session = repository.begin("test");
                BundleKeeper keeper = session.keeper()) {
            List<ChunkId> bundles = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Place place = keep(keeper, some(60_000)).place();
                assertThat(place).isNotNull();
                assertThat(place.offset() + place.length()).isLessThanOrEqualTo(Bundle.FULL);
                bundles.add(place.bundle());
            }
            assertThat(bundles.stream().distinct().count()).isEqualTo(3);
        }
    }

    @Test
    void nodes_are_read_from_their_first_moment_on_and_lie_apart_from_content() throws IOException {
        List<byte[]> nodes = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        try (WriteSession session = repository.begin("test");
                BundleKeeper keeper = session.keeper()) {
            MapEntry small = keep(keeper, some(500));
            for (int size : new int[] {1, 5_000, 900_000, 300_000, 3 << 20, 7}) {
                nodes.add(some(size));
                places.add(keeper.add(nodes.get(nodes.size() - 1)));
                for (int i = 0; i < nodes.size(); i++) {
                    assertThat(keeper.get(places.get(i))).isEqualTo(nodes.get(i));
                }
            }
            assertThat(places)
                    .extracting(Place::bundle)
                    .doesNotContain(small.place().bundle());
            session.flush();
            assertThat(keeper.get(places.get(0))).isEqualTo(nodes.get(0));
        }
        assertThat(Repositories.files(storage, "packs")).as("nodes and content").hasSize(2);
        MapContent content = Repositories.open(storage).content();
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(content.get(places.get(i))).isEqualTo(nodes.get(i));
        }
    }

    @Test
    void bundles_that_are_not_at_hand_any_more_are_read_again() throws IOException {
        try (WriteSession session = repository.begin("test");
                BundleKeeper keeper = session.keeper()) {
            List<byte[]> nodes = new ArrayList<>();
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                nodes.add(some(1 << 20));
                places.add(keeper.add(nodes.get(i)));
                assertThat(session.bundles().held()).isLessThanOrEqualTo(BundleCache.MOST);
            }
            for (int i = 0; i < 30; i++) {
                assertThat(keeper.get(places.get(i))).isEqualTo(nodes.get(i));
            }
            assertThat(session.bundles().held()).isLessThanOrEqualTo(BundleCache.MOST);
        }
    }

    @Test
    void content_that_is_not_what_was_on_the_disk_is_told() throws IOException {
        MapEntry good;
        try (WriteSession session = repository.begin("test");
                BundleKeeper keeper = session.keeper()) {
            good = keep(keeper, some(500));
            session.flush();
        }
        Place place = good.place();
        MapContent content = repository.content();
        MapEntry wrong = new MapEntry(good.owner(), good.pieces(), Sha256.of(new byte[3]), place);
        assertThatThrownBy(() -> content.bytes(wrong)).isInstanceOf(MapDamagedException.class);
        assertThatThrownBy(() -> content.get(new Place(place.bundle(), 400, 101)))
                .isInstanceOf(MapDamagedException.class)
                .hasMessageContaining("500 bytes");
        assertThatThrownBy(() -> content.get(new Place(new ChunkId(1, 1, 1), 0, 1)))
                .isInstanceOf(MapDamagedException.class)
                .hasCauseInstanceOf(ChunkMissingException.class);
        MapEntry lost = new MapEntry(good.owner(), good.pieces(), Sha256.of(new byte[3]), null);
        assertThatThrownBy(() -> content.bytes(lost)).isInstanceOf(ChunkMissingException.class);
    }
}
