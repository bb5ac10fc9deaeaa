package dev.profilekeep.backup.seal;

import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;

/** What a person or a machine has to open a repository with. */
public sealed interface Secret permits Secret.Passphrase, Secret.KeyText {
    /** A passphrase with fewer letters would be guessed: refused when one is chosen. */
    int SHORTEST_PASSPHRASE = 12;

    /** So are those of fewer different letters. */
    int FEWEST_DIFFERENT = 4;

    /** Something that a person thought of and may type. */
    final class Passphrase implements Secret {
        private final char[] letters;

        /**
         * @param letters copied; in whatever form a keyboard writes an accent, they are the same
         * @throws IllegalArgumentException if there are none
         */
        public Passphrase(char[] letters) {
            if (letters.length == 0) {
                throw new IllegalArgumentException("the passphrase is empty");
            }
            this.letters = Normalizer.normalize(CharBuffer.wrap(letters), Normalizer.Form.NFC)
                    .toCharArray();
        }

        char[] letters() {
            return letters.clone();
        }

        /** @throws IllegalArgumentException if it is too short, or too plain, to be chosen */
        void requireLong() {
            if (letters.length < SHORTEST_PASSPHRASE) {
                throw new IllegalArgumentException("the passphrase has " + letters.length + " letters, at least "
                        + SHORTEST_PASSPHRASE + " are needed: a few words are easy to keep in mind");
            }
            if (CharBuffer.wrap(letters)
                    .chars()
                    .allMatch(letter -> Character.isWhitespace(letter) || Character.isSpaceChar(letter))) {
                throw new IllegalArgumentException(
                        "the passphrase is nothing but blanks: a few words are easy to keep in mind");
            }
            long different = CharBuffer.wrap(letters).chars().distinct().count();
            if (different < FEWEST_DIFFERENT) {
                throw new IllegalArgumentException("the passphrase has only " + different
                        + " different letters, at least " + FEWEST_DIFFERENT
                        + " are needed: a few words are easy to keep in mind");
            }
        }

        @Override
        public String toString() {
            return "Passphrase";
        }
    }

    /** 256 random bits, as a key file or a recovery key on paper holds them. */
    final class KeyText implements Secret {
        static final int BYTES = 32;
        private final byte[] bits;

        KeyText(byte[] bits) {
            if (bits.length != BYTES) {
                throw new IllegalArgumentException("a key has " + BYTES + " bytes, not " + bits.length);
            }
            this.bits = bits.clone();
        }

        /** A new one. */
        public static KeyText create(SecureRandom random) {
            byte[] bits = new byte[BYTES];
            random.nextBytes(bits);
            return new KeyText(bits);
        }

        /**
         * Reads what {@link #text()} wrote, typed by whoever has it on paper: case, blanks and hyphens do not matter, and letters
         * that look like digits are these.
         *
         * @throws IllegalArgumentException if it is none, with the first group that is wrong
         */
        public static KeyText parse(String text) {
            return new KeyText(KeyLetters.parse(text));
        }

        /** In groups that can be read out, each with a letter that tells a slip. */
        public String text() {
            return KeyLetters.write(bits);
        }

        byte[] bits() {
            return bits.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof KeyText key && Arrays.equals(bits, key.bits);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bits);
        }

        @Override
        public String toString() {
            return "KeyText";
        }
    }
}
