package dev.profilekeep.compact;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.lease.CopySeen;

/** What was found in a container in one state of its file. As long as the file is in that state it need not be read again to know what it says. */
public sealed interface KnownContent {
    /** Before and after it was read, with change time and stamp. */
    CopySeen state();

    /** Of the content map. */
    ContentMap.Rules rules();

    /** Of the content map. */
    Sha256 root();

    /**
     * Two readers read all of it.
     *
     * @param sectors by the second reader
     */
    record ByTwoReaders(CopySeen state, ContentMap.Rules rules, Sha256 root, SectorSum sectors)
            implements KnownContent {}

    /** A map was made of it, as a backup does: what bore no trace of a change may stand in it as an earlier map had it. */
    record ByMap(CopySeen state, ContentMap.Rules rules, Sha256 root) implements KnownContent {}
}
