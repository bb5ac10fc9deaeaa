package dev.profilekeep.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import elemental.json.JsonObject;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class BlockMapTest {
    private static final long BLOCK = 32L << 20;

    @Test
    void states_and_sizes_go_over_as_they_are() {
        byte[] states = {BlockMap.stored(100), BlockMap.stored(0), BlockMap.ABSENT, BlockMap.ZERO};
        var map = new BlockMap(new BlockMap.Blocks(states, BLOCK, 4 * BLOCK));
        var json = (JsonObject) map.getElement().getPropertyRaw("blocks");
        assertThat(Base64.getDecoder().decode(json.getString("states")))
                .containsExactly((byte) 200, (byte) 100, (byte) 0, (byte) 1);
        assertThat(json.getNumber("blockBytes")).isEqualTo(BLOCK);
        assertThat(json.getNumber("diskBytes")).isEqualTo(4 * BLOCK);
    }

    @Test
    void the_last_block_may_reach_beyond_the_disk() {
        assertThatCode(() -> new BlockMap.Blocks(new byte[2], BLOCK, BLOCK + 1)).doesNotThrowAnyException();
        assertThatCode(() -> new BlockMap.Blocks(new byte[1], BLOCK, BLOCK)).doesNotThrowAnyException();
    }

    @Test
    void a_number_of_blocks_that_does_not_make_up_the_disk_is_refused() {
        assertThatThrownBy(() -> new BlockMap.Blocks(new byte[3], BLOCK, 4 * BLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 4 blocks")
                .hasMessageContaining("not 3");
    }

    @Test
    void a_byte_that_means_nothing_is_refused_with_its_place() {
        byte[] states = {0, 1, 99};
        assertThatThrownBy(() -> new BlockMap.Blocks(states, BLOCK, 3 * BLOCK))
                .hasMessage("state of block 2 means nothing: 99");
        byte[] over = {(byte) 201};
        assertThatThrownBy(() -> new BlockMap.Blocks(over, BLOCK, BLOCK)).hasMessageContaining("201");
        assertThatThrownBy(() -> BlockMap.stored(101)).hasMessageContaining("101");
    }

    @Test
    void changing_the_array_afterwards_changes_nothing() {
        byte[] states = {BlockMap.ZERO};
        var blocks = new BlockMap.Blocks(states, BLOCK, BLOCK);
        states[0] = 99;
        var json = (JsonObject) new BlockMap(blocks).getElement().getPropertyRaw("blocks");
        assertThat(json.getString("states")).isEqualTo("AQ==");
    }
}
