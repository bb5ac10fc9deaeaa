package dev.profilekeep.disk.regf;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.FileTimes;
import java.io.IOException;
import java.time.Instant;

/**
 * The base block of a registry hive: {@code NTUSER.DAT}, {@code UsrClass.dat} and the like. There is no specification by its
 * maker; the layout is that of Maxim Suhanov's "Windows registry file format specification".
 *
 * <pre>
 * offset  size  field
 *      0     4  "regf"
 *      4     4  primary sequence number, raised before the hive is written
 *      8     4  secondary sequence number, raised to the same after it
 *     12     8  last written
 *     20     4  major version, 1
 *     24     4  minor version
 *     28     4  type: 0 primary file, else a log
 *     36     4  root cell, from the end of the header
 *     40     4  bytes of all bins, multiple of 4,096
 *     48    64  end of the file's name
 *    508     4  checksum: exclusive or of the 127 words before; 0 becomes 1 and -1 becomes -2
 * </pre>
 *
 * @param primarySequence unsigned
 * @param checksumMatches whether what is stored was stored as a whole
 * @param binsBytes what follows the header
 * @param name at most the last 31 characters of its path
 */
public record HiveHeader(
        long primarySequence,
        long secondarySequence,
        Instant lastWritten,
        long majorVersion,
        long minorVersion,
        boolean isLog,
        long binsBytes,
        String name,
        boolean checksumMatches) {
    /** The header takes this much of the file. */
    public static final int BYTES = 4096;

    private static final int CHECKED = 508;

    /** Whether a file that begins with these bytes is a hive. */
    public static boolean recognises(ByteView start) throws CorruptDiskException {
        return start.length() >= 4 && start.startsWith(0, "regf");
    }

    /**
     * Reads the header of a hive.
     *
     * @throws CorruptDiskException if the file is no hive, or is too short for a header
     */
    public static HiveHeader read(BlockDevice file) throws IOException {
        ByteView view = ByteView.read("registry hive", file, 0, 512);
        if (!recognises(view)) {
            throw view.corrupt(0, "signature is not \"regf\"");
        }
        String name = view.utf16(48, 64);
        int end = name.indexOf('\0');
        return new HiveHeader(
                view.u32(4),
                view.u32(8),
                FileTimes.instant(view.bits64(12)),
                view.u32(20),
                view.u32(24),
                view.u32(28) != 0,
                view.u32(40),
                end < 0 ? name : name.substring(0, end),
                view.u32(CHECKED) == checksum(view));
    }

    private static long checksum(ByteView view) throws CorruptDiskException {
        int sum = 0;
        for (int at = 0; at < CHECKED; at += 4) {
            sum ^= (int) view.u32(at);
        }
        return (sum == 0 ? 1 : sum == -1 ? -2 : sum) & 0xffffffffL;
    }

    /** Whether the last write was finished; if not, Windows applies the hive's logs at the next start. */
    public boolean isClean() {
        return primarySequence == secondarySequence;
    }

    /**
     * Whether Windows will load it without its logs: sound header, finished write, and a file as long as the header says.
     *
     * @param fileBytes size of the file
     */
    public boolean isSound(long fileBytes) {
        return checksumMatches
                && isClean()
                && majorVersion == 1
                && binsBytes > 0
                && binsBytes % 4096 == 0
                && binsBytes <= fileBytes - BYTES;
    }
}
