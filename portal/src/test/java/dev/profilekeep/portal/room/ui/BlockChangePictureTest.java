package dev.profilekeep.portal.room.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.space.BlockChange;
import dev.profilekeep.ui.BlockMap;
import org.junit.jupiter.api.Test;

class BlockChangePictureTest extends ViewTest {
    private static final long GB = 1L << 30;

    private static BlockUse blocks(int... states) {
        byte[] bytes = new byte[states.length];
        for (int i = 0; i < states.length; i++) {
            bytes[i] = (byte) states[i];
        }
        return new BlockUse(GB, bytes);
    }

    private static BlockChangePicture picture(BlockUse before, BlockUse after) {
        return new BlockChangePicture(Words.current(), new BlockChange(before, after, 3 * GB));
    }

    @Test
    void both_maps_are_drawn_with_their_sizes_and_a_sentence_says_what_came_of_it() {
        BlockUse before = blocks(BlockUse.STORED + 50, BlockUse.STORED, BlockUse.STORED + 50);
        BlockUse after = blocks(BlockUse.STORED + 100, 0, 0);
        BlockChangePicture picture = picture(before, after);
        assertThat(_find(picture, BlockMap.class)).hasSize(2);
        assertThat(words(picture))
                .contains("It took 3 GB and takes 1 GB now: 2 GB were given back.")
                .containsSubsequence(
                        "Before: 3 GB stored, 2 GB of it free inside", "After: 1 GB stored, 0 B of it free inside");
        assertThat(words(picture(after, before))).contains("It took 1 GB and takes 3 GB now: 2 GB more.");
        assertThat(words(picture(after, after)))
                .contains("It took 1 GB and takes 1 GB now.")
                .doesNotContain("more");
    }
}
