package dev.profilekeep.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.profilekeep.disk.info.BlockUse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The blocks of a disk, deflated: most disks need a few hundred bytes. */
final class BlockUseJson {
    /** More blocks than this are drawn together, so that any disk fits the column; a picture has no more pixels anyway. */
    static final int MOST = 500_000;

    private BlockUseJson() {}

    static final class Writer extends StdSerializer<BlockUse> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(BlockUse.class);
        }

        @Override
        public void serialize(BlockUse whole, JsonGenerator json, SerializerProvider provider) throws IOException {
            BlockUse blocks = coarser(whole);
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            try {
                deflater.setInput(blocks.toBytes());
                deflater.finish();
                byte[] buffer = new byte[8192];
                while (!deflater.finished()) {
                    deflated.write(buffer, 0, deflater.deflate(buffer));
                }
            } finally {
                deflater.end();
            }
            json.writeStartObject();
            json.writeNumberField("blockBytes", blocks.blockBytes());
            json.writeNumberField("count", blocks.count());
            json.writeBinaryField("deflated", deflated.toByteArray());
            json.writeEndObject();
        }
    }

    static final class Reader extends StdDeserializer<BlockUse> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(BlockUse.class);
        }

        @Override
        public BlockUse deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = parser.readValueAsTree();
            byte[] blocks = new byte[Math.min(MOST, node.path("count").asInt())];
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(node.path("deflated").binaryValue());
                int at = 0;
                while (at < blocks.length && !inflater.finished() && !inflater.needsInput()) {
                    at += inflater.inflate(blocks, at, blocks.length - at);
                }
            } catch (DataFormatException e) {
                throw new IOException("the blocks are not deflated data", e);
            } finally {
                inflater.end();
            }
            return new BlockUse(Math.max(1, node.path("blockBytes").asLong()), blocks);
        }
    }

    /** The same disk in larger blocks, if there are too many: a group says what most of its stored blocks say. */
    static BlockUse coarser(BlockUse whole) {
        if (whole.count() <= MOST) {
            return whole;
        }
        int group = (whole.count() + MOST - 1) / MOST;
        byte[] blocks = new byte[(whole.count() + group - 1) / group];
        for (int i = 0; i < blocks.length; i++) {
            int percent = 0;
            int stored = 0;
            byte plain = BlockUse.ABSENT;
            int end = Math.min(whole.count(), (i + 1) * group);
            for (int j = i * group; j < end; j++) {
                int value = whole.at(j);
                if (value >= BlockUse.STORED) {
                    percent += value - BlockUse.STORED;
                    stored++;
                } else {
                    plain = (byte) Math.max(plain, value);
                }
            }
            blocks[i] = stored > 0 ? (byte) (BlockUse.STORED + percent / stored) : plain;
        }
        return new BlockUse(Math.multiplyExact(whole.blockBytes(), (long) group), blocks);
    }
}
