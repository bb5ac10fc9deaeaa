package dev.profilekeep.cli;

/**
 * Names from inside a disk as a terminal bears them. Whoever writes on a disk may use a name that clears the screen or reads from
 * right to left as something else; such characters become <code>&#92;u{1b}</code>.
 */
final class Shown {
    private Shown() {}

    static String oneLine(String text) {
        if (text.codePoints().noneMatch(Shown::harmful)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (harmful(point)) {
                shown.append("\\u{").append(Integer.toHexString(point)).append('}');
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    /** Controls, those of writing direction, separators of lines, what has no width, and halves of a character. */
    private static boolean harmful(int point) {
        return Character.isISOControl(point)
                || point == 0x061C
                || point == 0x200B
                || point == 0x200E
                || point == 0x200F
                || point >= 0x2028 && point <= 0x202E
                || point == 0x2060
                || point >= 0x2066 && point <= 0x2069
                || point == 0xFEFF
                || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
