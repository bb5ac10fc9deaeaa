package dev.profilekeep.disk.ntfs;

import static dev.profilekeep.disk.ntfs.NtfsBuilder.CLUSTER;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.MFT;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.RECORD;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.apart;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.little;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.named;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.resident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.testing.RandomCases;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Directories of trees that are built here, node by node. */
class DirectoryTest {
    private static final int FIRST_BLOCK = 300;
    private static final Comparator<String> ORDER =
            Comparator.comparing((String name) -> name.toUpperCase(Locale.ROOT)).thenComparing(name -> name);

    /** Grows a tree over names that are in order; each node holds a few, at random. */
    private static final class Tree {
        private final Random random;
        private final NtfsBuilder volume;
        private final int most;
        private int blocks;

        Tree(Random random, NtfsBuilder volume, int most) {
            this.random = random;
            this.volume = volume;
            this.most = most;
        }

        /** The entries of a node with these names, and all nodes below it. */
        byte[] node(List<String> names) {
            int here = names.size() <= most && random.nextInt(4) != 0 ? names.size() : 1 + random.nextInt(most);
            ByteBuffer entries = little(3800);
            if (here >= names.size()) {
                names.forEach(name -> entries.put(entry(name, -1)));
                entries.put(entry(null, -1));
            } else {
                int from = 0;
                for (int i = 1; i <= here; i++) {
                    int at = names.size() * i / (here + 1);
                    long child = at > from ? block(names.subList(from, at)) : emptyBlock();
                    entries.put(entry(names.get(at), child));
                    from = at + 1;
                }
                entries.put(entry(null, from < names.size() ? block(names.subList(from, names.size())) : emptyBlock()));
            }
            byte[] bytes = new byte[entries.position()];
            entries.get(0, bytes);
            return bytes;
        }

        private long emptyBlock() {
            return write(entry(null, -1), blocks++);
        }

        private long block(List<String> names) {
            int number = blocks++;
            return write(node(names), number);
        }

        private long write(byte[] entries, int number) {
            ByteBuffer block = little(CLUSTER);
            block.put(0, "INDX".getBytes(StandardCharsets.US_ASCII))
                    .putShort(4, (short) 40)
                    .putShort(6, (short) 9);
            block.putLong(16, number)
                    .putInt(24, 40)
                    .putInt(28, 40 + entries.length)
                    .putInt(32, CLUSTER - 24);
            block.put(64, entries).putShort(40, (short) 77);
            for (int i = 1; i <= 8; i++) {
                block.putShort(40 + 2 * i, block.getShort(i * 512 - 2)).putShort(i * 512 - 2, (short) 77);
            }
            volume.bytes().put((FIRST_BLOCK + number) * CLUSTER, block.array());
            return number;
        }
    }

    private static byte[] entry(String name, long child) {
        byte[] key = name == null ? new byte[0] : key(name);
        int length = 16 + (key.length + 7) / 8 * 8 + (child < 0 ? 0 : 8);
        ByteBuffer entry = little(length);
        entry.putLong(0, number(name) | 1L << 48).putShort(8, (short) length).putShort(10, (short) key.length);
        entry.putShort(12, (short) ((child < 0 ? 0 : 1) | (name == null ? 2 : 0)))
                .put(16, key);
        if (child >= 0) {
            entry.putLong(length - 8, child);
        }
        return entry.array();
    }

    private static long number(String name) {
        return name == null ? 0 : 100 + (name.hashCode() & 0xffffff);
    }

    private static byte[] key(String name) {
        ByteBuffer key = little(66 + 2 * name.length());
        key.putLong(0, 5 | 5L << 48).put(64, (byte) name.length()).put(65, (byte) (name.startsWith("~") ? 2 : 1));
        return key.put(66, name.getBytes(StandardCharsets.UTF_16LE)).array();
    }

    private static NtfsBuilder volume(Random random, List<String> names, int most, Tree[] built) {
        var volume = NtfsBuilder.ordinary(1);
        var tree = new Tree(random, volume, most);
        byte[] entries = rootOf(tree, names);
        ByteBuffer root = little(32 + entries.length);
        root.putInt(0, 0x30).putInt(4, 1).putInt(8, CLUSTER).put(12, (byte) 1);
        root.putInt(16, 16)
                .putInt(20, 16 + entries.length)
                .putInt(24, 16 + entries.length)
                .putInt(28, 1);
        root.put(32, entries);
        byte[] bitmap = new byte[64];
        for (int i = 0; i < tree.blocks; i++) {
            bitmap[i / 8] |= (byte) (1 << i % 8);
        }
        int size = Math.max(1, tree.blocks);
        volume.record(
                5,
                named(resident(0x90, root.array()), "$I30"),
                named(apart(0xa0, 0, (long) size * CLUSTER, FIRST_BLOCK, size), "$I30"),
                named(resident(0xb0, bitmap), "$I30"));
        volume.bytes().putShort(MFT * CLUSTER + 5 * RECORD + 22, (short) 3);
        built[0] = tree;
        return volume;
    }

    /** The root has less room than a block. */
    private static byte[] rootOf(Tree tree, List<String> names) {
        if (names.size() <= 2) {
            return tree.node(names);
        }
        ByteBuffer entries = little(600);
        int middle = tree.random.nextInt(names.size() - 1) + 1;
        long first = tree.block(names.subList(0, middle));
        entries.put(entry(names.get(middle), first));
        entries.put(entry(
                null,
                middle + 1 < names.size() ? tree.block(names.subList(middle + 1, names.size())) : tree.emptyBlock()));
        byte[] bytes = new byte[entries.position()];
        entries.get(0, bytes);
        return bytes;
    }

    private static List<String> names(Random random, int count) {
        var names = new TreeSet<>(ORDER);
        String letters = "abcABC xyzäÄ~0";
        while (names.size() < count) {
            var name = new StringBuilder();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            names.add(name.toString());
        }
        return new ArrayList<>(names);
    }

    private static List<String> listed(NtfsDirectory directory) throws Exception {
        return directory.list().stream().map(NtfsEntry::name).toList();
    }

    private static Optional<String> found(NtfsDirectory directory, String name) throws Exception {
        return directory.find(name).map(NtfsEntry::name);
    }

    @Test
    void names_are_listed_in_order_and_found_as_in_a_plain_set() {
        RandomCases.run(150, random -> {
            List<String> names = names(random, random.nextInt(250));
            NtfsDirectory directory = NtfsVolume.open(volume(random, names, 3 + random.nextInt(12), new Tree[1])
                            .device())
                    .root();
            assertThat(listed(directory))
                    .isEqualTo(
                            names.stream().filter(name -> !name.startsWith("~")).toList());
            for (String name : names) {
                NtfsEntry entry = directory.find(name).orElseThrow();
                assertThat(entry.name()).isEqualTo(name);
                assertThat(entry.file()).isEqualTo(new FileReference(number(name), 1));
            }
            for (String asked : names(random, 40)) {
                String first = names.stream()
                        .filter(name -> ORDER.compare(name, asked) == 0)
                        .findFirst()
                        .or(() -> names.stream()
                                .filter(name -> name.toUpperCase(Locale.ROOT).equals(asked.toUpperCase(Locale.ROOT)))
                                .findFirst())
                        .orElse(null);
                assertThat(found(directory, asked)).as(asked).isEqualTo(Optional.ofNullable(first));
            }
            assertThat(directory.notes()).isEmpty();
        });
    }

    @Test
    void what_a_broken_tree_does_not_reach_is_read_block_by_block_and_told() {
        RandomCases.run(100, random -> {
            List<String> names = names(random, 60 + random.nextInt(120));
            var built = new Tree[1];
            NtfsBuilder volume = volume(random, names, 4 + random.nextInt(6), built);
            int broken = random.nextInt(built[0].blocks);
            int place = (FIRST_BLOCK + broken) * CLUSTER;
            NtfsDirectory sound = NtfsVolume.open(volume.device()).root();
            assertThat(listed(sound)).isNotEmpty();
            // Each of these makes the block one that cannot be read.
            int kind = random.nextInt(3);
            int changed = place + (kind == 0 ? 0 : kind == 1 ? 510 : 16);
            volume.bytes().put(changed, (byte) ~volume.bytes().get(changed));
            NtfsDirectory directory = NtfsVolume.open(volume.device()).root();
            List<String> listed = listed(directory);
            assertThat(directory.notes()).isNotEmpty().first().asString().contains("read block by block");
            assertThat(listed).doesNotHaveDuplicates();
            var missing = new ArrayList<>(names);
            missing.removeIf(name -> name.startsWith("~"));
            missing.removeAll(listed);
            // Nothing is lost but what stood in the block itself.
            assertThat(missing.size()).isLessThanOrEqualTo(12);
            for (String name : names) {
                if (!missing.contains(name) && !name.startsWith("~")) {
                    assertThat(found(directory, name)).contains(name);
                }
            }
        });
    }

    @Test
    void a_tree_that_leads_into_itself_ends() throws Exception {
        var random = new Random(4);
        var built = new Tree[1];
        NtfsBuilder volume = volume(random, names(random, 80), 5, built);
        // Every block leads to block 0 with its last entry.
        for (int i = 0; i < built[0].blocks; i++) {
            built[0].write(entry(null, 0), i);
        }
        NtfsDirectory directory = NtfsVolume.open(volume.device()).root();
        assertThat(listed(directory)).hasSize(1);
        assertThat(directory.notes()).anyMatch(note -> note.contains("two nodes lead to the block at VCN 0"));
        assertThat(directory.find("zzz")).isEmpty();
    }

    @Test
    void a_directory_without_a_root_and_a_file_are_refused() throws Exception {
        var volume = NtfsBuilder.ordinary(1).record(5, resident(0x80, new byte[3]));
        assertThatThrownBy(() -> NtfsVolume.open(volume.device()).root())
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("no directory");
        volume.bytes().putShort(MFT * CLUSTER + 5 * RECORD + 22, (short) 3);
        assertThatThrownBy(() -> NtfsVolume.open(volume.device()).root())
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("no root");
    }
}
