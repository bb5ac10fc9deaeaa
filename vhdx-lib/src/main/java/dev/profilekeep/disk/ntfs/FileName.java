package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.FileTimes;
import java.time.Instant;

/**
 * A name of a file in a directory, with what the directory remembers of the file. Its record knows better: Windows renews
 * these only when the name changes or the file is closed.
 *
 * <pre>
 * offset  size  field
 *      0     8  directory
 *      8     8  created
 *     16     8  content modified
 *     24     8  record changed
 *     32     8  accessed
 *     40     8  allocated size
 *     48     8  size
 *     56     4  attributes; 0x10000000 directory
 *     60     4  tag of the reparse point, or size of the extended attributes
 *     64     1  length of the name in characters
 *     65     1  namespace: 0 POSIX, 1 Windows, 2 DOS, 3 both
 *     66        name
 * </pre>
 *
 * @param name surrogates may stand alone: NTFS does not ask for valid Unicode
 * @param size of the unnamed content, in bytes
 * @param extra tag of the reparse point if {@code attributeBits} say that there is one
 */
public record FileName(
        FileReference directory,
        String name,
        Namespace namespace,
        Instant created,
        Instant modified,
        Instant changed,
        Instant accessed,
        long size,
        int attributeBits,
        long extra) {
    /** Which programs a name is for. */
    public enum Namespace {
        /** Any character but NUL and "/"; case matters. */
        POSIX,
        WINDOWS,
        /** Eight characters and three, beside a name for Windows of the same file in the same directory. */
        DOS,
        /** A name for Windows that suits DOS too. */
        WINDOWS_AND_DOS
    }

    private static final Namespace[] NAMESPACES = Namespace.values();
    private static final int DIRECTORY = 0x10000000;
    private static final int MIN_BYTES = 66;

    static FileName parse(ByteView view) throws CorruptDiskException {
        if (view.length() < MIN_BYTES) {
            throw view.corrupt(0, "file name has " + view.length() + " bytes");
        }
        int namespace = view.u8(65);
        if (namespace >= NAMESPACES.length) {
            throw view.corrupt(65, "there is no namespace " + namespace);
        }
        return new FileName(
                FileReference.parse(view, 0),
                view.utf16(66, 2 * view.u8(64)),
                NAMESPACES[namespace],
                FileTimes.instant(view.bits64(8)),
                FileTimes.instant(view.bits64(16)),
                FileTimes.instant(view.bits64(24)),
                FileTimes.instant(view.bits64(32)),
                view.bits64(48),
                (int) view.u32(56),
                view.u32(60));
    }

    /** Whether this only shortens another name of the file; such names are not listed. */
    public boolean isShort() {
        return namespace == Namespace.DOS;
    }

    public boolean isDirectory() {
        return (attributeBits & DIRECTORY) != 0;
    }
}
