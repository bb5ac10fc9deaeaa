package dev.profilekeep.ui;

import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import elemental.json.Json;
import java.util.Base64;

/**
 * A picture of the blocks of a virtual disk: which are stored, how much of each is in use, which are stale:
 * {@code <pk-block-map>}. Blocks are gathered to what fits the width; pointer and arrow keys tell which blocks a cell
 * stands for; legend and a table for screen readers give counts and bytes of every state.
 */
@Tag("pk-block-map")
@JsModule("./profilekeep/pk-block-map.ts")
public final class BlockMap extends LocalizedComponent implements HasSize {
    /** Not stored. */
    public static final byte ABSENT = 0;
    /** Known to be zero; takes no room. */
    public static final byte ZERO = 1;
    /** Stored; what it holds is not known. */
    public static final byte UNKNOWN = 2;
    /** Read from the parent disk. */
    public static final byte INHERITED = 3;

    private static final int STALE = 100;
    private static final int FULL = 200;

    public BlockMap(Blocks blocks) {
        super("block-map");
        setBlocks(blocks);
    }

    public void setBlocks(Blocks blocks) {
        var json = Json.createObject();
        json.put("states", Base64.getEncoder().encodeToString(blocks.states));
        json.put("blockBytes", (double) blocks.blockBytes);
        json.put("diskBytes", (double) blocks.diskBytes);
        getElement().setPropertyJson("blocks", json);
    }

    /**
     * The heading over the map and its name for screen readers, already translated; two maps on a page (before and
     * after compaction) need one each.
     */
    public void setLabel(String label) {
        getElement().setProperty("label", label);
    }

    /**
     * The state byte of a stored block.
     *
     * @param percentUsed 0 (wholly free: stale) to 100 (full)
     */
    public static byte stored(int percentUsed) {
        if (percentUsed < 0 || percentUsed > 100) {
            throw new IllegalArgumentException("percentUsed must be within 0 and 100: " + percentUsed);
        }
        return (byte) (STALE + percentUsed);
    }

    /** The blocks of one disk, in the order of the disk. Immutable. */
    public static final class Blocks {
        private final byte[] states;
        private final long blockBytes;
        private final long diskBytes;

        /**
         * @param states one byte per block: {@link #ABSENT}, {@link #ZERO}, {@link #UNKNOWN}, {@link #INHERITED} or
         *     {@link #stored(int)}
         * @param blockBytes size of a block
         * @param diskBytes size the disk shows to Windows; its last block may reach beyond
         * @throws IllegalArgumentException if a byte means nothing, or the disk has more room than the blocks
         */
        public Blocks(byte[] states, long blockBytes, long diskBytes) {
            Require.positive("blockBytes", blockBytes);
            Require.positive("diskBytes", diskBytes);
            long needed = (diskBytes - 1) / blockBytes + 1;
            if (states.length != needed) {
                throw new IllegalArgumentException("a disk of " + diskBytes + " bytes has " + needed + " blocks of "
                        + blockBytes + " bytes, not " + states.length);
            }
            for (int i = 0; i < states.length; i++) {
                int state = Byte.toUnsignedInt(states[i]);
                if (state > INHERITED && (state < STALE || state > FULL)) {
                    throw new IllegalArgumentException("state of block " + i + " means nothing: " + state);
                }
            }
            this.states = states.clone();
            this.blockBytes = blockBytes;
            this.diskBytes = diskBytes;
        }
    }
}
