package dev.profilekeep.disk.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a file is by its first bytes, as far as that matters for how its changes are found. */
public enum Signature {
    /** A registry hive, or a log of one: "regf" (Suhanov, "Windows registry file format specification"). */
    HIVE,
    /** A database of the Extensible Storage Engine: 0x89abcdef at byte 4 (libesedb, "Extensible Storage Engine database file"). */
    ESE,
    /** A SQLite database: "SQLite format 3" and a zero (sqlite.org, "Database file format"). */
    SQLITE,
    /** Outlook's OST or PST: "!BDN" ([MS-PST] 2.2.2.6). */
    OUTLOOK,
    OTHER;

    /** Bytes that tell. */
    public static final int BYTES = 16;

    private static final byte[] REGF = bytes("regf");
    private static final byte[] BDN = bytes("!BDN");
    private static final byte[] SQLITE_3 = bytes("SQLite format 3\0");
    private static final byte[] ESE_MARK = {(byte) 0xef, (byte) 0xcd, (byte) 0xab, (byte) 0x89};
    private static final int ESE_MARK_AT = 4;

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param start the first {@link #BYTES} of a file, or all if it is shorter; more do no harm */
    public static Signature of(byte[] start) {
        if (holds(start, 0, REGF)) {
            return HIVE;
        }
        if (holds(start, 0, BDN)) {
            return OUTLOOK;
        }
        if (holds(start, 0, SQLITE_3)) {
            return SQLITE;
        }
        return holds(start, ESE_MARK_AT, ESE_MARK) ? ESE : OTHER;
    }

    private static boolean holds(byte[] start, int at, byte[] mark) {
        return start.length >= at + mark.length && Arrays.equals(start, at, at + mark.length, mark, 0, mark.length);
    }

    /** Whether such a file is cut into small chunks. */
    boolean isCutSmall() {
        return this == HIVE || this == OUTLOOK;
    }
}
