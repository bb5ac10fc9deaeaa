package dev.profilekeep.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that ntfs-3g fills and then changes, day by day: what is read of it, and what its maps take. */
class MapsOfDaysTest {
    private static final String FIRST =
            """
            import os, random, sys
            R = random.Random(int(sys.argv[1]))
            for d in range(60):
                os.mkdir('fs/d%d' % d)
                for i in range(100):
                    open('fs/d%d/f%d' % (d, i), 'wb').write(R.randbytes(R.choice([200, 3000, 9000, 40000])))
            open('fs/NTUSER.DAT', 'wb').write(b'regf' + R.randbytes(1 << 20))
            """;
    private static final String NEXT =
            """
            import os, random, sys
            R = random.Random(int(sys.argv[1]))
            for d in (3, 4):
                for i in range(0, 100, 10):
                    open('fs/d%d/f%d' % (d, i), 'wb').write(R.randbytes(50000))
            with open('fs/d5/f5', 'ab') as f: f.write(R.randbytes(100000))
            with open('fs/NTUSER.DAT', 'r+b') as f: f.seek(500000); f.write(R.randbytes(100))
            os.rename('fs/d6/f6', 'fs/d7/moved'); os.remove('fs/d8/f8')
            open('fs/d9/new', 'wb').write(R.randbytes(300000))
            """;

    /** Files written where they lie: their folders' records stay as they are. */
    private static final String IN_PLACE =
            """
            import random, sys
            R = random.Random(int(sys.argv[1]))
            for i in range(0, 100, 7):
                with open('fs/d%d/f%d' % (R.randrange(20), i), 'r+b') as f: f.write(R.randbytes(150))
            """;

    /** What {@link #NEXT} changes: 20 files anew, one longer, the hive, one moved, one gone, one more. */
    private static final int CHANGED_FILES = 25;

    /** A leaf of entries, a page of sums and their share of the branches: where a file is changed alone, about 5,000 bytes. */
    private static final long NODES_PER_FILE = 8 << 10;

    @TempDir
    Path work;

    private void write(String program) throws IOException {
        Files.writeString(work.resolve("day.py"), program);
        Fixtures.run(
                work,
                "bash",
                "-c",
                "set -e; mkdir -p fs; trap 'mountpoint -q fs && umount fs' EXIT; ntfs-3g volume fs; python3 day.py %d; umount fs"
                        .formatted(new Random().nextInt(1 << 30)));
    }

    @Test
    void a_day_costs_what_it_changed() throws Exception {
        Fixtures.requireMounting();
        Fixtures.run(work, "bash", "-c", "truncate -s 400M volume; mkntfs -q -Q -F -H 255 -S 63 -p 0 -s 512 volume");
        write(FIRST);
        Maps maps = new Maps();
        ContentMap first;
        try (FileDevice file = FileDevice.open(work.resolve("volume"))) {
            first = maps.make(new RawDisk(file, 512), null, Extent.FULL).map();
        }
        assertThat(first.rawReasons()).isEmpty();
        long firstNodes = maps.nodeBytes;
        write(NEXT);
        try (FileDevice file = FileDevice.open(work.resolve("volume"))) {
            var disk = new RawDisk(file, 512);

            MadeMap second = maps.make(disk, first, Extent.CHANGED);
            long secondNodes = maps.nodeBytes - firstNodes;
            MadeMap full = maps.make(disk, second.map(), Extent.FULL);
            MadeMap anew = new Maps().make(disk, null, Extent.FULL);

            assertThat(second.map().root()).isEqualTo(anew.map().root()).isNotEqualTo(first.root());
            assertThat(full.map().root()).isEqualTo(anew.map().root());
            assertThat(full.missedChunks()).isZero();
            assertThat(full.map().entries())
                    .as("the same tree, whichever way it was made")
                    .isEqualTo(second.map().entries());
            long written = 20 * 50_000 + 100_000 + 300_000 + (1 << 20);
            assertThat(second.read().bytesRead() - system(disk))
                    .as("read beside the file system's own")
                    .isLessThan(3 * written);
            assertThat(second.sparedBytes()).isGreaterThan(60_000_000);
            assertThat(secondNodes)
                    .as("bytes of nodes, of %d on the first day", firstNodes)
                    .isLessThan(CHANGED_FILES * NODES_PER_FILE);
        }
    }

    @Test
    void nothing_is_missed_of_what_is_written_day_after_day() throws Exception {
        Fixtures.requireMounting();
        Fixtures.run(work, "bash", "-c", "truncate -s 400M volume; mkntfs -q -Q -F -H 255 -S 63 -p 0 -s 512 volume");
        write(FIRST);
        Maps maps = new Maps();
        ContentMap before = null;
        for (int day = 0; day < 4; day++) {
            if (before != null) {
                write(IN_PLACE);
            }
            try (FileDevice file = FileDevice.open(work.resolve("volume"))) {
                var disk = new RawDisk(file, 512);

                ContentMap now = maps.make(disk, before, Extent.CHANGED).map();

                assertThat(now.root())
                        .as("day %d", day)
                        .isEqualTo(
                                new Maps().make(disk, null, Extent.FULL).map().root());
                before = now;
            }
        }
    }

    /** The file system's own files, which are always read: with the log, the most of a small volume. */
    private long system(RawDisk disk) throws IOException {
        Maps maps = new Maps();
        ContentMap map = maps.make(disk, null, Extent.FULL).map();
        return maps.entries(map).stream()
                .filter(entry -> !(entry.owner() instanceof dev.profilekeep.disk.content.Owner.FileStream file)
                        || file.record() < 16
                        || file.type() != dev.profilekeep.disk.ntfs.AttributeType.DATA)
                .mapToLong(MapEntry::length)
                .sum();
    }
}
