package dev.profilekeep.notify;

import java.util.List;
import java.util.Optional;

/** Something that can tell what is wrong at present. Asked about twice a minute, by one thread. */
public interface TroubleSource {
    /** A word that never changes: incidents belong to it. */
    String name();

    /** All that is wrong now; empty if that cannot be told at present, which opens and ends nothing. */
    Optional<List<Trouble>> now();
}
