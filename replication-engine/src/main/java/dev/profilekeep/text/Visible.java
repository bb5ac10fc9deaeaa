package dev.profilekeep.text;

import java.util.function.IntPredicate;

/**
 * Makes visible what a text from outside (a file's name, a volume's label) could hide or do. Whoever may write on a share may put
 * there a name that clears a terminal, rewrites the line before it, or reads from right to left as something else. Such
 * characters become <code>&#92;u{1b}</code>: C0 and C1 controls, the controls of writing direction (U+061C, U+200E, U+200F, U+202A–E,
 * U+2066–9), halves of surrogate pairs that stand alone, separators of lines and paragraphs, and characters without any width that join nothing (U+200B, U+2060, U+FEFF).
 * The joiners U+200C and U+200D stay: names in Persian and Hindi need them.
 */
public final class Visible {
    private static final char ISOLATE = '\u2068';
    private static final char END_OF_ISOLATE = '\u2069';

    private Visible() {}

    /** The text on one line: line ends and tabs become visible too. */
    public static String oneLine(String text) {
        return escaped(text, Visible::isHarmful);
    }

    /** Text of several lines of ours with words from outside in it: line ends and tabs stay. */
    public static String lines(String text) {
        return escaped(text, point -> point != '\n' && point != '\r' && point != '\t' && isHarmful(point));
    }

    /**
     * As {@link #oneLine}, for a place amid other text: letters that are written from right to left do not turn what stands around
     * them. Text without such letters is returned without any mark.
     */
    public static String isolated(String text) {
        String line = oneLine(text);
        return line.codePoints().anyMatch(Visible::rightToLeft) ? ISOLATE + line + END_OF_ISOLATE : line;
    }

    /** Whether the character must not reach a screen as it is. */
    public static boolean isHarmful(int point) {
        return Character.isISOControl(point)
                || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                || point == 0x061C
                || point == 0x200B
                || point == 0x200E
                || point == 0x200F
                || point >= 0x2028 && point <= 0x202E
                || point == 0x2060
                || point >= 0x2066 && point <= 0x2069
                || point == 0xFEFF;
    }

    private static boolean rightToLeft(int point) {
        byte direction = Character.getDirectionality(point);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static String escaped(String text, IntPredicate bad) {
        if (text.codePoints().noneMatch(bad)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (bad.test(point)) {
                shown.append("\\u{").append(Integer.toHexString(point)).append('}');
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
