package dev.profilekeep.backup.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.SealedReader;
import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PackTest {
    private static final UUID ID = new UUID(8, 15);
    private final SecureRandom secure = new SecureRandom();
    private final MasterKey key = MasterKey.create(secure);
    private final Random random = new Random(11);

    private interface Saying {
        void say(SealedWriter writer) throws IOException;
    }

    private SealedReader sealed(Saying saying) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (SealedWriter writer = new SealedWriter(Channels.newChannel(file), key, SealedKind.PACK, secure)) {
            saying.say(writer);
            writer.finish();
        }
        return SealedReader.open("packs/1", new MemoryDevice(file.toByteArray()), key, SealedKind.PACK);
    }

    private byte[] some(int count, boolean dense) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        if (!dense) {
            for (int at = 0; at < count; at++) {
                bytes[at] &= 7;
            }
        }
        return bytes;
    }

    @Test
    void chunks_come_back_as_they_were_and_dense_ones_take_a_byte_more() throws IOException {
        for (int count : new int[] {1, 2, 100, 4096, 65_536, 1_000_003}) {
            for (boolean dense : new boolean[] {true, false}) {
                byte[] chunk = some(count, dense);
                byte[] stored = ChunkCodec.encode(chunk);
                assertThat(ChunkCodec.decode(ByteBuffer.wrap(stored))).isEqualTo(chunk);
                assertThat(stored.length).isLessThanOrEqualTo(count + 1);
                if (dense) {
                    assertThat(stored[0]).isZero();
                } else if (count > 1_000) {
                    assertThat(stored.length).isLessThan(count / 2 + 50);
                }
            }
        }
    }

    @Test
    void a_chunk_without_bytes_or_with_too_many_is_refused() {
        assertThatThrownBy(() -> ChunkCodec.encode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkCodec.encode(new byte[ChunkCodec.LONGEST + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_no_stored_chunk_is_told_and_takes_no_memory() {
        byte[] good = ChunkCodec.encode(some(10_000, false));
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = Arrays.copyOf(good, random.nextInt(3) == 0 ? random.nextInt(good.length) : good.length);
            if (changed.length > 0) {
                changed[random.nextInt(Math.min(20, changed.length))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(ChunkCodec.decode(ByteBuffer.wrap(changed)).length).isBetween(1, ChunkCodec.LONGEST);
            } catch (PackDamagedException e) {
                assertThat(e).hasMessageStartingWith("a chunk");
            }
        }
    }

    @Test
    void a_name_depends_on_bytes_and_repository() {
        byte[] chunk = some(100, true);
        ChunkNames names = new ChunkNames(key);
        assertThat(names.of(chunk)).isEqualTo(new ChunkNames(key).of(chunk.clone()));
        assertThat(names.of(chunk)).isNotEqualTo(names.of(some(100, true)));
        assertThat(names.of(chunk)).isNotEqualTo(new ChunkNames(MasterKey.create(secure)).of(chunk));
    }

    @Test
    void a_pack_lists_what_it_holds_and_every_chunk_is_read_from_its_place() throws IOException {
        for (int count : new int[] {0, 1, 2, 300}) {
            List<byte[]> chunks = new ArrayList<>();
            List<IndexEntry> entries = new ArrayList<>();
            ChunkNames names = new ChunkNames(key);
            long[] size = {0};
            SealedReader file = sealed(target -> {
                PackWriter writer = new PackWriter(ID, target);
                for (int i = 0; i < count; i++) {
                    byte[] chunk = some(1 + random.nextInt(30_000), i % 3 == 0);
                    chunks.add(chunk);
                    entries.add(writer.add(names.of(chunk), ChunkCodec.encode(chunk)));
                }
                size[0] = writer.fileSize();
                assertThat(writer.entries()).isEqualTo(entries);
                writer.finish();
                assertThat(target.fileSize(0)).isEqualTo(size[0]);
            });
            PackReader pack = new PackReader(ID, file);
            assertThat(pack.entries()).isEqualTo(entries);
            for (int i = count - 1; i >= 0; i--) {
                byte[] chunk = pack.chunk(entries.get(i));
                assertThat(chunk).isEqualTo(chunks.get(i));
                assertThat(names.of(chunk)).isEqualTo(entries.get(i).id());
            }
        }
    }

    @Test
    void a_pack_that_says_something_else_is_refused_or_reads_something_of_the_right_size() throws IOException {
        SealedReader good = sealed(target -> {
            PackWriter writer = new PackWriter(ID, target);
            ChunkNames names = new ChunkNames(key);
            for (int i = 0; i < 40; i++) {
                byte[] chunk = some(1 + random.nextInt(2_000), false);
                writer.add(names.of(chunk), ChunkCodec.encode(chunk));
            }
            writer.finish();
        });
        ByteBuffer said = ByteBuffer.allocate((int) good.size());
        good.readFully(0, said);
        for (int round = 0; round < 500; round++) {
            byte[] changed = said.array().clone();
            int from = random.nextBoolean() ? changed.length - 32 * 41 : 0;
            changed[from + random.nextInt(changed.length - from)] ^= (byte) (1 << random.nextInt(8));
            int cut = random.nextInt(5) == 0 ? random.nextInt(changed.length) : changed.length;
            SealedReader file = sealed(target -> target.write(ByteBuffer.wrap(changed, 0, cut)));
            PackReader pack = new PackReader(ID, file);
            try {
                for (IndexEntry entry : pack.entries()) {
                    assertThat(pack.chunk(entry).length).isBetween(1, ChunkCodec.LONGEST);
                }
            } catch (PackDamagedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
