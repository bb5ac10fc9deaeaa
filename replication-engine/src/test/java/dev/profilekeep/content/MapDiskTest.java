package dev.profilekeep.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks read from their maps and chunks. */
class MapDiskTest {
    @TempDir
    Path folder;

    private final Maps nodes = new Maps();
    private final Map<Sha256, byte[]> kept = new ConcurrentHashMap<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(3);

    @AfterEach
    void end() {
        workers.shutdown();
    }

    private ContentMap keep(BlockDevice image) throws IOException {
        ContentKeeper<byte[]> keeper = new ContentKeeper<>() {
            @Override
            public byte[] take(Chunk chunk, Sha256 digest, ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                return copy;
            }

            @Override
            public Place keep(Chunk chunk, Sha256 digest, byte[] taken) {
                kept.put(digest, taken);
                return null;
            }
        };
        var maker = new MapMaker<>(nodes, new ContentReader(workers, 3), keeper, Maps.SMALL, Clock.systemUTC());
        return maker.make(RawDisk.open(image), null, Extent.FULL, Progress.NONE).map();
    }

    private MapDisk open(ContentMap map, int threads) throws IOException {
        return MapDisk.open(nodes, map, entry -> Objects.requireNonNull(kept.get(entry.digest())), workers, threads);
    }

    @Test
    void what_counts_reads_as_it_was_and_the_rest_as_zeros() throws Exception {
        Surgery image = new Surgery();
        ContentMap map = keep(image.device());
        MapDisk disk = open(map, 2);
        byte[] read = all(disk.disk());
        byte[] expected = new byte[read.length];
        for (MapEntry entry : nodes.entries(map)) {
            for (var piece : entry.pieces()) {
                image.bytes().get((int) piece.start(), expected, (int) piece.start(), (int) piece.length());
            }
        }
        assertThat(read).isEqualTo(expected);
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int from = random.nextInt(expected.length);
            int count = random.nextInt(Math.min(200_000, expected.length - from) + 1);
            ByteBuffer part = ByteBuffer.allocate(count);
            disk.disk().readFully(from, part);
            assertThat(part.array()).isEqualTo(Arrays.copyOfRange(expected, from, from + count));
        }
    }

    private static byte[] all(BlockDevice disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) disk.size());
        disk.readFully(0, bytes);
        return bytes.array();
    }

    @Test
    void its_files_are_read_as_from_any_disk() throws Exception {
        Surgery image = new Surgery();
        NtfsVolume there = image.volume();
        NtfsVolume volume = NtfsVolume.open(open(keep(image.device()), 0).disk());
        List<String> seen = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        volume.forEachFile(file -> seen.addAll(volume.paths(file)));
        there.forEachFile(file -> expected.addAll(there.paths(file)));
        assertThat(seen).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void the_container_made_of_it_says_the_same() throws Exception {
        Fixtures.requireTool("qemu-img");
        ContentMap map = keep(new Surgery().device());
        Path restored = folder.resolve("restored.vhdx");
        MapDisk disk = open(map, 2);
        VhdxEnvelope envelope = ConversionPlanner.envelopeOf(disk);
        ConversionRun.runToFile(ConversionPlanner.toVhdx(disk, envelope), restored, Progress.NONE);
        try (FileDevice file = FileDevice.open(restored)) {
            assertThat(nodes.make(Containers.open(file), null, Extent.FULL)
                            .map()
                            .root())
                    .isEqualTo(map.root());
        }
        assertThat(Fixtures.run(folder, "qemu-img", "check", restored.toString()))
                .contains("No errors");
    }

    @Test
    void a_chunk_that_is_not_the_one_that_was_read_is_refused_and_named() throws Exception {
        Surgery image = new Surgery();
        long record = image.plain(0).number();
        ContentMap map = keep(image.device());
        for (MapEntry entry : nodes.entries(map)) {
            if (entry.owner() instanceof dev.profilekeep.disk.content.Owner.FileStream file
                    && file.record() == record) {
                byte[] bytes = Objects.requireNonNull(kept.get(entry.digest()));
                bytes[bytes.length / 2] ^= 4;
                MapDisk disk = open(map, 2);
                assertThatThrownBy(() -> all(disk.disk()))
                        .isInstanceOf(MapDamagedException.class)
                        .hasMessageContaining("record=" + record);
                return;
            }
        }
        throw new AssertionError("no such chunk");
    }

    @Test
    void a_disk_of_zeros_has_no_chunk() throws Exception {
        ContentMap map = keep(new MemoryDevice(new byte[1 << 20]));
        assertThat(map.chunks()).isZero();
        assertThat(all(open(map, 1).disk())).isEqualTo(new byte[1 << 20]);
        assertThat(ContentMap.decode(map.encode())).isEqualTo(map);
    }

    @Test
    void random_disks_come_back() throws Exception {
        Random random = new Random(9);
        for (int round = 0; round < 20; round++) {
            byte[] bytes = new byte[(1 + random.nextInt(400)) * 4096];
            for (int i = random.nextInt(20); i > 0; i--) {
                byte[] part = new byte[random.nextInt(bytes.length)];
                random.nextBytes(part);
                System.arraycopy(part, 0, bytes, random.nextInt(bytes.length - part.length), part.length);
            }
            assertThat(all(open(keep(new MemoryDevice(bytes)), round % 3).disk()))
                    .isEqualTo(bytes);
        }
    }
}
