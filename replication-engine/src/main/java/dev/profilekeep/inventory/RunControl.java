package dev.profilekeep.inventory;

/** How long work is told to stop. Asked between two containers. */
@FunctionalInterface
public interface RunControl {
    /** Never stops. */
    RunControl NEVER_STOP = () -> false;

    boolean stopAsked();
}
