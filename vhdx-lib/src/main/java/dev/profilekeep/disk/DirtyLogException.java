package dev.profilekeep.disk;

/** A container whose log holds changes that are not yet in the file: it must be replayed before the file may be changed. */
public final class DirtyLogException extends DiskException {
    private static final long serialVersionUID = 1L;

    public DirtyLogException(String message) {
        super(message);
    }
}
