package dev.profilekeep.users;

import java.util.List;

/** Who exists. */
public interface UserDirectory {
    /** What is known of a SID, the newest first; empty if no source names it, which alone does not say that nobody has it. */
    List<KnownUser> user(String sid);
}
