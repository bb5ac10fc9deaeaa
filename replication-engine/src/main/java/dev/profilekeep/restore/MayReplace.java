package dev.profilekeep.restore;

/** Whether whole disks of a set may be replaced or put aside at all; without a look at any server. What speaks against it now, such as a sign-in, is for a plan to say. */
public sealed interface MayReplace {
    /** Nothing speaks against it for good. */
    record Yes() implements MayReplace {}

    /**
     * Under Cloud Cache a host may still keep what it did not write yet, and would mix it with what is put in place.
     *
     * @param setId for which nobody recorded that it is safe there
     */
    record CloudCache(String setId) implements MayReplace {
        /** For people, in English: why, and what can be done. */
        public String sentence() {
            return "under Cloud Cache a host may still keep what it did not write yet, and would mix it with what is"
                    + " put in place: restore to another folder, or single files; an administrator can record for"
                    + " the set '" + setId + "' that whole disks may be replaced (cloudCacheChanges, docs/restore.md)";
        }
    }

    default boolean isYes() {
        return this instanceof Yes;
    }
}
