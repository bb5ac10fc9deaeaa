package dev.profilekeep.disk.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VhdChainTest {
    private static final int BLOCK = 64 * 1024;
    private static final int SECTORS = BLOCK / 512;
    /** Two blocks and three sectors of a third. */
    private static final int SIZE = 2 * BLOCK + 3 * 512;

    private static final UUID BASE = new UUID(5, 1);
    private static final Instant TIME = Instant.parse("2020-02-02T02:02:02Z");

    /** A disk whose blocks are stored or not by chance, put into the model too. */
    private static byte[] disk(boolean child, UUID id, UUID parentId, Random random, byte[] model) {
        int blocks = 3;
        ByteBuffer file = ByteBuffer.allocate(2048 + blocks * (512 + BLOCK) + 512);
        footer(file, 0, child, id);
        header(file, blocks);
        if (child) {
            file.putLong(512 + 40, parentId.getMostSignificantBits());
            file.putLong(512 + 48, parentId.getLeastSignificantBits());
            file.putInt(512 + 56, (int) (TIME.getEpochSecond() - 946_684_800L));
            file.put(512 + 64, "base.vhd".getBytes(StandardCharsets.UTF_16BE));
        }
        int end = 2048;
        for (int block = 0; block < blocks; block++) {
            if (random.nextInt(3) == 0) {
                file.putInt(1536 + 4 * block, -1);
                continue;
            }
            file.putInt(1536 + 4 * block, end / 512);
            byte[] data = new byte[BLOCK];
            random.nextBytes(data);
            file.put(end + 512, data);
            for (int sector = 0; sector < SECTORS; sector++) {
                int at = block * BLOCK + sector * 512;
                if (!child || random.nextBoolean()) {
                    file.put(end + sector / 8, (byte) (file.get(end + sector / 8) | 0x80 >> sector % 8));
                    if (at < SIZE) {
                        System.arraycopy(data, sector * 512, model, at, 512);
                    }
                }
            }
            end += 512 + BLOCK;
        }
        footer(file, end, child, id);
        byte[] bytes = Arrays.copyOf(file.array(), end + 512);
        Checksums.ofContainer(bytes);
        return bytes;
    }

    private static void footer(ByteBuffer file, int at, boolean child, UUID id) {
        file.put(at, "conectix".getBytes(StandardCharsets.US_ASCII)).putInt(at + 8, 2);
        file.putInt(at + 12, 0x10000).putLong(at + 16, 512).putInt(at + 60, child ? 4 : 3);
        file.put(at + 28, "win ".getBytes(StandardCharsets.US_ASCII)).putInt(at + 32, 0x60001);
        file.put(at + 36, "Wi2k".getBytes(StandardCharsets.US_ASCII));
        file.putLong(at + 40, SIZE).putLong(at + 48, SIZE);
        file.putShort(at + 56, (short) 65).put(at + 58, (byte) 4).put(at + 59, (byte) 1);
        file.putLong(at + 68, id.getMostSignificantBits()).putLong(at + 76, id.getLeastSignificantBits());
    }

    private static void header(ByteBuffer file, int blocks) {
        file.put(512, "cxsparse".getBytes(StandardCharsets.US_ASCII)).putLong(520, -1);
        file.putLong(528, 1536).putInt(536, 0x10000).putInt(540, blocks).putInt(544, BLOCK);
    }

    private static byte[] read(ParentChain chain) throws IOException {
        var bytes = ByteBuffer.allocate((int) chain.virtualSize());
        chain.disk().readFully(0, bytes);
        return bytes.array();
    }

    @Test
    void random_chains_give_what_a_sector_by_sector_model_gives() {
        RandomCases.run(60, random -> {
            byte[] model = new byte[SIZE];
            List<byte[]> files = new ArrayList<>();
            int layers = 1 + random.nextInt(4);
            for (int layer = 0; layer < layers; layer++) {
                files.add(disk(layer > 0, new UUID(5, layer), new UUID(5, layer - 1), random, model));
            }
            ParentResolver resolver = new ParentResolver() {
                int next = layers - 2;

                @Override
                public Optional<Found> find(String childName, ParentLink.Path path) {
                    assertThat(path).isEqualTo(new ParentLink.Path(ParentLink.Kind.NAME, "base.vhd"));
                    return Optional.of(new Found("layer" + next, new MemoryDevice(files.get(next--)), TIME));
                }
            };
            try (ParentChain chain = ParentChain.open("top", new MemoryDevice(files.get(layers - 1)), resolver)) {
                assertThat(Arrays.equals(read(chain), model)).isTrue();
                assertThat(chain.layers()).hasSize(layers);
                assertThat(chain.notes()).isEmpty();
            }
        });
    }

    private static ParentResolver finding(byte[] parent, Instant modified) {
        return (childName, path) -> Optional.of(new ParentResolver.Found("base", new MemoryDevice(parent), modified));
    }

    @Test
    void a_parent_with_another_id_is_refused() {
        byte[] model = new byte[SIZE];
        byte[] parent = disk(false, new UUID(5, 77), BASE, new Random(1), model);
        byte[] child = disk(true, new UUID(5, 2), BASE, new Random(1), model);
        assertThatThrownBy(() -> ParentChain.open("child", new MemoryDevice(child), finding(parent, TIME)))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("another disk", BASE.toString());
    }

    @Test
    void a_parent_changed_at_another_time_is_told() throws Exception {
        byte[] model = new byte[SIZE];
        byte[] parent = disk(false, BASE, BASE, new Random(1), model);
        byte[] child = disk(true, new UUID(5, 2), BASE, new Random(1), model);
        try (ParentChain chain =
                ParentChain.open("child", new MemoryDevice(child), finding(parent, TIME.plusSeconds(60)))) {
            assertThat(chain.notes()).singleElement().asString().contains("was changed at", "2020-02-02");
            assertThat(Arrays.equals(read(chain), model)).isTrue();
        }
    }
}
