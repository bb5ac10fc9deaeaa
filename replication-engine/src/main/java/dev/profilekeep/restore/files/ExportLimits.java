package dev.profilekeep.restore.files;

/**
 * How much may be taken out at once.
 *
 * @param bytes of content
 * @param entries files and folders
 */
public record ExportLimits(long bytes, int entries) {
    /** 20 GiB in 200,000 entries. */
    public static final ExportLimits STANDARD = new ExportLimits(20L << 30, 200_000);

    public ExportLimits {
        if (bytes < 0 || entries < 1) {
            throw new IllegalArgumentException("no limits: " + bytes + " bytes, " + entries + " entries");
        }
    }
}
