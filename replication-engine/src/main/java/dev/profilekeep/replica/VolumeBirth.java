package dev.profilekeep.replica;

import java.time.Instant;

/**
 * From when a volume is.
 *
 * @param serial its NTFS serial number, drawn when it is formatted; every true copy has the same
 * @param made when its file table was made, by its own record ([MS-FSCC] times of record 0)
 * @param files records in use, those of the file system left out; counted no further than {@link #COUNTED}
 */
public record VolumeBirth(long serial, Instant made, long files) {
    /** A new Windows profile has some 1,000 to 3,000 files; one that was worked with for weeks has tens of thousands. */
    public static final long FEW = 5_000;

    public static final long COUNTED = FEW + 1;

    /** Whether this is another volume than {@code other}, formatted after it, and nobody has worked with it for long. */
    public boolean isNewbornBeside(VolumeBirth other) {
        return serial != other.serial && made.isAfter(other.made) && files <= FEW;
    }
}
