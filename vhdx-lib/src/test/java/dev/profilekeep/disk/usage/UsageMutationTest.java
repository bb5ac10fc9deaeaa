package dev.profilekeep.disk.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some bytes changed where container and file system keep their own: every question ends in an answer or a {@link DiskException}. */
class UsageMutationTest {
    private static final long BOUND_NANOS = 10_000_000_000L;

    private static VirtualDisk open(String image, BlockDevice file) throws IOException {
        return image.endsWith(".ntfs") ? new RawDisk(file, 512) : Containers.open(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-kinds.ntfs", "gpt-msr.vhdx", "mbr-dynamic.vhd"})
    void what_is_damaged_is_still_told_or_refused(String image) throws Exception {
        byte[] sound = Fixtures.ownImage(image).bytes();
        var device = new MemoryDevice(sound);
        var structures = new ArrayList<ByteRange>();
        new ByteOwners(open(image, device), device).ofFile(new ByteRange(0, sound.length), owner -> {
            if (owner.kind() != ByteOwner.Kind.FREE && !owner.name().endsWith(".txt") && owner.inside() != null) {
                structures.add(owner.range());
            }
        });
        assertThat(structures).isNotEmpty();
        RandomCases.run(Soak.times(150), random -> {
            byte[] changed = sound.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                ByteRange range = structures.get(random.nextInt(structures.size()));
                // The beginning of a structure says most.
                long within = random.nextBoolean() ? Math.min(1024, range.length()) : range.length();
                changed[(int) (range.start() + random.nextLong(within))] = (byte) random.nextInt();
            }
            long begin = System.nanoTime();
            ask(image, new MemoryDevice(changed));
            assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
        });
    }

    private static void ask(String image, BlockDevice file) throws IOException {
        try {
            VirtualDisk disk = open(image, file);
            attempt(disk::fileParts);
            attempt(() -> Volumes.freeInStored(disk));
            attempt(() -> {
                var owners = new ByteOwners(disk, file);
                attempt(() -> owners.ofFile(new ByteRange(0, file.size()), owner -> {}));
                attempt(() -> owners.ofDisk(new ByteRange(0, Math.min(disk.virtualSize(), 1L << 30)), owner -> {}));
            });
            for (Volumes.Place place : Volumes.of(disk)) {
                if (place.isNtfs()) {
                    attempt(() -> walk(FileTree.read(Volumes.open(disk, place), Progress.NONE)));
                    attempt(() -> ProfileUse.of(Volumes.open(disk, place), 5, Progress.NONE));
                }
            }
        } catch (DiskException refused) {
            // an answer too
        }
    }

    private static void walk(FileTree tree) throws IOException {
        int[] met = {0};
        for (int from : List.of(FileTree.ROOT, tree.lost())) {
            tree.walk(from, (node, depth) -> {
                met[0]++;
                assertThat(tree.path(node)).isNotEmpty();
                tree.storedBelow(node);
                return true;
            });
        }
        assertThat(met[0]).isEqualTo(tree.size() - 2);
    }

    private interface Question {
        void ask() throws IOException;
    }

    private static void attempt(Question question) throws IOException {
        try {
            question.ask();
        } catch (DiskException refused) {
            // an answer too
        }
    }
}
