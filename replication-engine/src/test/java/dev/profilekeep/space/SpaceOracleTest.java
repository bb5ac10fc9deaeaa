package dev.profilekeep.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.space.SpaceUse.CategoryUse;
import dev.profilekeep.space.SpaceUse.Exclusion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ntfs-3g says that files take. */
class SpaceOracleTest {
    /** Two folders have an index of their own. */
    private static final long INDEXES = 2 * 4096;

    @TempDir
    Path folder;

    private long takes(Path mounted, String below) throws IOException {
        long blocks = 0;
        for (String line : Fixtures.run(
                        folder, "find", mounted.resolve(below).toString(), "-type", "f", "-printf", "%b\\n")
                .split("\\R")) {
            blocks += Long.parseLong(line.strip());
        }
        return blocks * 512;
    }

    @Test
    void files_take_what_ntfs3g_says_and_so_do_folders_that_can_be_left_out() throws Exception {
        Fixtures.requireMounting();
        VirtualDisk disk = Containers.open(Fixtures.ownImage("folders.vhdx"));
        var content = ByteBuffer.allocate(Math.toIntExact(disk.virtualSize()));
        disk.disk().readFully(0, content);
        Files.write(folder.resolve("raw"), content.array());
        Path mounted = Files.createDirectory(folder.resolve("fs"));
        Fixtures.run(folder, "ntfs-3g", "-o", "ro", "raw", mounted.toString());
        try {
            SpaceUse use = SpaceUse.of(disk, Progress.NONE);
            long files = use.categories().stream()
                    .filter(one -> one.category() != Category.FILE_SYSTEM)
                    .mapToLong(CategoryUse::bytes)
                    .sum();
            assertThat(files - INDEXES).isEqualTo(takes(mounted, ""));
            for (Exclusion exclusion : use.exclusions()) {
                Path found = mounted.resolve("Profile");
                for (String name : exclusion.path().split("\\\\")) {
                    found = child(found, name);
                }
                assertThat(takes(found, "")).as(exclusion.path()).isEqualTo(exclusion.bytes());
            }
            assertThat(use.exclusions()).hasSize(9);
        } finally {
            Fixtures.run(folder, "umount", mounted.toString());
        }
    }

    /** Linux tells capital letters from small ones. */
    private static Path child(Path above, String name) throws IOException {
        try (var names = Files.list(above)) {
            return names.filter(one -> one.getFileName().toString().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
