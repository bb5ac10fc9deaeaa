package dev.profilekeep.portal.access;

/**
 * There is no such thing, or it is not the asker's to see: nobody can tell the two apart, or the difference would say
 * that it exists.
 */
public final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param what for the log and the API: "container 12" */
    public NotFoundException(String what) {
        super(what + " does not exist, or you may not see it");
    }
}
