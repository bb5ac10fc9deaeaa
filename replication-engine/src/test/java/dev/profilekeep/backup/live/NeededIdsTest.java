package dev.profilekeep.backup.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.Place;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NeededIdsTest {
    private static final UUID PACK = UUID.randomUUID();

    private static ChunkId id(Random random) {
        return new ChunkId(random.nextLong(), random.nextLong(), random.nextInt());
    }

    @Test
    void a_set_of_numbers_is_one() {
        Random random = new Random(5);
        LongSet set = new LongSet();
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextInt(4) == 0 ? random.nextInt(1000) - 500 : random.nextLong();
            assertThat(set.add(value)).isEqualTo(model.add(value));
        }
        assertThat(set.size()).isEqualTo(model.size());
        for (int i = -600; i < 600; i++) {
            assertThat(set.contains(i)).isEqualTo(model.contains((long) i));
        }
    }

    @Test
    void places_in_one_bundle_are_told_apart() {
        NodeSet set = new NodeSet(new SecureRandom());
        ChunkId bundle = id(new Random(1));
        for (int offset = 0; offset < 100_000; offset++) {
            assertThat(set.contains(new Place(bundle, offset, 1))).isFalse();
            assertThat(set.add(new Place(bundle, offset, 1))).isTrue();
        }
        assertThat(set.add(new Place(bundle, 7, 1))).isFalse();
        assertThat(set.size()).isEqualTo(100_000);
    }

    @Test
    void all_that_is_needed_is_looked_for_sorted_and_found_among_entries_in_the_order_of_their_ids()
            throws IOException {
        Random random = new Random(6);
        TreeSet<ChunkId> all = new TreeSet<>();
        for (int i = 0; i < 60_000; i++) {
            all.add(id(random));
        }
        Set<ChunkId> needed = new HashSet<>();
        Set<ChunkId> found = new HashSet<>();
        List<Integer> counts = new ArrayList<>();
        NeededIds ids = new NeededIds(keys -> {
            counts.add(keys.count());
            for (int i = 1; i < keys.count(); i++) {
                assertThat(keys.key(i - 1)).isLessThan(keys.key(i));
            }
            for (ChunkId id : all) {
                if (keys.find(new IndexEntry(id, PACK, 0, 1)) >= 0) {
                    found.add(id);
                }
            }
        });
        List<ChunkId> list = List.copyOf(all);
        for (int i = 0; i < 100_000; i++) {
            ChunkId id = list.get(random.nextInt(20_000) * 3);
            needed.add(id);
            ids.add(id);
            ids.add(id);
        }
        ids.add(id(random)); // nowhere
        ids.end();
        ids.end();
        assertThat(counts).containsExactly(needed.size() + 1);
        assertThat(found).isEqualTo(needed);
    }

    @Test
    void more_than_a_batch_is_looked_for_in_several() throws IOException {
        Random random = new Random(7);
        long[] looked = {0, 0};
        NeededIds ids = new NeededIds(keys -> {
            looked[0]++;
            looked[1] += keys.count();
        });
        int count = (4 << 20) + 1000;
        for (int i = 0; i < count; i++) {
            ids.add(id(random));
        }
        ids.end();
        assertThat(looked).containsExactly(2, count);
    }
}
