package dev.profilekeep.backup.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {
    private final SecureRandom secure = new SecureRandom();
    private final MasterKey key = MasterKey.create(secure);
    private final Random random = new Random(5);
    private final List<UUID> packs = List.of(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3));

    private interface Saying {
        void say(SealedWriter writer) throws IOException;
    }

    private SealedReader sealed(Saying saying) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (SealedWriter writer = new SealedWriter(Channels.newChannel(file), key, SealedKind.INDEX, secure)) {
            saying.say(writer);
            writer.finish();
        }
        return SealedReader.open("index/1", new MemoryDevice(file.toByteArray()), key, SealedKind.INDEX);
    }

    private IndexReader index(Collection<IndexEntry> entries) throws IOException {
        return IndexReader.open(sealed(target -> {
            IndexWriter writer = new IndexWriter(target, entries.size());
            for (IndexEntry entry : entries) {
                writer.add(entry);
            }
            writer.finish();
        }));
    }

    private ChunkId id() {
        return new ChunkId(random.nextLong(), random.nextLong(), random.nextInt());
    }

    private IndexEntry entry(ChunkId id) {
        return new IndexEntry(
                id,
                packs.get(random.nextInt(packs.size())),
                random.nextInt() & 0xFFFF_FFFFL,
                1 + (random.nextInt() & 0xFFFF_FFFEL));
    }

    private TreeMap<ChunkId, IndexEntry> entries(int count) {
        TreeMap<ChunkId, IndexEntry> entries = new TreeMap<>();
        while (entries.size() < count) {
            IndexEntry entry = entry(id());
            entries.put(entry.id(), entry);
        }
        return entries;
    }

    private static List<IndexEntry> all(IndexReader index) throws IOException {
        List<IndexEntry> all = new ArrayList<>();
        index.forEach(all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 511, 512, 513, 1024, 5_000, 15_000})
    void what_was_listed_is_found_where_it_lies_and_nothing_else(int count) throws IOException {
        TreeMap<ChunkId, IndexEntry> entries = entries(count);
        IndexReader index = index(entries.values());
        assertThat(index.entries()).isEqualTo(count);
        assertThat(packs).containsAll(index.packs());
        for (IndexEntry entry : entries.values()) {
            assertThat(index.find(entry.id())).contains(entry);
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(index.find(id())).isEmpty();
        }
        assertThat(all(index)).containsExactlyElementsOf(entries.values());
    }

    @Test
    void of_what_is_not_there_one_in_a_hundred_or_fewer_costs_a_read() throws IOException {
        IndexReader index = index(entries(100_000).values());
        int may = 0;
        for (int i = 0; i < 100_000; i++) {
            may += index.mayHave(id()) ? 1 : 0;
        }
        assertThat(may).isBetween(100, 1_000);
    }

    @Test
    void ids_that_begin_alike_are_told_apart_also_over_pages() throws IOException {
        TreeMap<ChunkId, IndexEntry> entries = new TreeMap<>();
        for (int i = 0; i < 3_000; i++) {
            ChunkId id = new ChunkId(i < 200 ? random.nextLong() : -7, random.nextLong(), random.nextInt());
            entries.put(id, entry(id));
        }
        IndexReader index = index(entries.values());
        for (IndexEntry entry : entries.values()) {
            assertThat(index.find(entry.id())).contains(entry);
        }
        assertThat(index.find(new ChunkId(-7, random.nextLong(), 1))).isEmpty();
    }

    @Test
    void ids_are_ordered_as_their_bytes_are() {
        List<ChunkId> ids = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            ids.add(new ChunkId(random.nextInt(3) - 1, random.nextInt(3) - 1, random.nextInt(3) - 1));
        }
        for (int i = 1; i < ids.size(); i++) {
            ChunkId one = ids.get(i - 1);
            ChunkId other = ids.get(i);
            assertThat(Integer.signum(one.compareTo(other)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(one.bytes(), other.bytes())));
            assertThat(ChunkId.of(one.bytes())).isEqualTo(one);
        }
    }

    @Test
    void what_comes_out_of_order_twice_or_too_often_is_refused() throws IOException {
        IndexEntry low = entry(new ChunkId(1, 0, 0));
        IndexEntry high = entry(new ChunkId(-1, 0, 0));
        sealed(target -> {
            IndexWriter writer = new IndexWriter(target, 2);
            writer.add(low);
            writer.add(high);
            assertThatThrownBy(() -> writer.add(entry(new ChunkId(-1, 0, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("more than the 2");
        });
        sealed(target -> {
            IndexWriter writer = new IndexWriter(target, 5);
            writer.add(high);
            for (IndexEntry wrong : List.of(low, high)) {
                assertThatThrownBy(() -> writer.add(wrong)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void several_become_one_and_the_first_of_them_counts() throws IOException {
        TreeMap<ChunkId, IndexEntry> wanted = new TreeMap<>();
        List<IndexReader> sources = new ArrayList<>();
        UUID dropped = packs.get(2);
        for (int source = 0; source < 7; source++) {
            TreeMap<ChunkId, IndexEntry> entries = entries(source * 300);
            for (ChunkId known : List.copyOf(wanted.keySet())) {
                if (random.nextInt(5) == 0) {
                    entries.put(known, entry(known));
                }
            }
            sources.add(index(entries.values()));
            for (Map.Entry<ChunkId, IndexEntry> each : entries.entrySet()) {
                if (!each.getValue().pack().equals(dropped)) {
                    wanted.putIfAbsent(each.getKey(), each.getValue());
                }
            }
        }
        IndexReader merged = IndexReader.open(sealed(
                target -> IndexMerge.write(sources, entry -> !entry.pack().equals(dropped), target)));
        assertThat(all(merged)).containsExactlyElementsOf(wanted.values());
        assertThat(merged.packs()).doesNotContain(dropped);
        for (IndexEntry entry : wanted.values()) {
            assertThat(merged.find(entry.id())).contains(entry);
        }
    }

    @Test
    void a_file_that_says_something_else_than_an_index_is_refused_or_finds_nothing_false() throws IOException {
        TreeMap<ChunkId, IndexEntry> entries = entries(1_500);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        SealedReader good = sealed(target -> {
            IndexWriter writer = new IndexWriter(target, entries.size());
            for (IndexEntry entry : entries.values()) {
                writer.add(entry);
            }
            writer.finish();
        });
        ByteBuffer bytes = ByteBuffer.allocate((int) good.size());
        good.readFully(0, bytes);
        said.write(bytes.array());
        for (int round = 0; round < 400; round++) {
            byte[] changed = said.toByteArray();
            int cut = random.nextInt(4) == 0 ? random.nextInt(changed.length) : changed.length;
            for (int i = random.nextInt(4); i >= 0; i--) {
                int from = random.nextBoolean() ? changed.length - 64 : 0;
                changed[from + random.nextInt(changed.length - from)] ^= (byte) (1 << random.nextInt(8));
            }
            SealedReader file = sealed(target -> target.write(ByteBuffer.wrap(changed, 0, cut)));
            try {
                IndexReader index = IndexReader.open(file);
                for (int i = 0; i < 20; i++) {
                    index.find(id());
                }
                index.forEach(entry -> assertThat(entry.length()).isPositive());
            } catch (IndexDamagedException e) {
                assertThat(e).hasMessageContaining("index/1");
            }
        }
    }
}
