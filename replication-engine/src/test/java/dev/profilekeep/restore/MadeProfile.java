package dev.profilekeep.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A profile's volume, made and changed through ntfs-3g, and containers of it. */
public final class MadeProfile {
    private static final long BYTES = 48L << 20;

    private final Path folder;
    private final Path image;
    private final Path mount;

    public MadeProfile(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.image = folder.resolve("volume.img");
        this.mount = Files.createDirectories(folder.resolve("mounted"));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        Fixtures.run(folder, "mkntfs", "-F", "-Q", "-q", "-p", "0", "-H", "0", "-S", "0", image.toString());
    }

    /** What is done while it is mounted. */
    public interface Work<T> {
        T in(Path root) throws Exception;
    }

    static <T> T mounted(Path raw, Path mount, Work<T> work) throws Exception {
        Fixtures.run(mount.getParent(), "ntfs-3g", "-o", "streams_interface=windows", raw.toString(), mount.toString());
        try {
            return work.in(mount);
        } finally {
            Fixtures.run(mount.getParent(), "umount", mount.toString());
        }
    }

    public void change(Work<?> work) throws Exception {
        mounted(image, mount, work);
    }

    /** Files of all sizes, a hive, streams. */
    public void fill(long seed) throws Exception {
        change(root -> {
            Random random = new Random(seed);
            Path profile = Files.createDirectories(root.resolve("Profile/Documents/Letters"));
            for (int i = 0; i < 60; i++) {
                byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 1_500_000 : 9_000)];
                random.nextBytes(bytes);
                Files.write(profile.resolve("letter " + i + ".txt"), bytes);
            }
            Files.write(root.resolve("Profile/NTUSER.DAT"), hive());
            Files.writeString(root.resolve("Profile/important.txt"), "what I wrote yesterday");
            Files.writeString(root.resolve("Profile/important.txt:note"), "in a stream");
            return true;
        });
    }

    /** Its header is all that is looked at. */
    private static byte[] hive() {
        ByteBuffer bytes = ByteBuffer.allocate(3 * 4096).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("regf".getBytes(UTF_8))
                .putInt(4, 7)
                .putInt(8, 7)
                .putInt(20, 1)
                .putInt(24, 5);
        bytes.putInt(32, 1).putInt(36, 32).putInt(40, 2 * 4096).putInt(44, 1);
        int sum = 0;
        for (int at = 0; at < 508; at += 4) {
            sum ^= bytes.getInt(at);
        }
        bytes.putInt(508, sum);
        return bytes.array();
    }

    public byte[] container() throws IOException {
        Path made = folder.resolve("made.vhdx");
        Files.deleteIfExists(made);
        try (FileDevice file = FileDevice.open(image)) {
            ConversionRun.runToFile(
                    ConversionPlanner.toVhdx(
                            new RawDisk(file, 512), VhdxEnvelope.dynamic(BYTES).withBlockSize(1 << 20)),
                    made,
                    Progress.NONE);
        }
        return Files.readAllBytes(made);
    }

    /** Path, size and SHA-256 of every file, as others' tools see it. */
    static TreeMap<String, String> truth(Path raw, Path folder) throws Exception {
        Path mount = Files.createDirectories(folder.resolve("look"));
        return mounted(raw, mount, root -> {
            TreeMap<String, String> all = new TreeMap<>();
            List<Path> files;
            try (Stream<Path> walk = Files.walk(root)) {
                files = walk.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                String name = root.relativize(file).toString();
                all.put(
                        name,
                        Fixtures.run(folder, "sha256sum", "--", file.toString()).substring(0, 64));
            }
            all.put("stream", Fixtures.run(folder, "cat", root.resolve("Profile/important.txt") + ":note"));
            return all;
        });
    }

    TreeMap<String, String> truth() throws Exception {
        return truth(image, folder);
    }

    /** The same of a container, by qemu. */
    static TreeMap<String, String> truthOf(Path container, Path folder) throws Exception {
        Path raw = folder.resolve("of-container.img");
        Fixtures.run(folder, "qemu-img", "convert", "-O", "raw", container.toString(), raw.toString());
        return truth(raw, folder);
    }
}
