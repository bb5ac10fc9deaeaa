package dev.profilekeep.replica;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of copies. Safe for several threads. */
public interface CopyStandings {
    /** The last verdict on each further copy of these containers, those at the active site excluded; nothing for a container that was never looked at. */
    Map<Long, List<CopyStanding>> of(Set<Long> containerIds);
}
