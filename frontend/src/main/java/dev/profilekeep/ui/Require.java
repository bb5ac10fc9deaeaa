package dev.profilekeep.ui;

/** Checks of arguments, with messages that name argument and value. */
final class Require {
    private Require() {}

    static void notNegative(String argument, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(argument + " must not be negative: " + value);
        }
    }

    static void positive(String argument, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(argument + " must be positive: " + value);
        }
    }
}
