package dev.profilekeep.portal.help;

/** What somebody types to find a caller. */
public final class Typed {
    private Typed() {}

    /** Without the key that led to the field, {@code /}, if it is there once more, and without blanks around it. */
    public static String of(String text) {
        return text.strip().replaceFirst("^/+\\s*", "");
    }
}
