package dev.profilekeep.config;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/**
 * Whether a variable of the environment came to this process as it was set. Java puts one and the same sign in the place of each letter that the locale does not know, so that
 * different secrets become one.
 */
public final class EnvironmentText {
    private static final char REPLACED = '\uFFFD';

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
        return whole(name, value, byLocale ? System.getProperty("sun.jnu.encoding", "") : "UTF-8");
    }

    /** @param encoding in which variables are read */
    static String whole(String name, String value, String encoding) throws IOException {
        boolean replaced = value.indexOf(REPLACED) >= 0;
        if (replaced || !isUtf8(encoding) && value.chars().anyMatch(letter -> letter > 0x7F)) {
            throw new IOException(
                    "the environment variable " + name + " holds letters that this process cannot read as they are"
                            + (isUtf8(encoding)
                                    ? ", for they are no UTF-8"
                                    : ", for its locale is not one of UTF-8 (it is " + encoding + ")")
                            + ": other secrets would look the same. Set a locale of UTF-8, such as LC_ALL=C.UTF-8, or keep the"
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
