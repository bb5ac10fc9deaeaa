package dev.profilekeep.backup.seal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * 256 bits as 13 groups of five, in Crockford's 32 letters (no I, L, O, U): four letters of the bits, from the highest on, and one that
 * checks them. 13 groups have room for 260 bits, the highest four are zeros.
 *
 * <p>Values of letters are numbers of the field of 32 elements over x⁵ + x² + 1. The check of group n (from 0) is a·2⁴ + b·2³ + c·2² +
 * d·2 + n there: one wrong letter, two letters that changed places and two groups that did are found, in the very group.
 */
final class KeyLetters {
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUPS = 13;
    private static final int OF_BITS = 4;
    private static final int POLYNOMIAL = 0b100101;

    private KeyLetters() {}

    static String write(byte[] bits) {
        BigInteger number = new BigInteger(1, bits);
        List<String> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            int[] values = new int[OF_BITS];
            StringBuilder letters = new StringBuilder();
            for (int place = 0; place < OF_BITS; place++) {
                int shift = 5 * (GROUPS * OF_BITS - 1 - (group * OF_BITS + place));
                values[place] = number.shiftRight(shift).intValue() & 31;
                letters.append(LETTERS.charAt(values[place]));
            }
            groups.add(letters.append(LETTERS.charAt(check(group, values))).toString());
        }
        return String.join("-", groups);
    }

    static byte[] parse(String text) {
        String letters = text.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (letters.length() != GROUPS * (OF_BITS + 1)) {
            throw new IllegalArgumentException("a key has " + GROUPS + " groups of " + (OF_BITS + 1)
                    + " letters and digits, this has " + letters.length() + " of them in all");
        }
        BigInteger number = BigInteger.ZERO;
        for (int group = 0; group < GROUPS; group++) {
            int[] values = new int[OF_BITS + 1];
            for (int place = 0; place <= OF_BITS; place++) {
                values[place] = LETTERS.indexOf(letters.charAt(group * (OF_BITS + 1) + place));
                if (values[place] < 0) {
                    throw wrong(group);
                }
                if (place < OF_BITS) {
                    number = number.shiftLeft(5).or(BigInteger.valueOf(values[place]));
                }
            }
            if (check(group, values) != values[OF_BITS]) {
                throw wrong(group);
            }
        }
        if (number.bitLength() > Secret.KeyText.BYTES * 8) {
            throw wrong(0);
        }
        byte[] bits = new byte[Secret.KeyText.BYTES];
        for (int at = bits.length - 1; at >= 0; at--) {
            bits[at] = number.byteValue();
            number = number.shiftRight(8);
        }
        return bits;
    }

    private static IllegalArgumentException wrong(int group) {
        return new IllegalArgumentException(
                "group " + (group + 1) + " of the key is not as it was written: compare it");
    }

    private static int check(int group, int[] values) {
        int sum = 0;
        for (int place = 0; place < OF_BITS; place++) {
            sum = twice(sum ^ values[place]);
        }
        return sum ^ group;
    }

    private static int twice(int value) {
        int doubled = value << 1;
        return doubled < LETTERS.length() ? doubled : doubled ^ POLYNOMIAL;
    }
}
