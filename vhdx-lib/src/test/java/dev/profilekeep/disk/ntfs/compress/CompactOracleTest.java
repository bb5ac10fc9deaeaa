package dev.profilekeep.disk.ntfs.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs, text, noise and runs, compressed by wimlib as we go. */
class CompactOracleTest {
    @TempDir
    Path work;

    private static byte[] sample() throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(CompactSample.bytes(300_000, 11));
        byte[] noise = new byte[150_000];
        new Random(5).nextBytes(noise);
        out.writeBytes(noise);
        out.writeBytes(new byte[90_000]);
        // Machine code: of this very program.
        byte[] program = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so"));
        out.write(program, program.length / 2, 2_500_000);
        for (int i = 0; i < 200_000; i++) {
            out.write((int) (Math.sin(i / 50.0) * 100) + i % 3);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"XPRESS, 4096", "XPRESS, 8192", "XPRESS, 16384", "LZX, 32768", "LZX:20, 32768", "LZX:100, 32768"})
    void what_wimlib_compresses_is_decoded(String method, int block) throws Exception {
        Fixtures.requireTool("wimlib-imagex");
        byte[] plain = sample();
        Files.write(Files.createDirectory(work.resolve("source")).resolve("file"), plain);
        Fixtures.run(
                work, "wimlib-imagex", "capture", "source", "wim", "--compress=" + method, "--chunk-size=" + block);
        byte[] packed = largestResource(Files.readAllBytes(work.resolve("wim")));
        assertThat(packed.length).isLessThan(plain.length * 3 / 4);
        String name = method.startsWith("LZX") ? "lzx" : "xpress";
        assertThat(CompactTest.decode(name, packed, block, plain.length)).isEqualTo(plain);
    }

    /** A resource of a WIM has the form of the stream WofCompressedData. */
    static byte[] largestResource(byte[] wim) {
        var bytes = ByteBuffer.wrap(wim).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) bytes.getLong(56);
        int end = table + (int) (bytes.getLong(48) & (1L << 56) - 1);
        int best = table;
        for (int at = table; at < end; at += 50) {
            best = bytes.getLong(at + 16) > bytes.getLong(best + 16) ? at : best;
        }
        int place = (int) bytes.getLong(best + 8);
        return Arrays.copyOfRange(wim, place, place + (int) (bytes.getLong(best) & (1L << 56) - 1));
    }
}
