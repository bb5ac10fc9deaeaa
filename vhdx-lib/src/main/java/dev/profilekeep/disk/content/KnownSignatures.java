package dev.profilekeep.disk.content;

import java.util.Optional;

/** Spares looking at the first bytes of files of which it is known what they are. */
@FunctionalInterface
public interface KnownSignatures {
    KnownSignatures NONE = start -> Optional.empty();

    /**
     * What a file is, or nothing if that is not known; it must be what its first bytes would tell.
     *
     * @param start the beginning of its stream
     */
    Optional<Signature> of(Owner.FileStream start);
}
