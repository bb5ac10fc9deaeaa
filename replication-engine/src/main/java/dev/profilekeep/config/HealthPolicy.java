package dev.profilekeep.config;

/**
 * From when on something about a container or a location is worth a word, beyond what the inventory itself has. Sizes in bytes.
 *
 * @param fullPercent so much of a volume in use is critical
 * @param fullFreeBytes …and so is less than this left of one that is nearly full: FSLogix warns below 200 MB, and sign-ins fail
 * @param fullSoonDays a disk that will be full within so many days, as it grows now, is a finding
 * @param growthDays so many days of growth are looked at for that
 * @param volumePercent so much of a share's volume in use is a finding: dynamic disks cannot grow much longer
 * @param volumeFullPercent from here on it is critical: expansion stalls, and disks go read-only
 * @param slowMillis a small request that takes longer than this, and twice as long as it used to, is a finding
 * @param copyBehindHours a copy that stood still for so long while another one went on is a finding
 */
public record HealthPolicy(
        int fullPercent,
        long fullFreeBytes,
        int fullSoonDays,
        int growthDays,
        int copyBehindHours,
        int volumePercent,
        int volumeFullPercent,
        int slowMillis) {
    /** What holds where the file says nothing. */
    public static final HealthPolicy STANDARD = new HealthPolicy(95, 200L * 1024 * 1024, 30, 60, 26, 70, 85, 5);
}
