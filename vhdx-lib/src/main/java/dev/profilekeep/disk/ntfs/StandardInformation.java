package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.FileTimes;
import java.time.Instant;
import java.util.Set;

/**
 * What every file has.
 *
 * <pre>
 * offset  size  field
 *      0     8  created
 *      8     8  content modified
 *     16     8  record changed
 *     24     8  accessed
 *     32     4  attributes, see {@link FileAttribute}
 *     48     4  owner, for quotas    (from here on: NTFS 3)
 *     52     4  security descriptor
 *     56     8  quota charged
 *     64     8  update sequence number of the change journal
 * </pre>
 *
 * @param attributeBits as they are stored
 * @param securityId of a descriptor in {@code $Secure}; 0 if the file has a descriptor of its own
 * @param usn 0 if there is no journal
 */
public record StandardInformation(
        Instant created,
        Instant modified,
        Instant changed,
        Instant accessed,
        int attributeBits,
        long securityId,
        long usn) {
    private static final int OLD_BYTES = 48;
    private static final int BYTES = 72;

    static StandardInformation parse(ByteView view) throws CorruptDiskException {
        if (view.length() < OLD_BYTES) {
            throw view.corrupt(0, "standard information has " + view.length() + " bytes");
        }
        boolean old = view.length() < BYTES;
        return new StandardInformation(
                FileTimes.instant(view.bits64(0)),
                FileTimes.instant(view.bits64(8)),
                FileTimes.instant(view.bits64(16)),
                FileTimes.instant(view.bits64(24)),
                (int) view.u32(32),
                old ? 0 : view.u32(52),
                old ? 0 : view.bits64(64));
    }

    public Set<FileAttribute> attributes() {
        return FileAttribute.of(attributeBits);
    }
}
