package dev.profilekeep.compact.estate;

/** How far a copy of a container is in a run; the names stand in {@code compaction_item.step}. */
enum Step {
    /** Nobody looked yet. */
    WAITING,
    /** Its turn may come. */
    LOOKED,
    /** It is worked at, or was when its process died, or what became of it could not be told. */
    BEGUN,
    ENDED
}
