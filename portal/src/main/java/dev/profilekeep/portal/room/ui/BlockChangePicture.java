package dev.profilekeep.portal.room.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.space.BlockChange;
import dev.profilekeep.ui.BlockMap;

/**
 * The blocks of a disk before and after it was made smaller, side by side where there is room for that. A sentence says what came
 * of it; each map has a legend with the bytes of every state.
 */
public final class BlockChangePicture extends Div {
    private static final long serialVersionUID = 1L;

    public BlockChangePicture(Words words, BlockChange change) {
        addClassNames("pk-stack", "block-change");
        Paragraph said = new Paragraph(words.get(
                change.freed() > 0
                        ? "room.blocks.freed"
                        : change.freed() < 0 ? "room.blocks.grown" : "room.blocks.same",
                words.formats().bytes(change.roomBefore().stored()),
                words.formats().bytes(change.roomAfter().stored()),
                words.formats().bytes(Math.abs(change.freed()))));
        Div maps = new Div(
                map(words, "room.blocks.before", change.before(), change.roomBefore(), change.virtualSize()),
                map(words, "room.blocks.after", change.after(), change.roomAfter(), change.virtualSize()));
        maps.addClassName("block-change-maps");
        add(said, maps);
    }

    private static Div map(Words words, String key, BlockUse blocks, BlockChange.Room room, long virtualSize) {
        BlockMap map = new BlockMap(new BlockMap.Blocks(blocks.toBytes(), blocks.blockBytes(), virtualSize));
        map.setLabel(words.get(
                key, words.formats().bytes(room.stored()), words.formats().bytes(room.stale())));
        map.setWidthFull();
        return new Div(map);
    }
}
