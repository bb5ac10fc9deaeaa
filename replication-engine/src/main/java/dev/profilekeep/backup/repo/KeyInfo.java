package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of a repository, without anything that opens it.
 *
 * @param id of its slot
 * @param label whose it is, in the words of whoever made it
 * @param created by the clock of whoever made it
 * @param proved when somebody showed last that they have it; empty if nobody did yet
 */
public record KeyInfo(String id, KeySlot.Kind kind, String label, Instant created, Optional<Instant> proved) {
    static KeyInfo of(KeyFile file) {
        KeySlot slot = file.slot();
        return new KeyInfo(slot.id(), slot.kind(), slot.label(), slot.created(), Optional.ofNullable(file.proved()));
    }
}
