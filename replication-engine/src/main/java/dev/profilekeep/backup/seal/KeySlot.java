package dev.profilekeep.backup.seal;

import java.time.Instant;

/**
 * One way to open a repository: its master key, sealed with somebody's secret. Written as JSON; none of it is secret without the
 * secret itself.
 *
 * @param id of the slot, and the name of its file
 * @param kind what opens it
 * @param label whose it is, in the words of whoever made it
 * @param created by the clock of whoever made it
 * @param memory KiB that Argon2id takes; 0 unless the kind is {@link Kind#PASSPHRASE}
 * @param passes of Argon2id over that memory; 0 as before
 * @param lanes of Argon2id; 0 as before
 * @param salt random, 16 bytes
 * @param sealed the master key, and what proves that it is the right one, 48 bytes
 */
public record KeySlot(
        String id,
        Kind kind,
        String label,
        Instant created,
        int memory,
        int passes,
        int lanes,
        byte[] salt,
        byte[] sealed) {
    /** What opens a slot. */
    public enum Kind {
        PASSPHRASE,
        KEY_FILE,
        RECOVERY
    }

    static final int SALT = 16;
    static final int SEALED = MasterKey.BYTES + SealedFormat.TAG;

    /**
     * @throws IllegalArgumentException if it cannot be a slot: sizes that are none, and work that nobody would wait for, as whoever can
     *     write to the repository could ask for
     */
    public KeySlot {
        if (salt.length != SALT || sealed.length != SEALED) {
            throw new IllegalArgumentException("key " + id + ": salt or sealed key has another size than a key's");
        }
        boolean typed = kind == Kind.PASSPHRASE;
        boolean sound = typed
                ? memory >= 8 * 1024
                        && memory <= 1024 * 1024
                        && passes >= 1
                        && passes <= 64
                        && lanes >= 1
                        && lanes <= 64
                : memory == 0 && passes == 0 && lanes == 0;
        if (!sound) {
            throw new IllegalArgumentException("key " + id + ": memory " + memory + " KiB, passes " + passes
                    + ", lanes " + lanes + " are outside of what this program works with");
        }
        salt = salt.clone();
        sealed = sealed.clone();
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] sealed() {
        return sealed.clone();
    }
}
