package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ClusterClaimsTest {
    private static final int CLUSTERS = 3 * ClusterClaims.PAGE_BITS + 777;

    @Test
    void claims_and_overlaps_are_those_of_a_plain_set() {
        RandomCases.run(Soak.times(200), random -> {
            var claims = new ClusterClaims(CLUSTERS, 100);
            var model = new BitSet();
            for (int i = 0; i < 40; i++) {
                int from = random.nextInt(CLUSTERS);
                int most = random.nextInt(4) == 0 ? CLUSTERS : 300;
                int count = 1 + random.nextInt(Math.min(most, CLUSTERS - from));
                var expected = new BitSet();
                expected.set(from, from + count);
                expected.and(model);
                var told = new BitSet();
                claims.claim(from, count, (lcn, length) -> told.set((int) lcn, (int) (lcn + length)));
                assertThat(told).isEqualTo(expected);
                model.set(from, from + count);
            }
            for (int cluster = 0; cluster < CLUSTERS; cluster += 1 + random.nextInt(50)) {
                assertThat(isSet(claims, cluster)).as("cluster %s", cluster).isEqualTo(model.get(cluster));
            }
            assertThat(claims.isIncomplete()).isFalse();
        });
    }

    private static boolean isSet(ClusterClaims claims, int cluster) {
        long[] page = claims.page(cluster / ClusterClaims.PAGE_BITS);
        int bit = cluster % ClusterClaims.PAGE_BITS;
        return page != null && (page[bit / 64] >>> bit % 64 & 1) != 0;
    }

    @Test
    void full_pages_take_no_memory_and_what_would_take_too_much_is_dropped_and_told() {
        var claims = new ClusterClaims(CLUSTERS, 1);
        claims.claim(0, 2L * ClusterClaims.PAGE_BITS, (lcn, count) -> {});
        claims.claim(2L * ClusterClaims.PAGE_BITS, 5, (lcn, count) -> {});
        assertThat(claims.isIncomplete()).isFalse();

        claims.claim(3L * ClusterClaims.PAGE_BITS + 5, 5, (lcn, count) -> {});

        assertThat(claims.isIncomplete()).isTrue();
    }
}
