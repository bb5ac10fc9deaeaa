package dev.profilekeep.request;

import dev.profilekeep.container.ContainerKind;

/** What somebody wants. */
public enum RequestKind {
    /** The whole container as it was at a moment. */
    WHOLE,
    /** Files as they were at a moment, put where their owner finds them. */
    FILES,
    /** The profile put aside, so that a new one is made at the next sign-in. */
    RESET,
    /** The Office container put aside, likewise. */
    REBUILD_OFFICE;

    /** Whether it goes back to a backup. */
    public boolean needsPoint() {
        return this == WHOLE || this == FILES;
    }

    /** Whether somebody may have to sign off before it can begin. */
    public boolean needsSignOff() {
        return this != FILES;
    }

    /** Whether it puts a container aside, so that a new one is made in its place. */
    public boolean isFirstAid() {
        return !needsPoint();
    }

    /** Whether it can be wanted for containers of this kind: a profile is never taken for an Office container. */
    public boolean fits(ContainerKind container) {
        return switch (this) {
            case WHOLE, FILES -> true;
            case RESET -> container == ContainerKind.PROFILE;
            case REBUILD_OFFICE -> container == ContainerKind.ODFC;
        };
    }

    /** The first aid for containers of this kind. */
    public static RequestKind firstAidOf(ContainerKind container) {
        return switch (container) {
            case PROFILE -> RESET;
            case ODFC -> REBUILD_OFFICE;
        };
    }
}
