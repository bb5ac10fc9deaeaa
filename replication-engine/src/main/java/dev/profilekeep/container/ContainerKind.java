package dev.profilekeep.container;

/** What a container is for, told by its file name. */
public enum ContainerKind {
    /** {@code Profile*}: the whole user profile. */
    PROFILE,
    /** {@code ODFC*}: the Office cache, which can be rebuilt. */
    ODFC
}
