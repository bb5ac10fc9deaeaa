package dev.profilekeep.container;

/** What the name of a folder in a location says. */
public sealed interface FolderName {
    /**
     * A person's folder.
     *
     * @param sid in its usual spelling, {@code S-1-…}
     * @param account what else is in the name; may be empty
     */
    record Person(String sid, String account) implements FolderName {}

    /** A folder of the server, of Windows or of ours, never looked into. */
    record System(String name) implements FolderName {}

    /** Two SIDs: whose it is cannot be told. */
    record Ambiguous(String name) implements FolderName {}

    /** A name without a SID; disks may lie in it all the same. */
    record Other(String name) implements FolderName {}
}
