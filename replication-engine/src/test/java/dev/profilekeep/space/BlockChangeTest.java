package dev.profilekeep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.info.BlockUse;
import org.junit.jupiter.api.Test;

class BlockChangeTest {
    private static final long MIB = 1 << 20;

    private static BlockUse blocks(long size, int... states) {
        byte[] bytes = new byte[states.length];
        for (int i = 0; i < states.length; i++) {
            bytes[i] = (byte) states[i];
        }
        return new BlockUse(size, bytes);
    }

    @Test
    void what_is_stored_live_and_stale_is_told_of_both_moments_whatever_their_blocks() {
        var change = new BlockChange(
                blocks(4 * MIB, BlockUse.STORED + 25, BlockUse.STORED, BlockUse.UNKNOWN),
                blocks(
                        MIB,
                        BlockUse.STORED + 100,
                        BlockUse.ABSENT,
                        BlockUse.ZERO,
                        BlockUse.ABSENT,
                        BlockUse.ABSENT,
                        BlockUse.ABSENT,
                        BlockUse.ABSENT,
                        BlockUse.INHERITED,
                        BlockUse.STORED + 50),
                9 * MIB);
        assertThat(change.roomBefore()).isEqualTo(new BlockChange.Room(12 * MIB, MIB, 7 * MIB, 4 * MIB));
        assertThat(change.roomAfter()).isEqualTo(new BlockChange.Room(2 * MIB, 3 * MIB / 2, MIB / 2, 0));
        assertThat(change.freed()).isEqualTo(10 * MIB);
    }

    @Test
    void blocks_that_are_not_of_this_disk_are_refused() {
        BlockUse three = blocks(MIB, 0, 0, 0);
        assertThat(BlockChange.covers(three, 3 * MIB)).isTrue();
        assertThat(BlockChange.covers(three, 3 * MIB - 1)).isTrue();
        assertThat(BlockChange.covers(three, 2 * MIB)).isFalse();
        assertThat(BlockChange.covers(blocks(MIB), 0)).isFalse();
        assertThatThrownBy(() -> new BlockChange(three, blocks(MIB, 0, 0), 3 * MIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 blocks");
    }
}
