package dev.profilekeep.backup.check;

/**
 * How much of a repository is read for a check. All files are listed, all but packs are read, all maps are gone through and all that they name is looked for whatever the
 * extent.
 *
 * @param part which of the packs, and of the bundles, are read whole, from 0
 * @param parts into how many they are divided by their ids; 0 if none is read
 */
public record CheckExtent(int part, int parts) {
    /** No pack is read whole. */
    public static final CheckExtent STRUCTURE = new CheckExtent(0, 0);

    /** All are. */
    public static final CheckExtent DATA = new CheckExtent(0, 1);

    public CheckExtent {
        if (parts < 0 || part < 0 || part >= Math.max(1, parts)) {
            throw new IllegalArgumentException("there is no part " + part + " of " + parts);
        }
    }

    /** One part: after all of them, each pack and each bundle that was there all the time was read once. */
    public static CheckExtent sample(int part, int parts) {
        return new CheckExtent(part, parts);
    }

    /** @param number any, of which all are as frequent */
    boolean reads(long number) {
        return parts > 0 && Long.remainderUnsigned(number, parts) == part;
    }
}
