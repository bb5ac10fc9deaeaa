package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.KeySlots;
import dev.profilekeep.backup.seal.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Tells keys that open a repository from what is damaged, or was put there, without their secrets. Safe for several threads. */
final class KeyProof {
    private final MasterKey master;
    private final KeySlots slots;
    private final @Nullable String opener;

    /** @param opener that opened the repository, if any did */
    KeyProof(MasterKey master, KeySlots slots, @Nullable KeySlot opener) {
        this.master = master;
        this.slots = slots;
        this.opener = opener == null ? null : slots.tag(master, opener);
    }

    enum Verdict {
        /** It opens the repository. */
        TRUE,
        /** An older program wrote it, without a tag: nobody knows. */
        UNKNOWN,
        /** It is not what was written for this repository. */
        FALSE
    }

    Verdict of(KeyFile file) {
        String tag = slots.tag(master, file.slot());
        if (file.tag() == null) {
            return opener != null && isSame(opener, tag) ? Verdict.TRUE : Verdict.UNKNOWN;
        }
        return isSame(file.tag(), tag) ? Verdict.TRUE : Verdict.FALSE;
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
