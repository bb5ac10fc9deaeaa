package dev.profilekeep.disk.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockUseCountTest {
    private static final int UNIT = 512;

    /** A disk that is nothing but the states of its blocks. */
    private record Blocks(long virtualSize, long blockSize, BlockState[] states, boolean hasParent)
            implements VirtualDisk {
        @Override
        public int logicalSectorSize() {
            return 512;
        }

        @Override
        public int physicalSectorSize() {
            return 512;
        }

        @Override
        public @Nullable String parentName() {
            return null;
        }

        @Override
        public long blockCount() {
            return states.length;
        }

        @Override
        public BlockState blockState(long block) {
            return states[(int) block];
        }

        @Override
        public void extents(ByteRange range, ExtentSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BlockDevice disk() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    }

    /** What is known of each 512 bytes of the disk: in use, free, or nothing. */
    private enum Unit {
        UNKNOWN,
        USED,
        FREE
    }

    private static VolumeUse volume(Random random, Unit[] disk, int start, int clusters, int clusterUnits)
            throws Exception {
        byte[] bits = new byte[(clusters + 7) / 8];
        int density = random.nextInt(5);
        for (int cluster = 0; cluster < clusters; cluster++) {
            boolean used = density == 0 || density < 4 && random.nextInt(density * density * 3) == 0;
            if (used) {
                bits[cluster / 8] |= (byte) (1 << cluster % 8);
            }
            for (int i = 0; i < clusterUnits; i++) {
                disk[start + cluster * clusterUnits + i] = used ? Unit.USED : Unit.FREE;
            }
        }
        var bitmap = new ClusterBitmap(new MemoryDevice(bits), clusters);
        return new VolumeUse((long) start * UNIT, clusterUnits * UNIT, bitmap);
    }

    @Test
    void totals_and_map_are_those_of_a_walk_over_every_512_bytes() {
        RandomCases.run(2000, random -> {
            int units = 20 + random.nextInt(400);
            int blockUnits = 1 << random.nextInt(7);
            Unit[] disk = new Unit[units];
            Arrays.fill(disk, Unit.UNKNOWN);
            var volumes = new ArrayList<VolumeUse>();
            int at = random.nextInt(8);
            for (int i = random.nextInt(3); i > 0; i--) {
                int clusterUnits = 1 << random.nextInt(4);
                int clusters = random.nextInt(60);
                if (clusters > 0 && at + clusters * clusterUnits <= units) {
                    volumes.add(volume(random, disk, at, clusters, clusterUnits));
                    at += clusters * clusterUnits + random.nextInt(5);
                }
            }
            var states = new BlockState[(units + blockUnits - 1) / blockUnits];
            for (int i = 0; i < states.length; i++) {
                states[i] = BlockState.values()[random.nextInt(BlockState.values().length)];
            }
            boolean hasParent = random.nextBoolean();
            var use = BlockUseCount.of(
                    new Blocks((long) units * UNIT, (long) blockUnits * UNIT, states, hasParent), volumes);

            long allocated = 0;
            long reclaimable = 0;
            long whole = 0;
            for (int block = 0; block < states.length; block++) {
                int used = 0;
                int free = 0;
                int unknown = 0;
                for (int i = block * blockUnits; i < Math.min(units, (block + 1) * blockUnits); i++) {
                    used += disk[i] == Unit.USED ? 1 : 0;
                    free += disk[i] == Unit.FREE ? 1 : 0;
                    unknown += disk[i] == Unit.UNKNOWN ? 1 : 0;
                }
                int expected;
                if (states[block].isStored()) {
                    allocated++;
                    reclaimable += (long) free * UNIT;
                    whole += used + unknown == 0 ? 1 : 0;
                    int percent = (int) Math.round(100.0 * (used + unknown) / (used + unknown + free));
                    expected = used + free == 0
                            ? BlockUse.UNKNOWN
                            : BlockUse.STORED
                                    + (free == 0 ? 100 : used + unknown == 0 ? 0 : Math.max(1, Math.min(99, percent)));
                } else if (states[block] == BlockState.NOT_PRESENT && hasParent) {
                    expected = BlockUse.INHERITED;
                } else {
                    expected = states[block] == BlockState.ZERO ? BlockUse.ZERO : BlockUse.ABSENT;
                }
                assertThat(use.map().at(block)).as("block %s", block).isEqualTo(expected);
            }
            assertThat(use.allocatedBlocks()).isEqualTo(allocated);
            assertThat(use.reclaimableBytes()).isEqualTo(reclaimable);
            assertThat(use.wholeFreeBlocks()).isEqualTo(whole);
        });
    }

    @Test
    void a_disk_of_very_many_blocks_is_drawn_with_several_to_a_piece() throws Exception {
        int count = (1 << 22) + 10;
        var states = new BlockState[count];
        Arrays.fill(states, BlockState.NOT_PRESENT);
        states[count - 1] = BlockState.FULLY_PRESENT;
        states[1] = BlockState.ZERO;
        var use = BlockUseCount.of(new Blocks((long) count << 20, 1 << 20, states, false), List.of());
        assertThat(use.map().blockBytes()).isEqualTo(2 << 20);
        assertThat(use.map().count()).isEqualTo(count / 2);
        assertThat(use.map().at(0)).isEqualTo(BlockUse.ZERO);
        assertThat(use.map().at(1)).isEqualTo(BlockUse.ABSENT);
        assertThat(use.map().at(count / 2 - 1)).isEqualTo(BlockUse.UNKNOWN);
        assertThat(use.allocatedBlocks()).isEqualTo(1);
    }

    @Test
    void volumes_that_overlap_count_once() throws Exception {
        Unit[] disk = new Unit[100];
        var random = new Random(1);
        VolumeUse first = volume(random, disk, 0, 10, 4);
        VolumeUse second = volume(random, disk, 39, 10, 4);
        VolumeUse third = volume(random, disk, 40, 10, 4);
        assertThat(BlockUseCount.disjoint(List.of(first, second, third))).containsExactly(first, third);
    }
}
