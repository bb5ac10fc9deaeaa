package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.chain.LocalParents;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.BlockState;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.Guids;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentChainTest {
    private static final long SIZE = 6L * MIB;
    private static final int CHUNK_RATIO = 4096;
    private static final UUID BASE = new UUID(7, 0);

    @TempDir
    Path work;

    /** Finds what a test put there, by the last part of the path. */
    private static final class Shelf implements ParentResolver {
        final Map<String, BlockDevice> files = new HashMap<>();
        final List<ParentLink.Path> asked = new ArrayList<>();
        int closed;

        @Override
        public Optional<Found> find(String childName, ParentLink.Path path) {
            asked.add(path);
            String name = path.text().substring(path.text().lastIndexOf('\\') + 1);
            return Optional.ofNullable(files.get(name)).map(file -> new Found(name, counted(file), null));
        }

        private BlockDevice counted(BlockDevice file) {
            return new BlockDevice() {
                @Override
                public long size() throws IOException {
                    return file.size();
                }

                @Override
                public void readFully(long offset, ByteBuffer target) throws IOException {
                    file.readFully(offset, target);
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    private static VhdxBuilder disk(UUID id) {
        var builder = new VhdxBuilder();
        builder.virtualSize = SIZE;
        builder.fileSize = 40L * MIB;
        return builder.change(bytes -> bytes.put(128 * 1024 + 32, Guids.toBytes(id)));
    }

    private static VhdxBuilder child(UUID id, String parentPath, UUID parentId) {
        VhdxBuilder builder = disk(id);
        builder.parameterFlags = 2;
        builder.parent.put("parent_linkage", "{" + parentId + "}");
        builder.parent.put("relative_path", parentPath);
        return builder;
    }

    private static byte[] read(BlockDevice device) throws IOException {
        var bytes = ByteBuffer.allocate((int) device.size());
        device.readFully(0, bytes);
        return bytes.array();
    }

    private static byte[] block(int value) {
        byte[] bytes = new byte[MIB];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void what_the_child_does_not_have_comes_from_its_parent() throws Exception {
        var shelf = new Shelf();
        shelf.files.put(
                "base.vhdx",
                disk(BASE)
                        .entry(0, 6, 4)
                        .entry(1, 6, 5)
                        .entry(2, 6, 6)
                        .write(4 * MIB, block(1))
                        .write(5 * MIB, block(2))
                        .write(6 * MIB, block(3))
                        .build());
        VhdxBuilder child = child(new UUID(7, 1), ".\\base.vhdx", BASE)
                .entry(1, 2, 0)
                .entry(2, 7, 4)
                .entry(3, 6, 5)
                .entry(CHUNK_RATIO, 6, 9)
                .write(9 * MIB + 2 * MIB / 512 / 8, new byte[] {0b101})
                .write(4 * MIB, block(4))
                .write(5 * MIB, block(5));
        try (ParentChain chain = ParentChain.open("child.vhdx", child.build(), shelf)) {
            byte[] expected = new byte[(int) SIZE];
            System.arraycopy(block(1), 0, expected, 0, MIB);
            System.arraycopy(block(3), 0, expected, 2 * MIB, MIB);
            System.arraycopy(block(4), 0, expected, 2 * MIB, 512);
            System.arraycopy(block(4), 0, expected, 2 * MIB + 1024, 512);
            System.arraycopy(block(5), 0, expected, 3 * MIB, MIB);
            assertThat(read(chain.disk())).isEqualTo(expected);

            var own = new ArrayList<Extent>();
            chain.layers().get(0).extents(new ByteRange(0, 2 * MIB + 1024), own::add);
            assertThat(own)
                    .containsExactly(
                            new Extent.Inherited(0, MIB),
                            new Extent.Zero(MIB, MIB),
                            new Extent.Stored(2 * MIB, 512, 4 * MIB),
                            new Extent.Inherited(2 * MIB + 512, 512));
            var whole = new ArrayList<String>();
            chain.layerExtents(new ByteRange(0, 2 * MIB + 1024), (layer, extent) -> whole.add(layer + " " + extent));
            assertThat(whole)
                    .containsExactly(
                            "1 " + new Extent.Stored(0, MIB, 4 * MIB),
                            "0 " + new Extent.Zero(MIB, MIB),
                            "0 " + new Extent.Stored(2 * MIB, 512, 4 * MIB),
                            "1 " + new Extent.Stored(2 * MIB + 512, 512, 6 * MIB + 512));
            assertThat(chain.hasParent()).isFalse();
            assertThat(chain.blockState(0)).isEqualTo(BlockState.FULLY_PRESENT);
            assertThat(chain.blockState(1)).isEqualTo(BlockState.ZERO);
            assertThat(chain.blockState(2)).isEqualTo(BlockState.FULLY_PRESENT);
            assertThat(chain.blockState(5)).isEqualTo(BlockState.NOT_PRESENT);

            // A chain becomes one disk.
            var target = new SparseMemoryDevice(0);
            ConversionRun.run(
                    ConversionPlanner.toVhdx(
                            chain, ConversionPlanner.envelopeOf(chain).withBlockSize(MIB)),
                    target,
                    Progress.NONE);
            assertThat(read(VhdxFile.open(target).disk())).isEqualTo(expected);
        }
        assertThat(shelf.closed).isEqualTo(1);
    }

    @Test
    void random_chains_give_what_a_sector_by_sector_model_gives() {
        RandomCases.run(Soak.times(3), random -> {
            var shelf = new Shelf();
            byte[] model = new byte[(int) SIZE];
            int layers = 1 + random.nextInt(4);
            BlockDevice top = null;
            for (int layer = 0; layer < layers; layer++) {
                UUID id = new UUID(7, layer);
                VhdxBuilder builder = layer == 0 ? disk(id) : child(id, "..\\" + (layer - 1), new UUID(7, layer - 1));
                fill(builder, layer > 0, random, model);
                top = builder.build();
                shelf.files.put("" + layer, top);
            }
            try (ParentChain chain = ParentChain.open("" + (layers - 1), top, shelf)) {
                assertThat(chain.layers()).hasSize(layers);
                assertThat(Arrays.equals(read(chain.disk()), model)).isTrue();
                int at = random.nextInt((int) SIZE);
                var part = ByteBuffer.allocate(random.nextInt((int) SIZE - at));
                chain.disk().readFully(at, part);
                assertThat(Arrays.equals(part.array(), Arrays.copyOfRange(model, at, at + part.capacity())))
                        .isTrue();
            }
        });
    }

    /** Gives each block a state by chance, and the model what that means. */
    private static void fill(VhdxBuilder builder, boolean hasParent, Random random, byte[] model) {
        builder.entry(CHUNK_RATIO, hasParent ? 6 : 0, hasParent ? 30 : 0);
        for (int block = 0; block < SIZE / MIB; block++) {
            byte[] data = new byte[MIB];
            random.nextBytes(data);
            int state = List.of(0, 1, 2, 3, 6, 7).get(random.nextInt(hasParent ? 6 : 5));
            byte[] seen = state >= 6 ? data : new byte[MIB];
            builder.entry(block, state, state >= 6 ? 10 + block : 0);
            if (state >= 6) {
                builder.write((10L + block) * MIB, data);
            }
            byte[] bits = new byte[MIB / 512 / 8];
            random.nextBytes(bits);
            if (state == 7) {
                builder.write(30L * MIB + (long) block * bits.length, bits);
            }
            for (int sector = 0; sector < MIB / 512; sector++) {
                boolean here = state != 7 || (bits[sector / 8] >> (sector % 8) & 1) != 0;
                if (here && !(state == 0 && hasParent)) {
                    int at = block * MIB + sector * 512;
                    System.arraycopy(seen, sector * 512, model, at, 512);
                }
            }
        }
    }

    private static void refused(Shelf shelf, VhdxBuilder child, String... words) {
        assertThatThrownBy(() -> ParentChain.open("child.vhdx", child.build(), shelf))
                .isInstanceOf(DiskException.class)
                .hasMessageContainingAll(words);
        assertThat(shelf.closed).as("what was opened is closed again").isEqualTo((int) shelf.asked.stream()
                .filter(path -> shelf.files.containsKey(path.text().replace(".\\", "")))
                .count());
    }

    @Test
    void a_parent_that_was_changed_since_is_refused() {
        var shelf = new Shelf();
        shelf.files.put("base.vhdx", disk(new UUID(7, 99)).build());
        refused(
                shelf,
                child(new UUID(7, 1), ".\\base.vhdx", BASE),
                "was not found",
                "was changed after",
                "DataWriteGuid");
    }

    @Test
    void the_second_linkage_counts_as_well() throws Exception {
        var shelf = new Shelf();
        shelf.files.put("base.vhdx", disk(BASE).build());
        VhdxBuilder child = child(new UUID(7, 1), ".\\base.vhdx", new UUID(7, 55));
        child.parent.put("parent_linkage2", "{" + BASE + "}");
        ParentChain.open("child.vhdx", child.build(), shelf).close();
    }

    @Test
    void a_parent_that_is_not_there_is_named_with_every_place() {
        VhdxBuilder child = child(new UUID(7, 1), ".\\base.vhdx", BASE);
        child.parent.put("absolute_win32_path", "\\\\?\\C:\\disks\\base.vhdx");
        child.parent.put("volume_path", "\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\base.vhdx");
        var shelf = new Shelf();
        refused(shelf, child, "child.vhdx", ".\\base.vhdx is not there", "C:\\disks");
        assertThat(shelf.asked)
                .extracting(ParentLink.Path::kind)
                .containsExactly(ParentLink.Kind.RELATIVE, ParentLink.Kind.VOLUME, ParentLink.Kind.ABSOLUTE);
    }

    @Test
    void a_child_that_does_not_say_what_its_parent_held_is_refused() {
        var shelf = new Shelf();
        shelf.files.put("base.vhdx", disk(BASE).build());
        VhdxBuilder child = child(new UUID(7, 1), ".\\base.vhdx", BASE);
        child.parent.put("parent_linkage", "whatever");
        refused(shelf, child, "does not say what its parent held");
    }

    @Test
    void a_chain_that_comes_back_to_itself_is_refused() {
        var shelf = new Shelf();
        UUID a = new UUID(7, 1);
        UUID b = new UUID(7, 2);
        shelf.files.put("b.vhdx", child(b, ".\\a.vhdx", a).build());
        shelf.files.put("a.vhdx", child(a, ".\\b.vhdx", b).build());
        assertThatThrownBy(() ->
                        ParentChain.open("a.vhdx", child(a, ".\\b.vhdx", b).build(), shelf))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("already in the chain");
    }

    @Test
    void a_chain_without_end_is_refused() {
        BlockDevice itself = child(BASE, ".\\x", BASE).build();
        ParentResolver endless = new ParentResolver() {
            int count;

            @Override
            public Optional<Found> find(String childName, ParentLink.Path path) {
                return Optional.of(new Found("layer" + count++, itself, null));
            }
        };
        assertThatThrownBy(() -> ParentChain.open("x", itself, endless))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("more than 64");
    }

    @Test
    void a_parent_of_another_format_is_refused() throws Exception {
        var shelf = new Shelf();
        shelf.files.put("base.vhdx", Fixtures.ownImage("mbr-dynamic.vhd"));
        refused(shelf, child(new UUID(7, 1), ".\\base.vhdx", BASE), "another format");
        var damaged = new Shelf();
        damaged.files.put("base.vhdx", new MemoryDevice(new byte[4096]));
        refused(damaged, child(new UUID(7, 1), ".\\base.vhdx", BASE), "cannot be read");
    }

    @Test
    void beyond_the_end_of_a_smaller_parent_are_zeros() throws Exception {
        var shelf = new Shelf();
        VhdxBuilder base = disk(BASE).entry(0, 6, 4).write(4 * MIB, block(1));
        base.virtualSize = MIB;
        shelf.files.put("base.vhdx", base.build());
        try (ParentChain chain = ParentChain.open(
                "child.vhdx", child(new UUID(7, 1), ".\\base.vhdx", BASE).build(), shelf)) {
            byte[] expected = new byte[(int) SIZE];
            System.arraycopy(block(1), 0, expected, 0, MIB);
            assertThat(read(chain.disk())).isEqualTo(expected);
        }
    }

    @Test
    void local_parents_are_found_beside_the_child() throws Exception {
        Path folder = Files.createDirectories(work.resolve("sub"));
        save(disk(BASE).build(), work.resolve("base.vhdx"));
        for (String path : List.of("..\\base.vhdx", ".\\..\\base.vhdx")) {
            BlockDevice child = child(new UUID(7, 1), path, BASE).build();
            try (ParentChain chain =
                    ParentChain.open(folder.resolve("child.vhdx").toString(), child, new LocalParents())) {
                assertThat(chain.layers()).hasSize(2);
            }
        }
        BlockDevice moved =
                child(new UUID(7, 1), "..\\elsewhere\\base.vhdx", BASE).build();
        assertThatThrownBy(() -> ParentChain.open(folder.resolve("child.vhdx").toString(), moved, new LocalParents()))
                .hasMessageContaining("is not there");
    }

    @Test
    void a_local_parent_whose_name_differs_in_its_case_is_found_if_it_is_the_only_one() throws Exception {
        Path folder = Files.createDirectories(work.resolve("Sub"));
        save(disk(BASE).build(), folder.resolve("base.vhdx"));
        String name = folder.resolve("child.vhdx").toString();
        for (String path : List.of(".\\BASE.VHDX", "..\\sub\\Base.vhdx")) {
            try (ParentChain chain =
                    ParentChain.open(name, child(new UUID(7, 1), path, BASE).build(), new LocalParents())) {
                assertThat(chain.layers()).hasSize(2);
            }
        }

        save(disk(new UUID(1, 1)).build(), folder.resolve("Base.vhdx"));
        BlockDevice which = child(new UUID(7, 1), ".\\BASE.VHDX", BASE).build();
        assertThatThrownBy(() -> ParentChain.open(name, which, new LocalParents()))
                .hasMessageContaining("is not there");
        try (ParentChain exact = ParentChain.open(
                name, child(new UUID(7, 1), ".\\base.vhdx", BASE).build(), new LocalParents())) {
            assertThat(exact.layers()).hasSize(2);
        }
    }

    private static void save(BlockDevice device, Path path) throws IOException {
        Files.write(path, read(device));
    }

    @Test
    void windows_own_child_with_its_parent_is_what_others_read() throws Exception {
        Path child = Fixtures.unpack("dfvfs-fat-differential.vhdx.gz", null, work);
        Path parent = Fixtures.unpack("dfvfs-fat-parent.vhdx.gz", null, work);
        Files.copy(parent, child.resolveSibling("fat-parent.vhdx"));
        String expected = Files.readAllLines(Fixtures.requireShared().resolve("MANIFEST.tsv")).stream()
                .filter(line -> line.startsWith("dfvfs-fat-differential.vhdx.gz\t"))
                .map(line -> line.split("\t", -1)[6])
                .findFirst()
                .orElseThrow();
        try (FileDevice file = FileDevice.open(child);
                ParentChain chain = ParentChain.open(child.toString(), file, new LocalParents())) {
            VirtualDisk disk = chain;
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(read(disk.disk()));
            assertThat(HexFormat.of().formatHex(hash)).isEqualTo(expected);
        }
    }
}
