package dev.profilekeep.storage;

import java.time.Instant;

/**
 * What a server says about one file or folder. Times are 64-bit FILETIME values (100 ns since 1601-01-01 UTC), kept as they
 * came, so that "unchanged" can be told exactly.
 *
 * @param size length in bytes; 0 for a folder
 * @param allocated bytes the file takes on the server's volume; {@code size} where the server does not say
 * @param changeTime when data or metadata changed last; 0 where the server does not say
 * @param fileId the server's id of the file; 0 where it does not say
 * @param attributes FILE_ATTRIBUTE_* bits, [MS-FSCC] 2.6
 */
public record StoredFile(
        StoragePath path,
        boolean directory,
        long size,
        long allocated,
        long creationTime,
        long lastWriteTime,
        long changeTime,
        long fileId,
        int attributes) {

    public static final int READONLY = 0x1;
    public static final int HIDDEN = 0x2;
    public static final int SYSTEM = 0x4;
    /** On a share reserved and never set; in a local folder a pipe, socket or device, which is never opened. */
    public static final int DEVICE = 0x40;

    /** On a share reserved and never set; in a local folder a name that is no text to this process ({@link NameEncoding}). */
    public static final int ILLEGIBLE = 0x8;

    public static final int SPARSE = 0x200;
    public static final int REPARSE_POINT = 0x400;
    public static final int COMPRESSED = 0x800;
    public static final int OFFLINE = 0x1000;
    public static final int ENCRYPTED = 0x4000;

    private static final long EPOCH = 116_444_736_000_000_000L;

    public String name() {
        return path.name();
    }

    public boolean has(int attribute) {
        return (attributes & attribute) != 0;
    }

    /** The same with one attribute more. */
    public StoredFile with(int attribute) {
        return new StoredFile(
                path,
                directory,
                size,
                allocated,
                creationTime,
                lastWriteTime,
                changeTime,
                fileId,
                attributes | attribute);
    }

    public Instant lastWritten() {
        return toInstant(lastWriteTime);
    }

    /** FILETIME to time; any 64-bit value is answered. */
    public static Instant toInstant(long fileTime) {
        long since = fileTime - EPOCH;
        return Instant.ofEpochSecond(Math.floorDiv(since, 10_000_000L), Math.floorMod(since, 10_000_000L) * 100);
    }

    /** Time to FILETIME, cut to 100 ns. */
    public static long fromInstant(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 10_000_000L), EPOCH + time.getNano() / 100);
    }
}
