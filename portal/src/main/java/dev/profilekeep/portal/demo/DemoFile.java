package dev.profilekeep.portal.demo;

/**
 * One container of the demo estate.
 *
 * @param folder the person's folder, below {@code <site>/<set>}
 * @param image name of the packed disk
 * @param hours how long ago it was last written when the estate is laid out
 * @param beside what lies next to it, or what happened to it
 */
record DemoFile(String site, String set, String folder, String name, String image, int hours, Beside beside) {

    /** What makes a container of the demo worth looking at. */
    enum Beside {
        NOTHING,
        /** Cloud Cache's lock and state files, as while somebody is signed in. */
        LOCK_AND_META,
        /** The same, and a machine that the demo plays has the disk open in Frankfurt. */
        HELD_LOCK_AND_META,
        /** State file only: the person signed out. */
        META,
        /** A difference disk that was never merged. */
        DIFFERENCE_DISK,
        /** Both headers are overwritten: the disk cannot be opened any more. */
        BROKEN_HEADERS
    }
}
