package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.storage.StoragePath;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the file of a key says, as JSON.
 *
 * @param version of this format
 * @param repository whose key it is
 * @param proved when somebody showed last that they have it, by their clock; null if nobody did yet
 * @param tag proves that the slot is whole and of this repository, see {@link dev.profilekeep.backup.seal.KeySlots#tag}; null if an older program wrote it
 */
record KeyFile(int version, UUID repository, KeySlot slot, @Nullable Instant proved, @Nullable String tag) {
    static final StoragePath FOLDER = StoragePath.of("keys");
    static final int VERSION = 1;

    KeyFile {
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(slot.kind(), "kind");
        Objects.requireNonNull(slot.label(), "label");
        Objects.requireNonNull(slot.created(), "created");
        if (!isName(Objects.requireNonNull(slot.id(), "id"))) {
            throw new IllegalArgumentException("no id of a key: " + slot.id());
        }
    }

    /** Whether a key's file can be called so. */
    static boolean isName(String name) {
        try {
            return UUID.fromString(name).toString().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    StoragePath path() {
        return FOLDER.child(slot.id());
    }
}
