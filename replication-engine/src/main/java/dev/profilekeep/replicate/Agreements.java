package dev.profilekeep.replicate;

import java.util.Optional;

/** The book of agreements. What is in it lasts. Safe for several threads. */
public interface Agreements {
    /** The last agreement of two copies, in whichever direction it came about; empty if there never was one. */
    Optional<Agreement> of(long containerId, String from, String to);

    /** Takes the place of what was agreed or intended before, in either direction. */
    void record(Agreement agreement);

    /** What was about to come true when a swap began, and was not recorded since: if the target is in that state the swap came to its end. In this direction alone: which of both took the new file counts. */
    Optional<Agreement> intended(long containerId, String from, String to);

    /** Before a new file takes the target's name. */
    void intend(Agreement agreement);
}
