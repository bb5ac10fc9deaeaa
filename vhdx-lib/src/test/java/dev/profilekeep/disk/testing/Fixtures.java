package dev.profilekeep.disk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.OverlayDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Disk images for tests: those that the project made itself and ships, and those of others in {@code ../shared/fixtures},
 * looked for upward from the working directory. What is not there is skipped, and says so loudly.
 */
public final class Fixtures {
    private static final int TOOL_SECONDS = 120;

    private Fixtures() {}

    private static final int INLINE = -1;
    private static final int ONES = -2;

    /** An image that the project ships (src/test/images says how it was made), in memory. */
    public static MemoryDevice ownImage(String name) {
        ByteBuffer packed = packed(name);
        byte[] image = new byte[Math.toIntExact(packed.getLong())];
        unpack(packed, (offset, bytes) -> System.arraycopy(bytes, 0, image, Math.toIntExact(offset), bytes.length));
        return new MemoryDevice(image);
    }

    /** As {@link #ownImage}, for one too large for an array; what it does not hold takes no memory. */
    public static BlockDevice ownLargeImage(String name) {
        ByteBuffer packed = packed(name);
        OverlayDevice image = sparse(packed.getLong());
        unpack(packed, image::write);
        return image;
    }

    /** An empty device to be written on, of any size; what is not written reads as zeros and takes no memory. */
    public static OverlayDevice sparse(long size) {
        try {
            var device = new OverlayDevice(new MemoryDevice(new byte[0]));
            device.grow(size);
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer packed(String name) {
        return ByteBuffer.wrap(resource(name + ".pack.gz")).order(ByteOrder.LITTLE_ENDIAN);
    }

    private interface Sink {
        void accept(long offset, byte[] bytes);
    }

    /** The form that src/test/images/pack.py describes. */
    private static void unpack(ByteBuffer packed, Sink sink) {
        byte[] table = resource("upcase.gz");
        while (packed.hasRemaining()) {
            long offset = packed.getLong();
            byte[] bytes = new byte[packed.getInt()];
            int source = packed.getInt();
            if (source == INLINE) {
                packed.get(bytes);
            } else if (source == ONES) {
                Arrays.fill(bytes, (byte) 0xff);
            } else {
                System.arraycopy(table, source, bytes, 0, bytes.length);
            }
            sink.accept(offset, bytes);
        }
    }

    /** The lines of a gzipped list that the project ships beside an image. */
    public static byte[] ownList(String name) {
        return resource(name + ".gz");
    }

    private static byte[] resource(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/images/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such image is shipped: " + name);
            }
            return new GZIPInputStream(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of shared fixtures, if there is one. */
    public static Optional<Path> shared() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            Path fixtures = folder.resolve("shared/fixtures");
            if (Files.isRegularFile(fixtures.resolve("MANIFEST.tsv"))) {
                return Optional.of(fixtures);
            }
        }
        return Optional.empty();
    }

    /** The folder of shared fixtures; skips the test if there is none. */
    public static Path requireShared() {
        return shared().orElseGet(() -> skip("../shared/fixtures is not there: what others' disks show is NOT tested"));
    }

    /** Skips the test unless the program is installed. */
    public static void requireTool(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there) {
            skip(program + " is not installed: our answer is NOT compared with its");
        }
    }

    /** Skips the test where volumes cannot be made and mounted. */
    public static void requireMounting() {
        requireTool("mkntfs");
        requireTool("ntfs-3g");
        requireThat(
                Files.isWritable(Path.of("/dev/fuse")) && "root".equals(System.getProperty("user.name")),
                "no volume can be mounted here (root, /dev/fuse): volumes of our own making are NOT compared");
    }

    /** Skips the test unless {@code there}, and says why. */
    public static void requireThat(boolean there, String why) {
        if (!there) {
            skip(why);
        }
    }

    private static <T> T skip(String why) {
        System.err.println("SKIPPED: " + why);
        Assumptions.abort(why);
        throw new IllegalStateException("not reached");
    }

    /**
     * A shared image, unpacked into {@code work}; skips the test if the fixtures or the program to unpack it are missing.
     *
     * @param file as the manifest names it
     * @param member the file inside an archive of several; null if there is only one
     */
    public static Path unpack(String file, @Nullable String member, Path work) throws IOException {
        Path packed = requireShared().resolve("images").resolve(file);
        Path folder = Files.createDirectories(work.resolve(file));
        if (file.endsWith(".tar.gz")) {
            run(folder, "tar", "xzf", packed.toString());
        } else if (file.endsWith(".gz")) {
            try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
                Files.copy(in, folder.resolve(without(file, ".gz")), StandardCopyOption.REPLACE_EXISTING);
            }
        } else if (file.endsWith(".bz2")) {
            requireTool("bzip2");
            Path target = Files.copy(packed, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            run(folder, "bzip2", "-df", target.toString());
        } else if (file.endsWith(".E01")) {
            requireTool("img_cat");
            Path raw = folder.resolve(without(file, ".E01"));
            runInto(raw, "img_cat", packed.toString());
        } else {
            requireTool("7z");
            run(folder, "7z", "x", "-y", packed.toString());
        }
        return only(folder, member);
    }

    private static String without(String name, String ending) {
        return name.substring(0, name.length() - ending.length());
    }

    private static Path only(Path folder, @Nullable String member) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(path -> member == null || path.endsWith(member))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow(() -> new IOException("nothing was unpacked into " + folder));
        }
    }

    /**
     * What a program prints.
     *
     * @throws IOException if it fails, with what it printed
     */
    public static String run(Path folder, String... command) throws IOException {
        Path output = Files.createTempFile("output", null);
        try {
            int code = start(output, folder, true, command);
            String printed = Files.readString(output, UTF_8);
            if (code != 0) {
                throw new IOException(List.of(command) + " ended with " + code + ": " + printed);
            }
            return printed;
        } finally {
            Files.delete(output);
        }
    }

    private static void runInto(Path output, String... command) throws IOException {
        int code = start(output, output.toAbsolutePath().getParent(), false, command);
        if (code != 0) {
            throw new IOException(List.of(command) + " ended with " + code);
        }
    }

    private static int start(Path output, Path folder, boolean errorsToo, String... command) throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        if (errorsToo) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(List.of(command) + " did not end within " + TOOL_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
