package dev.profilekeep.compact;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.witness.SectorSum;
import dev.profilekeep.lease.CopySeen;

/**
 * What two readers found in a container, all of it read, in one state of its file. As long as the file is in that state it need not be read again to know what it says.
 *
 * @param state before and after it was read, with change time and stamp
 * @param rules of the content map
 * @param root of the content map
 * @param sectors by the second reader
 */
public record KnownContent(CopySeen state, ContentMap.Rules rules, Sha256 root, SectorSum sectors) {
    /** Whether it tells of a file that is in this state. What was not known of the state then proves nothing now. */
    boolean isOf(CopySeen now) {
        return rules.kind() == ContentLayout.Kind.FILES
                && !state.stamp().isEmpty()
                && state.lastWriteTime() != 0
                && state.changeTime() != 0
                && state.equals(now);
    }
}
