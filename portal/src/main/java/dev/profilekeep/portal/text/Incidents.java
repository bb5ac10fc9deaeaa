package dev.profilekeep.portal.text;

import java.security.SecureRandom;

/** Ids that a person reads out and an administrator finds in the log. */
public final class Incidents {
    /** Without letters and digits that look or sound alike. */
    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Incidents() {}

    /** A new id, such as {@code 7KQ2-M9XD}. */
    public static String next() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i == LENGTH / 2) {
                id.append('-');
            }
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
