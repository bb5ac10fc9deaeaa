package dev.profilekeep.config;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/**
 * Whether a variable of the environment came to this process as it was set. Where it does not read them as UTF-8, Java puts one and the same sign in the place of each letter that it does not
 * know, so that different secrets become one, or reads other letters.
 */
public final class EnvironmentText {
    private static final char REPLACED = '\uFFFD';
    private static final int BY_EITHER = 18;

    private EnvironmentText() {}

    /**
     * A secret as it was set.
     *
     * @param name of its variable
     * @param value as Java gives it
     * @throws IOException if letters of it may have been replaced, with what to do and without the secret
     */
    public static String whole(String name, String value) throws IOException {
        boolean byLocale =
                !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return whole(name, value, byLocale ? encoding() : "UTF-8");
    }

    /**
     * In which Java reads variables here: up to 17 by {@code file.encoding}, from 19 on by the locale whatever that says, and 18 by either.
     */
    private static String encoding() {
        String otherwise = Charset.defaultCharset().name();
        int java = Runtime.version().feature();
        return java < BY_EITHER || java == BY_EITHER && !isUtf8(otherwise)
                ? otherwise
                : System.getProperty("sun.jnu.encoding", "");
    }

    /** @param encoding in which variables are read */
    static String whole(String name, String value, String encoding) throws IOException {
        boolean replaced = value.indexOf(REPLACED) >= 0;
        if (replaced || !isUtf8(encoding) && value.chars().anyMatch(letter -> letter > 0x7F)) {
            throw new IOException(
                    "the environment variable " + name + " holds letters that this process cannot read as they are"
                            + (isUtf8(encoding)
                                    ? ", for they are no UTF-8"
                                    : ", for it reads them as " + encoding + " and not as UTF-8")
                            + ": it may be another secret then. Set a locale of UTF-8, such as LC_ALL=C.UTF-8, and no other file.encoding; or keep the"
                            + " secret in a file, in UTF-8 (file:/path)");
        }
        return value;
    }

    private static boolean isUtf8(String encoding) {
        try {
            return Charset.forName(encoding).equals(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }
}
