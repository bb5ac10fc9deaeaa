package dev.profilekeep.lease;

import dev.profilekeep.storage.StoragePath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Where swaps keep their things: {@code .profilekeep/<txn>/} at the location, on the copies' own volume. No name there can be
 * taken for a container's. While a swap changes what has a container's name, {@code .profilekeep/<of the target>.open} says so.
 */
record SwapPaths(String txn) {
    static final StoragePath FOLDER = StoragePath.of(".profilekeep");
    private static final String OPEN = ".open";

    StoragePath folder() {
        return FOLDER.child(txn);
    }

    StoragePath journal() {
        return folder().child("journal.jsonl");
    }

    /** Held alone by who works on it. */
    StoragePath busy() {
        return folder().child("busy");
    }

    StoragePath fresh() {
        return folder().child("new.disk");
    }

    StoragePath kept() {
        return folder().child("old.disk");
    }

    /** What belongs to the old disk and left with it, by the ending of its name. */
    StoragePath kept(String ending) {
        return folder().child("old" + ending);
    }

    /** What comes with the new disk. */
    StoragePath fresh(String ending) {
        return folder().child("new" + ending);
    }

    /** What was swapped in and taken out again. */
    StoragePath withdrawn() {
        return folder().child("withdrawn.disk");
    }

    /** By the target's name in lower case, as SMB servers tell no upper from lower. */
    static StoragePath open(StoragePath target) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(target.value().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return FOLDER.child(HexFormat.of().formatHex(digest, 0, 16) + OPEN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isOpen(String name) {
        return name.endsWith(OPEN);
    }
}
