package dev.profilekeep.config;

/**
 * How far one act on locks may go.
 *
 * @param maxPerAct containers whose locks one act may clear
 */
public record LockPolicy(int maxPerAct) {
    public static final LockPolicy STANDARD = new LockPolicy(200);
}
