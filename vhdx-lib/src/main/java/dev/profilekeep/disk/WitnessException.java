package dev.profilekeep.disk;

/** A container of which the second opinion says nothing, since something about it is not what it knows: no fault of the container. */
public final class WitnessException extends DiskException {
    private static final long serialVersionUID = 1L;

    /** @param reason what is not understood, as a sentence */
    public WitnessException(String reason) {
        super(reason);
    }
}
