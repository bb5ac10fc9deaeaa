package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One disk in containers of all kinds, made by qemu-img, is told as one disk. */
class SameContentTest {
    private static final List<String> LAYOUTS = List.of(
            "vhdx subformat=dynamic,block_size=1M",
            "vhdx subformat=dynamic,block_size=32M",
            "vhdx subformat=dynamic,block_size=2M,block_state_zero=off",
            "vhdx subformat=fixed",
            "vpc subformat=dynamic,force_size=on",
            "vpc subformat=fixed,force_size=on");

    @TempDir
    Path work;

    private Path raw(String image) throws IOException {
        Path raw = work.resolve("raw");
        var source = Fixtures.ownLargeImage(image);
        VirtualDisk disk = image.endsWith(".ntfs") ? RawDisk.open(source) : Containers.open(source);
        try (var file = Files.newByteChannel(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer piece = ByteBuffer.allocate(1 << 20);
            for (long at = 0; at < disk.virtualSize(); at += piece.limit()) {
                piece.clear().limit((int) Math.min(piece.capacity(), disk.virtualSize() - at));
                disk.disk().readFully(at, piece);
                file.write(piece.flip());
            }
        }
        return raw;
    }

    /** Two that are understood, one that is not, with zeros stored and not stored. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "mbr-dynamic.vhd", "bare-dirty.vhdx", "all-kinds.ntfs"})
    void a_disk_is_the_same_in_every_container(String image) throws Exception {
        Fixtures.requireTool("qemu-img");
        Path raw = raw(image);
        Told expected;
        try (FileDevice file = FileDevice.open(raw)) {
            expected = Told.of(new RawDisk(file, 512));
        }
        assertThat(expected.lines()).hasSizeGreaterThan(5);
        for (String layout : LAYOUTS) {
            String[] words = layout.split(" ");
            Path container = work.resolve("container");
            Fixtures.run(
                    work,
                    "qemu-img",
                    "convert",
                    "-f",
                    "raw",
                    "-O",
                    words[0],
                    "-o",
                    words[1],
                    raw.toString(),
                    container.toString());
            try (FileDevice file = FileDevice.open(container)) {
                VirtualDisk disk = Containers.open(file);
                assertThat(disk.virtualSize())
                        .isEqualTo(expected.layout().disk().virtualSize());
                Told told = Told.of(disk);
                assertThat(told.lines()).as(layout).isEqualTo(expected.lines());
                assertThat(told.layout().countedBytes())
                        .isEqualTo(expected.layout().countedBytes());
                assertThat(told.layout().rawReasons())
                        .isEqualTo(expected.layout().rawReasons());
            }
        }
    }
}
