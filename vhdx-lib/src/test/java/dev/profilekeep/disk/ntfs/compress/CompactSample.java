package dev.profilekeep.disk.ntfs.compress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The generator of src/test/images/make-compressed.py. */
public final class CompactSample {
    private static final String[] WORDS =
            ("the of and to in is that for it as was with be by on not he his but at are this "
                            + "have from or had an they")
                    .split(" ");

    private CompactSample() {}

    public static byte[] bytes(int size, int seed) {
        long state = seed;
        var out = new ByteArrayOutputStream();
        while (out.size() < size) {
            state = state * 1103515245 + 12345 & 0x7fffffff;
            int pick = (int) (state >> 16);
            int kind = pick % 16;
            if (kind < 11) {
                out.writeBytes((WORDS[pick / 16 % WORDS.length] + " ").getBytes(StandardCharsets.US_ASCII));
            } else if (kind == 11) {
                byte[] run = new byte[pick / 256 % 300];
                Arrays.fill(run, (byte) (pick / 16));
                out.writeBytes(run);
            } else if (kind < 14) {
                out.write(0xe8);
                number(out, pick / 16 * 37 - 30000);
                out.write(0x8b);
            } else {
                number(out, (int) state);
            }
        }
        return Arrays.copyOf(out.toByteArray(), size);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        for (int i = 0; i < 32; i += 8) {
            out.write(value >> i);
        }
    }
}
