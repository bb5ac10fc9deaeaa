package dev.profilekeep.storage;

import java.nio.charset.Charset;

/**
 * How this process reads the names of files, which the locale decides when it starts. On Linux a name is bytes: read by another
 * character set than they were written in they come out as other letters, or as {@link #MARK}, and the file cannot be found by
 * them. Letters of ASCII are the same in all of them. Stateless.
 */
public final class NameEncoding {
    /** What stands where bytes were no text. */
    public static final char MARK = '\ufffd';

    private static final String NAMES =
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
    private static final boolean UTF_8 = NAMES.equalsIgnoreCase("UTF-8") || NAMES.equalsIgnoreCase("UTF8");

    private NameEncoding() {}

    /** Whether any name of a Unix machine is read as it was written, if it is UTF-8. */
    public static boolean utf8() {
        return UTF_8;
    }

    /** Whether a name is the same in every character set of a machine. */
    public static boolean ascii(String name) {
        return name.chars().allMatch(letter -> letter < 128);
    }

    /** Why a name cannot be read, and what to do, for an administrator. */
    public static String illegible() {
        return UTF_8
                ? "the name holds bytes that are no UTF-8, so it cannot be reached: rename it"
                : "this machine cannot write that name: this process takes names for " + NAMES
                        + "; start it with a UTF-8 locale that exists here, such as LC_ALL=C.UTF-8";
    }
}
