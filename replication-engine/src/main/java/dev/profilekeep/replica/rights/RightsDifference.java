package dev.profilekeep.replica.rights;

/**
 * One thing in which two copies differ, or in which nobody can tell whether they do.
 *
 * @param name of what lies there: a path, or the ending of a sidecar
 * @param first how it is at the copy that people work with, in words
 * @param second at the other
 */
public record RightsDifference(Place place, String name, What what, String first, String second) {
    /** Of what. */
    public enum Place {
        FOLDER,
        FILE,
        SIDECAR
    }

    /** In what. */
    public enum What {
        OWNER,
        GROUP,
        RIGHTS,
        ATTRIBUTES,
        CONTENT,
        /** Only one of both has it. */
        PRESENCE,
        /** It could not be read at one of both: neither alike nor different. */
        UNREAD
    }

    public boolean isUnread() {
        return what == What.UNREAD;
    }
}
