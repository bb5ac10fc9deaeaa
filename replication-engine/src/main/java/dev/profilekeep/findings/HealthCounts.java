package dev.profilekeep.findings;

/**
 * Health in numbers, of a site or of all. Findings that somebody accepted count as {@code accepted} alone.
 *
 * @param containers that have a copy at the site; overall: all
 * @param problem of them with a CRITICAL finding seen at the site
 * @param attention of them with a WARN finding seen at the site, and none that is CRITICAL
 * @param neverRead of them never looked at successfully
 * @param critical findings, those of the site's locations included; so {@code warn} and {@code info}
 * @param found findings that are new
 * @param resolved findings that are no more
 */
public record HealthCounts(
        long containers,
        long problem,
        long attention,
        long neverRead,
        long critical,
        long warn,
        long info,
        long accepted,
        long found,
        long resolved) {
    public static final HealthCounts NONE = new HealthCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Nothing worse than good to know, as far as is known. */
    public long healthy() {
        return Math.max(0, containers - problem - attention - neverRead);
    }
}
