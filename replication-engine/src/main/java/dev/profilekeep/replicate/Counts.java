package dev.profilekeep.replicate;

/**
 * What one container took, in bytes.
 *
 * @param readAtSource of the copy at the active site
 * @param readAtTarget of the other copy and of the new file
 * @param sent content that was written from here to the new file
 * @param copiedByServer from the old copy to the new file, at its server
 * @param chunks of the map that are others than at the last agreement
 */
public record Counts(long readAtSource, long readAtTarget, long sent, long copiedByServer, long chunks) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                readAtSource + other.readAtSource,
                readAtTarget + other.readAtTarget,
                sent + other.sent,
                copiedByServer + other.copiedByServer,
                chunks + other.chunks);
    }
}
