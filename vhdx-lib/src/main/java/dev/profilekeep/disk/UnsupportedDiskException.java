package dev.profilekeep.disk;

/** A disk or file system that may be perfectly sound but is not one we read; the message names it. */
public final class UnsupportedDiskException extends DiskException {
    private static final long serialVersionUID = 1L;

    /** @param feature what it is that we do not read, and what to do instead where there is something to do */
    public UnsupportedDiskException(String feature) {
        super(feature);
    }
}
