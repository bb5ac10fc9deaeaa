package dev.profilekeep.disk.content;

import java.util.Arrays;

/** Tells zeros. */
final class Zeros {
    private static final byte[] ZEROS = new byte[64 * 1024];

    private Zeros() {}

    static boolean are(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += ZEROS.length) {
            int count = Math.min(ZEROS.length, to - at);
            if (bytes[at] != 0 || !Arrays.equals(bytes, at, at + count, ZEROS, 0, count)) {
                return false;
            }
        }
        return true;
    }
}
