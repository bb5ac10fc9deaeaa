package dev.profilekeep.portal.helpcode;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Letters to read out.
 *
 * @param letters {@link #LENGTH} of {@link #ALPHABET}
 * @param endsAt when they find nobody any more
 */
public record HelpCode(String letters, Instant endsAt) {
    /** Without vowels, so that no word comes about, and without letters that look like one another or like digits. */
    public static final String ALPHABET = "CDFHJKLMNPRTVWXZ";

    public static final int LENGTH = 5;

    /** The code that somebody typed as they heard it, in any case, with blanks or dashes; empty if it cannot be one. */
    public static Optional<String> typed(String text) {
        String letters = text.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
        boolean code = letters.length() == LENGTH && letters.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
        return code ? Optional.of(letters) : Optional.empty();
    }
}
